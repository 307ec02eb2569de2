/** The upstream calls that one operation may still cause, over all nodes and sources that it touches. Decided before its first. */
export class UpstreamBudget {
  #left: number;

  constructor(calls: number) {
    this.#left = calls;
  }

  get left(): number {
    return this.#left;
  }

  /** Takes one call; false when none is left. */
  take(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** Calls that were taken and not made. */
  giveBack(calls: number): void {
    this.#left += calls;
  }

  /** Takes the half of what is left, for one who counts elsewhere: others may have to be asked meanwhile. */
  lend(): number {
    const lent = Math.ceil(this.#left / 2);
    this.#left -= lent;
    return lent;
  }
}
