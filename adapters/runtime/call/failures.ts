import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";

/** Where a question is on its way; a timeout says where it struck. */
export type Phase = Extract<UpstreamFailure, { kind: "timeout" }>["phase"];

/** Place of a body that ended before its end: the connection broke, or the compressed stream did. */
export const CUT_SHORT = "body cut short";

const CONNECTION_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "UND_ERR_SOCKET",
]);

const RETRIED_STATUSES = new Set([502, 503, 504]);

/** What undici threw while connecting or waiting for headers. */
export function toConnectionError(source: string, error: unknown): UpstreamError {
  const code = codeOf(error);
  if (code === "UND_ERR_CONNECT_TIMEOUT") return new UpstreamError(source, { kind: "timeout", phase: "connect" });
  if (code.startsWith("HPE_") || code === "UND_ERR_HEADERS_OVERFLOW") {
    return new UpstreamError(source, { kind: "malformed", at: `HTTP (${code})` }, { cause: error });
  }
  return new UpstreamError(source, { kind: "unreachable", reason: code }, { cause: error });
}

/** A failure that may be gone a moment later: connecting, a reset, 502, 503, 504. */
export function isTransient(failure: UpstreamFailure): boolean {
  if (failure.kind === "unreachable") return CONNECTION_CODES.has(failure.reason);
  if (failure.kind === "rejected") return RETRIED_STATUSES.has(failure.status);
  if (failure.kind === "malformed") return failure.at === CUT_SHORT;
  return failure.kind === "timeout" && failure.phase === "connect";
}

/** The error's code; for several addresses tried, the first one's. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN";
}
