import type { UpstreamFailure } from "#adapters/runtime/upstream-error.ts";

/**
 * Tells when nobody waits any more, and why. Does for a flight what an AbortSignal would, at a fraction
 * of its memory: thousands of flights may stand in line.
 */
export class Departure {
  #reason: UpstreamFailure | null = null;
  #listeners: readonly (() => void)[] = [];

  /** A timeout at the last waiter's deadline, or "aborted"; null while somebody waits. */
  get reason(): UpstreamFailure | null {
    return this.#reason;
  }

  /** Calls back at the departure, once; the function returned takes the call back. */
  onLeave(run: () => void): () => void {
    this.#listeners = [...this.#listeners, run];
    return () => this.offLeave(run);
  }

  /** Takes a call back; for those of whom there are thousands, cheaper than one function more for each. */
  offLeave(run: () => void): void {
    this.#listeners = this.#listeners.filter((listener) => listener !== run);
  }

  leave(reason: UpstreamFailure): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const run of listeners) run();
  }
}
