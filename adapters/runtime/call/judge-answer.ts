import type { UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { UpstreamAnswer } from "./decode.ts";
import { boundPauseMs, retryAfterMs } from "./retry-after.ts";

export type Verdict =
  | { readonly kind: "decode" }
  | { readonly kind: "redirect"; readonly location: string }
  | { readonly kind: "pause"; readonly durationMs: number }
  | { readonly kind: "fail"; readonly failure: UpstreamFailure };

export interface JudgeOptions {
  readonly accept?: readonly number[];
  readonly pauseOn?: (answer: UpstreamAnswer) => number | null;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const LOGIN_ADDRESS = /(?:^|[/?&._-])(?:login|signin|passport|captcha|oauth2?\/authorize|(?:sso|cas)(?![a-z]))/i;

/** What an answer's status asks for. */
export function judgeAnswer(answer: UpstreamAnswer, now: number, options: JudgeOptions): Verdict {
  const { status, headers } = answer;
  const asked = options.pauseOn?.(answer) ?? null;
  if (asked !== null) return { kind: "pause", durationMs: boundPauseMs(asked) };
  const header = headers["retry-after"];
  if (status === 429 || (status === 503 && header !== undefined)) {
    return { kind: "pause", durationMs: retryAfterMs(header, now) };
  }
  if ((status >= 200 && status < 300) || options.accept?.includes(status)) return { kind: "decode" };
  if (status === 401) return { kind: "fail", failure: { kind: "login-required" } };
  if (REDIRECTS.has(status) && headers.location !== undefined) return { kind: "redirect", location: headers.location };
  return { kind: "fail", failure: { kind: "rejected", status } };
}

/** A redirect that is not followed: to a log-in page it means "log in", else it is a refusal. */
export function refusedRedirect(status: number, location: string): UpstreamFailure {
  if (LOGIN_ADDRESS.test(location)) return { kind: "login-required" };
  return { kind: "rejected", status, reason: "redirect not allowed" };
}
