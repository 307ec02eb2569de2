/** The upstream calls that one operation may still cause, over all nodes and sources that it touches. Decided before its first. */
export class UpstreamBudget {
  #purse: { left: number };
  readonly #mostLent: number;

  constructor(calls: number, mostLent = Number.POSITIVE_INFINITY) {
    this.#purse = { left: calls };
    this.#mostLent = mostLent;
  }

  get left(): number {
    return this.#purse.left;
  }

  /** The same budget for a question of which many are asked at once: each is lent this much at most. */
  lendingAtMost(calls: number): UpstreamBudget {
    const narrowed = new UpstreamBudget(0, calls);
    narrowed.#purse = this.#purse;
    return narrowed;
  }

  /** Takes one call; false when none is left. */
  take(): boolean {
    if (this.#purse.left < 1) return false;
    this.#purse.left -= 1;
    return true;
  }

  /** Calls that were taken and not made. */
  giveBack(calls: number): void {
    this.#purse.left += calls;
  }

  /** Takes the half of what is left, for one who counts elsewhere: others may have to be asked meanwhile. */
  lend(): number {
    const lent = Math.min(this.#mostLent, Math.ceil(this.#purse.left / 2));
    this.#purse.left -= lent;
    return lent;
  }
}
