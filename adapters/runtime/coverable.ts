import { UpstreamError, type UpstreamFailure } from "./upstream-error.ts";

/** The upstream took the thing away: not found, gone, unavailable for legal reasons (RFC 9110, RFC 7725). */
const GONE_STATUSES: ReadonlySet<number> = new Set([404, 410, 451]);

/** Nothing kept may be shown of what the upstream says is no longer there. */
export function isGone(failure: UpstreamFailure): boolean {
  return failure.kind === "rejected" && GONE_STATUSES.has(failure.status);
}

/** Failures in whose place a kept public answer may be served: all but "gone", and "nobody waits any more". */
export function isCoverable(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.failure.kind !== "aborted" && !isGone(error.failure);
}

/** The upstream had no part in it and may be asked again at once. */
export function isOurDoing({ kind }: UpstreamFailure): boolean {
  return kind === "aborted" || kind === "off" || kind === "over-budget";
}
