import type { PaceLimits } from "./manners/aimd.ts";
import type { BreakerLimits } from "./manners/breaker.ts";
import type { QuietHours } from "./manners/quiet-hours.ts";

/** Manners toward one upstream host. Defaults: POLITE_DEFAULTS; a sandbox declares a quick profile of its own. */
export interface Politeness {
  readonly connectTimeoutMs: number;
  /** Per try, wall clock over the whole body. */
  readonly tryTimeoutMs: number;
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly concurrency: number;
  /** Waiting requests beyond this are refused at once (failure "busy"). */
  readonly queueLimit: number;
  /** Calls per day (Asia/Shanghai), retries and redirects included, over all processes; null = no limit. */
  readonly dailyQuota: number | null;
  /** When the upstream is not asked at all. */
  readonly quietHours: readonly QuietHours[];
  /** A call that takes more than this share of `tryTimeoutMs` counts as slow: against the breaker and the pace. */
  readonly slowShare: number;
  readonly breaker: BreakerLimits;
  /** What the upstream's owner allows at most; no setting goes beyond it. */
  readonly ceilings: Ceilings;
  /** Bytes on the wire and after decompression. */
  readonly maxBodyBytes: number;
  readonly maxDecodedBytes: number;
  /** Hosts besides the source's own to which a redirect may lead. */
  readonly redirectHosts: readonly string[];
  readonly retry: { readonly attempts: number; readonly minDelayMs: number; readonly maxDelayMs: number };
  readonly negativeTtlMs: number;
  /** For so long after its time an answer is still given out at once, while it is renewed behind; null = once more its lifetime. */
  readonly staleWhileRevalidateMs: number | null;
  /** For so long after its time an answer stands in where the upstream fails. */
  readonly staleIfErrorMs: number;
  /** From when it was read, nothing of it is kept longer, whatever the other times say: the owner's word; null = no such limit. */
  readonly keepAtMostMs: number | null;
}

/** An owner's word on how often its system may be asked. Quiet hours of the owner hold besides those that are set. */
export interface Ceilings extends Partial<PaceLimits> {
  readonly dailyQuota?: number;
  readonly quietHours?: readonly QuietHours[];
}

/** For every source that declares nothing. Figures: reliability requirements of the project ("polite defaults toward portals"). */
export const POLITE_DEFAULTS: Politeness = {
  connectTimeoutMs: 2_000,
  tryTimeoutMs: 8_000,
  requestsPerSecond: 1,
  burst: 2,
  concurrency: 2,
  queueLimit: 1_000,
  dailyQuota: null,
  quietHours: [],
  slowShare: 0.75,
  breaker: {
    failureShare: 0.5,
    calls: 10,
    maxAgeMs: 600_000,
    failuresInRow: 5,
    openMs: 30_000,
    maxOpenMs: 600_000,
  },
  ceilings: {},
  maxBodyBytes: 8 * 1024 * 1024,
  maxDecodedBytes: 16 * 1024 * 1024,
  redirectHosts: [],
  retry: { attempts: 1, minDelayMs: 500, maxDelayMs: 5_000 },
  negativeTtlMs: 30_000,
  staleWhileRevalidateMs: null,
  staleIfErrorMs: 24 * 3_600_000,
  keepAtMostMs: null,
};

/** Toward our own stand-ins on loopback. */
export const SANDBOX_POLITENESS: Politeness = {
  ...POLITE_DEFAULTS,
  requestsPerSecond: 50,
  burst: 50,
  concurrency: 8,
  // A demo shows a platform going down and coming back; nobody is spared by half a minute more.
  breaker: { ...POLITE_DEFAULTS.breaker, openMs: 2_000, maxOpenMs: 10_000 },
  retry: { attempts: 1, minDelayMs: 10, maxDelayMs: 50 },
};
