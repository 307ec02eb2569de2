import type { PaceLimits } from "./aimd.ts";
import type { BreakerLimits, CallEnd } from "./breaker.ts";
import type { QuotaUse } from "./quota.ts";

/** What a source allows itself toward a host. */
export interface SourceManners {
  readonly source: string;
  readonly limits: PaceLimits;
  /** Calls per day (Asia/Shanghai), over all hosts of the source; null = no limit. */
  readonly dailyQuota: number | null;
  readonly breaker: BreakerLimits;
}

/** Who speaks to the ledger, about which host, and what time it is there (epoch ms). */
export interface LedgerEntry {
  readonly host: string;
  readonly manners: SourceManners;
  readonly now: number;
}

/** Asks for a slot: a token of the host's bucket and one of its places, for one call. */
export interface SlotRequest extends LedgerEntry {
  /** One line of callers; a process has one. */
  readonly holder: string;
  /** Name of the lease, unique among all holders. A known one asks for a further token for the same place (a redirect). */
  readonly lease: string;
  /** The place falls free after this time at the latest, so that a process that died holds none. */
  readonly leaseMs: number;
}

/** How a call under a lease ended. */
export interface SlotReturn extends LedgerEntry {
  readonly lease: string;
  /** When the lease was granted, epoch ms. */
  readonly grantedAt: number;
  readonly end: CallEnd;
  /** The host showed strain: it was slow, timed out, or asked for less. */
  readonly isStrained: boolean;
  /** Uniform in [0, 1). */
  readonly luck: number;
}

/** What is known of a host, as seen by one source. */
export interface HostState {
  readonly at: number;
  /** Tokens in the bucket at that time. */
  readonly tokens: number;
  /** Places taken, by all processes. */
  readonly active: number;
  /** In force now: the strictest of all sources on the host, and slower than that after a strain. */
  readonly limits: PaceLimits;
  /** Epoch ms; 0 when the host did not ask for a pause. */
  readonly pausedUntil: number;
  readonly breaker: BreakerState;
  readonly quota: QuotaUse;
}

export interface BreakerState {
  /** HALF_OPEN: the open period is over, one probe is due or under way. */
  readonly kind: "CLOSED" | "OPEN" | "HALF_OPEN";
  /** Epoch ms until which asking is in vain, as far as is known; 0 when closed. */
  readonly until: number;
}

export type SlotAnswer =
  | { readonly kind: "granted"; readonly state: HostState }
  /** Ask again then, or when one of the holder's own calls has ended. */
  | { readonly kind: "wait"; readonly delayMs: number; readonly state: HostState }
  | { readonly kind: "paused"; readonly retryAfterMs: number; readonly state: HostState }
  | { readonly kind: "circuit-open"; readonly retryAfterMs: number; readonly state: HostState }
  | { readonly kind: "quota-used"; readonly retryAfterMs: number; readonly state: HostState };

/**
 * What all who ask a host keep together: its token bucket, the places taken, its pause, its adaptive pace, and per source
 * the breaker and the day's quota. One per process in memory, or one file for all processes of a machine. It keeps no
 * line: whoever is told to wait asks again. Every method rejects when the ledger cannot be kept; nobody is let through then.
 */
export interface HostLedger {
  /** Makes a source's limits known before its first call. */
  attach(entry: LedgerEntry): Promise<HostState>;
  acquire(request: SlotRequest): Promise<SlotAnswer>;
  release(done: SlotReturn): Promise<HostState>;
  /** Leaves the whole host alone until then; a pause is never shortened. */
  pause(entry: LedgerEntry, until: number): Promise<HostState>;
  close(): Promise<void>;
}
