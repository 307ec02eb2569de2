import type { BreakerState, HostState, SourceManners } from "#adapters/runtime/manners/host-ledger.ts";
import { type QuietHours, quietForMs } from "#adapters/runtime/manners/quiet-hours.ts";
import { isUsedUp, NO_QUOTA_USED, type QuotaUse, usedToday } from "#adapters/runtime/manners/quota.ts";
import { shanghaiTimeOfDay, untilShanghaiMidnight } from "#adapters/runtime/manners/shanghai-day.ts";
import type { Politeness } from "#adapters/runtime/politeness.ts";
import type { PauseReason } from "#adapters/runtime/source.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import type { RestReason } from "#schema/failure-reason.ts";
import type { Departure } from "./departure.ts";
import { type GateRefusal, GateRefusedError, LEFT } from "./gate-refusal.ts";
import type { HostGate } from "./host-gate.ts";
import type { Turn } from "./turn.ts";
import type { Visitor } from "./visitor.ts";
import type { GivesWay } from "./waiting-line.ts";

/** Whose manners hold. */
export interface GateUser {
  readonly source: string;
  readonly politeness: Politeness;
  readonly random: () => number;
}

/** Where a source stands with one host. */
export interface GateStanding {
  readonly breaker: BreakerState["kind"];
  /** Requests of all sources of this process that wait for the host. */
  readonly queueDepth: number;
  readonly quotaUsed: number;
  /** Epoch ms until which it is not asked: the host's own wish, quiet hours or quota; null when it may be. */
  readonly pausedUntil: number | null;
  /** Null when it may be asked. */
  readonly pauseReason: PauseReason | null;
  /** In force now, below the configured ceiling after a strain. */
  readonly concurrency: number;
  readonly requestsPerSecond: number;
}

/** A try may outlast its limit by a stall of the event loop, and its answer is decoded under the lease. */
const LEASE_MARGIN_MS = 5_000;

/** What a call usually takes is judged by about so many of the last ones. */
const USUAL_OVER_CALLS = 8;

/** One source's way through one host's gate. */
export class SourceGate implements Visitor {
  readonly manners: SourceManners;
  readonly leaseMs: number;
  readonly random: () => number;
  readonly #gate: HostGate;
  readonly #timer: Timer;
  readonly #queueLimit: number;
  readonly #quietHours: readonly QuietHours[];
  #breaker: BreakerState = { kind: "CLOSED", until: 0 };
  #quota: QuotaUse = NO_QUOTA_USED;
  #isOff = false;
  #usualMs = 0;
  #answered = 0;

  constructor(gate: HostGate, timer: Timer, { source, politeness, random }: GateUser) {
    const { requestsPerSecond, burst, concurrency, dailyQuota, breaker } = politeness;
    this.manners = { source, limits: { requestsPerSecond, burst, concurrency }, dailyQuota, breaker };
    this.leaseMs = politeness.tryTimeoutMs + LEASE_MARGIN_MS;
    this.random = random;
    this.#gate = gate;
    this.#timer = timer;
    this.#queueLimit = politeness.queueLimit;
    this.#quietHours = [...politeness.quietHours, ...(politeness.ceilings.quietHours ?? [])];
    gate.attach(this);
  }

  /** Requests waiting in line, those of other sources on the host included. */
  get depth(): number {
    return this.#gate.depth;
  }

  /** How many could pass at once, as far as is known here. */
  get room(): number {
    return this.#gate.roomFor(this.manners);
  }

