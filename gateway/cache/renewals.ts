import { setMaxListeners } from "node:events";
import type { Timer } from "#adapters/runtime/timer.ts";

/** The limits of what is asked anew behind an answer. */
export interface RenewalLimits {
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly deadline: number;
}

/** Longest that one may take. */
export const RENEWAL_MS = 10_000;
/** What is not renewed now is renewed when it is wanted again. */
const MAX_AT_ONCE = 64;

/** What is asked anew behind answers that were given past their time: nobody waits for it, so it is bounded here. */
export class Renewals {
  readonly #timer: Timer;
  readonly #open = new Set<AbortController>();
  #begun = 0;
  #isClosed = false;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  /** How many were begun. */
  get begun(): number {
    return this.#begun;
  }

  begin(run: (limits: RenewalLimits) => Promise<void>): void {
    if (this.#isClosed || this.#open.size >= MAX_AT_ONCE) return;
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const cancelTimer = this.#timer.after(RENEWAL_MS, () => controller.abort());
    const end = () => {
      cancelTimer();
      this.#open.delete(controller);
    };
    this.#open.add(controller);
    this.#begun += 1;
    run({ signal: controller.signal, deadline: this.#timer.now() + RENEWAL_MS }).then(end, end);
  }

  /** Ends all that are under way; none is begun any more. */
  close(): void {
    this.#isClosed = true;
    for (const controller of this.#open) controller.abort();
  }
}
