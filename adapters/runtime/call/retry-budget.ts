/** Old traffic counts less and less: the counts are halved at this size. */
const WINDOW = 1_000;
const SHARE = 0.1;

/** Keeps retries at a tenth of the traffic, so that a portal in trouble is not asked twice as often. */
export class RetryBudget {
  #demands = 0;
  #retries = 0;

  /** Counts one question. */
  demand(): void {
    this.#demands += 1;
    if (this.#demands < WINDOW) return;
    this.#demands /= 2;
    this.#retries /= 2;
  }

  /** Takes one retry; false when the budget is used up. A quiet source has one at hand. */
  take(): boolean {
    if (this.#retries + 1 > Math.max(1, this.#demands * SHARE)) return false;
    this.#retries += 1;
    return true;
  }
}
