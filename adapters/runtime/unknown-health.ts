import type { SourceHealth } from "./source.ts";

/** Of a source that was not asked yet, or not by this process. */
export const UNKNOWN_HEALTH: SourceHealth = {
  state: "UNKNOWN",
  lastSuccessAt: null,
  lastFailureAt: null,
  lastFailureKind: null,
  breaker: null,
  queueDepth: null,
  quotaUsed: null,
  dailyQuota: null,
  pausedUntil: null,
  pauseReason: null,
};
