import type { Politeness } from "#adapters/runtime/politeness.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { HealthRecord } from "./health-record.ts";
import type { SourceGate } from "./source-gate.ts";
import type { CallFate, Turn } from "./turn.ts";

export interface VisitOptions {
  readonly gate: SourceGate;
  readonly turn: Turn;
  readonly isPrivate: boolean;
  readonly timer: Clock;
  readonly politeness: Politeness;
  readonly health: HealthRecord;
}

/** One call to a host, from its turn at the gate until its answer is understood; what became of it is told once, to gate and health. */
export class Visit {
  readonly gate: SourceGate;
  readonly turn: Turn;
  readonly #options: VisitOptions;
  #startedAt: number;
  #durationMs: number | null = null;
  #hasLeft = false;
  #isOver = false;

  constructor(options: VisitOptions) {
    this.gate = options.gate;
    this.turn = options.turn;
    this.#options = options;
    this.#startedAt = options.timer.now();
  }

  /** The exchange is over; reading what came is not the host's time. */
  answered(): void {
    this.#hasLeft = true;
    this.#durationMs = this.#elapsed();
    this.gate.took(this.#durationMs);
  }

  /** The host sent us elsewhere on itself; its next answer counts. */
  goesOn(): void {
    this.#startedAt = this.#options.timer.now();
    this.#durationMs = null;
  }

  succeeded(): void {
    if (this.#isOver) return;
    this.#options.health.succeeded();
    this.#end(this.#answeredFate());
  }

  /** It was not made, or not to its end; nothing of that is the host's doing. */
  abandoned(): void {
    this.#end({ end: this.#hasLeft ? "void" : "unused", isStrained: false });
  }

  failed(error: unknown): void {
    if (this.#isOver) return;
    const { health, isPrivate } = this.#options;
    if (error instanceof UpstreamError) health.failed(error.failure, isPrivate);
    this.#end(error instanceof UpstreamError ? this.#fateOf(error.failure) : { end: "void", isStrained: false });
  }

  #end(fate: CallFate): void {
    this.#isOver = true;
    this.turn.end(fate);
  }

  #answeredFate(): CallFate {
    return this.#isSlow() ? { end: "slow", isStrained: true } : { end: "good", isStrained: false };
  }

  #fateOf(failure: UpstreamFailure): CallFate {
    switch (failure.kind) {
      case "timeout":
        return this.#timeoutFate(failure.phase);
      case "rate-limited":
        return { end: "failed", isStrained: true };
      case "rejected":
        // Below 500 the host is well and says no.
        return failure.status < 500
          ? this.#answeredFate()
          : { end: "failed", isStrained: OVERLOADED.has(failure.status) };
      case "login-required":
        // A user's own token may have run out; without one, a log-in or captcha page stands where the answer should.
        return this.#options.isPrivate ? this.#answeredFate() : { end: "failed", isStrained: false };
      case "unreachable":
      case "malformed":
      case "too-large":
        return { end: "failed", isStrained: false };
      case "busy":
      case "circuit-open":
      case "off":
      case "over-budget":
      case "aborted":
        return { end: "void", isStrained: false };
    }
  }

  /** Where the asker's patience ended and not the host's time, only a host that was slow already is to blame. */
  #timeoutFate(phase: Extract<UpstreamFailure, { kind: "timeout" }>["phase"]): CallFate {
    const isOurs = phase === "queue" || phase === "deadline";
    const isHosts = phase === "connect" || this.#isSlow();
    return isHosts && !isOurs ? { end: "failed", isStrained: true } : { end: "void", isStrained: false };
  }

  #isSlow(): boolean {
    const { tryTimeoutMs, slowShare } = this.#options.politeness;
    return (this.#durationMs ?? this.#elapsed()) > slowShare * tryTimeoutMs;
  }

  #elapsed(): number {
    return this.#options.timer.now() - this.#startedAt;
  }
}

/** What a server answers that has too much to do. */
const OVERLOADED: ReadonlySet<number> = new Set([502, 503, 504]);
