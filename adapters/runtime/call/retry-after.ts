const MAX_PAUSE_MS = 3_600_000;
const DEFAULT_PAUSE_MS = 60_000;

/** How long to leave a host alone: Retry-After in seconds or as an HTTP date (RFC 9110 §10.2.3), 60 s without one, at most 1 h. */
export function retryAfterMs(header: string | readonly string[] | undefined, now: number): number {
  const text = (typeof header === "string" ? header : header?.[0])?.trim() ?? "";
  return boundPauseMs(/^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now);
}

/** A pause within reason: what is no number is the default, what is past is one second, what is too long an hour. */
export function boundPauseMs(durationMs: number): number {
  if (Number.isNaN(durationMs)) return DEFAULT_PAUSE_MS;
  return Math.min(MAX_PAUSE_MS, Math.max(1_000, durationMs));
}