  /** Why one who came now would be sent away at once; null when there is room. */
  get refusal(): GateRefusal | null {
    const refusal = this.refusalAt(this.#timer.now());
    if (refusal !== null) return refusal;
    const isFull = this.#gate.depth >= this.#queueLimit + this.room;
    return isFull ? { kind: "busy" } : null;
  }

  /**
   * The same for one who will be gone by then (epoch ms): it is not taken into a line in which its turn would come too
   * late. Else, with more asked than the host takes, all would wait long and few get their answer.
   */
  refusalBy(deadline: number, givesWay = false): GateRefusal | null {
    const { refusal } = this;
    if (refusal !== null) return refusal;
    const waitMs = this.#gate.waitMs(this.manners, this.#usualMs, givesWay);
    const isTooLate = waitMs > 0 && this.#timer.now() + waitMs + this.#usualMs > deadline;
    return isTooLate ? { kind: "busy" } : null;
  }

  /** A call was answered after so long. */
  took(durationMs: number): void {
    this.#answered = Math.min(USUAL_OVER_CALLS, this.#answered + 1);
    this.#usualMs += (durationMs - this.#usualMs) / this.#answered;
  }

  /** By the operator: nobody passes until it is on again, and those in line are told so when their turn comes. */
  switch(position: "on" | "off"): void {
    this.#isOff = position === "off";
  }

  refusalAt(now: number): GateRefusal | null {
    if (this.#isOff) return { kind: "off" };
    const pausedMs = (this.#gate.state?.pausedUntil ?? 0) - now;
    if (pausedMs > 0) return { kind: "paused", retryAfterMs: pausedMs };
    const rest = this.#restAt(now);
    if (rest.ms > 0) return toResting(rest, now);
    const openMs = this.#breaker.until - now;
    return openMs > 0 ? { kind: "circuit-open", retryAfterMs: openMs } : null;
  }

  /** Waits for a turn; with one, for its next step at the same host. Rejects with GateRefusedError. */
  enter(departure: Departure, turn: Turn | null = null, passenger: GivesWay | null = null): Promise<Turn> {
    const refusal = departure.reason === null ? this.#refusalFor(turn) : LEFT;
    if (refusal !== null) return Promise.reject(new GateRefusedError(refusal));
    return this.#gate.enter(this, { departure, turn, passenger });
  }

  /** The host asked to be left alone, by every source and process. */
  pause(durationMs: number): void {
    this.#gate.pause(this, durationMs);
  }

  note({ breaker, quota }: HostState): void {
    this.#breaker = breaker;
    this.#quota = quota;
  }

  get standing(): GateStanding {
    const now = this.#timer.now();
    const state = this.#gate.state;
    const rest = this.#restAt(now);
    const wishedUntil = state?.pausedUntil ?? 0;
    const until = Math.max(wishedUntil, now + rest.ms);
    const { concurrency, requestsPerSecond } = state?.limits ?? this.manners.limits;
    const isDue = this.#breaker.kind === "OPEN" && this.#breaker.until <= now;
    return {
      breaker: isDue ? "HALF_OPEN" : this.#breaker.kind,
      queueDepth: this.#gate.depth,
      quotaUsed: usedToday(this.#quota, now),
      pausedUntil: until > now ? until : null,
      pauseReason: until <= now ? null : wishedUntil > now + rest.ms ? "OWN_WISH" : rest.why,
      concurrency,
      requestsPerSecond,
    };
  }

  /** A turn that goes on has its place and waits for nobody's probe. */
  #refusalFor(turn: Turn | null): GateRefusal | null {
    if (turn === null) return this.refusal;
    const refusal = this.refusalAt(this.#timer.now());
    return refusal?.kind === "circuit-open" ? null : refusal;
  }

  #restAt(now: number): Rest {
    const quietMs = this.#quietHours.length === 0 ? 0 : quietForMs(this.#quietHours, now);
    const quotaMs = isUsedUp(this.#quota, this.manners.dailyQuota, now) ? untilShanghaiMidnight(now) : 0;
    return quotaMs > quietMs ? { why: "DAILY_QUOTA", ms: quotaMs } : { why: "QUIET_HOURS", ms: quietMs };
  }
}

/** By the source's own rules; 0 ms where it may be asked. */
interface Rest {
  readonly why: RestReason;
  readonly ms: number;
}

function toResting({ why, ms }: Rest, now: number): GateRefusal {
  return { kind: "resting", retryAfterMs: ms, rest: { why, until: shanghaiTimeOfDay(now + ms) } };
}
