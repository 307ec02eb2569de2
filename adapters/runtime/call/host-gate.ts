import type { Timer } from "#adapters/runtime/timer.ts";
import type { Departure } from "./departure.ts";

/** How often and how widely one host may be asked. */
export interface GateLimits {
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly concurrency: number;
  readonly queueLimit: number;
}

/** Why a request was not let through. */
export type GateRefusal =
  | { readonly kind: "busy" }
  | { readonly kind: "paused"; readonly retryAfterMs: number }
  | { readonly kind: "left" };

const LEFT: GateRefusal = { kind: "left" };

export class GateRefusedError extends Error {
  override readonly name = "GateRefusedError" as const;
  readonly refusal: GateRefusal;

  constructor(refusal: GateRefusal) {
    super(refusal.kind);
    this.refusal = refusal;
  }
}

interface Waiting {
  readonly enter: (release: () => void) => void;
  readonly refuse: (refusal: GateRefusal) => void;
}

/**
 * The door to one upstream host: first come, first served; in every window of time at most
 * burst + rate × window requests pass, at most `concurrency` at once, none while the host asked for a pause.
 */
export class HostGate {
  readonly #timer: Timer;
  readonly #waiting = new Set<Waiting>();
  #limits: GateLimits;
  #tokens: number;
  #filledAt: number;
  #active = 0;
  #pausedUntil = 0;
  #cancelWake: (() => void) | null = null;

  constructor(timer: Timer, limits: GateLimits) {
    this.#timer = timer;
    this.#limits = limits;
    this.#tokens = limits.burst;
    this.#filledAt = timer.now();
  }

  /** Requests waiting in line. */
  get depth(): number {
    return this.#waiting.size;
  }

  /** Milliseconds until the host may be asked again; 0 when it did not ask for a pause. */
  get pausedForMs(): number {
    return Math.max(0, this.#pausedUntil - this.#timer.now());
  }

  /** Several sources on one host: the strictest limits hold. */
  tighten(limits: GateLimits): void {
    this.#fill();
    this.#limits = {
      requestsPerSecond: Math.min(this.#limits.requestsPerSecond, limits.requestsPerSecond),
      burst: Math.min(this.#limits.burst, limits.burst),
      concurrency: Math.min(this.#limits.concurrency, limits.concurrency),
      queueLimit: Math.min(this.#limits.queueLimit, limits.queueLimit),
    };
    this.#tokens = Math.min(this.#tokens, this.#limits.burst);
  }

  /** Why one who came now would be sent away at once; null when there is room. */
  get refusal(): GateRefusal | null {
    if (this.pausedForMs > 0) return { kind: "paused", retryAfterMs: this.pausedForMs };
    if (this.#waiting.size < this.#limits.queueLimit) return null;
    this.#fill();
    return this.#waiting.size === 0 && this.#isOpen() ? null : { kind: "busy" };
  }

  /** Waits for this request's turn. The function returned must be called when the exchange is over. Throws GateRefusedError. */
  enter(departure: Departure): Promise<() => void> {
    const refusal = departure.reason === null ? this.refusal : LEFT;
    if (refusal !== null) return Promise.reject(new GateRefusedError(refusal));
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#waiting.delete(waiting);
        stay();
      };
      const waiting: Waiting = {
        enter: (release) => {
          settle();
          resolve(release);
        },
        refuse: (reason) => {
          settle();
          reject(new GateRefusedError(reason));
        },
      };
      const stay = departure.onLeave(() => {
        waiting.refuse(LEFT);
        this.#letThrough();
      });
      this.#waiting.add(waiting);
      this.#letThrough();
    });
  }

  /** The host asked to be left alone: nobody passes until then, and those in line are told so at once. */
  pause(durationMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#timer.now() + durationMs);
    for (const waiting of this.#waiting) waiting.refuse({ kind: "paused", retryAfterMs: this.pausedForMs });
  }

  #letThrough(): void {
    this.#fill();
    for (const waiting of this.#waiting) {
      if (!this.#isOpen()) break;
      this.#tokens -= 1;
      this.#active += 1;
      waiting.enter(this.#releaseOnce());
    }
    this.#wakeWhenDue();
  }

  #isOpen(): boolean {
    return this.#active < this.#limits.concurrency && this.#tokens >= 1;
  }

  #releaseOnce(): () => void {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.#active -= 1;
      this.#letThrough();
    };
  }

  #fill(): void {
    const now = this.#timer.now();
    const gained = (Math.max(0, now - this.#filledAt) / 1_000) * this.#limits.requestsPerSecond;
    this.#tokens = Math.min(this.#limits.burst, this.#tokens + gained);
    this.#filledAt = now;
  }

  /** One timer for the head of the line; a release needs none. */
  #wakeWhenDue(): void {
    this.#cancelWake?.();
    this.#cancelWake = null;
    if (this.#waiting.size === 0 || this.#active >= this.#limits.concurrency) return;
    const delayMs = Math.ceil(((1 - this.#tokens) / this.#limits.requestsPerSecond) * 1_000);
    this.#cancelWake = this.#timer.after(Math.max(1, delayMs), () => this.#letThrough());
  }
}
