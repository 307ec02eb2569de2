/** Where a question to a search thread ends whatever it is: hundreds of frequent terms are no search any more. */
const MOST_MS = 5_000;
/** Documents of all texts together whose weights are kept for the score; of further texts they are read again. */
const MOST_KEPT = 8_000_000;

/** A question took longer than any caller waits. */
export class SearchTooLong extends Error {
  override readonly name = "SearchTooLong" as const;
}

/** What one question may take of a thread's time and memory. */
export class QueryBudget {
  readonly #now: () => number;
  readonly #until: number;
  #kept = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#until = now() + MOST_MS;
  }

  /** To be asked between two steps. */
  check(): void {
    if (this.#now() > this.#until) throw new SearchTooLong(`a search took more than ${MOST_MS} ms`);
  }

  /** Whether so many more may be kept. */
  keeps(documents: number): boolean {
    if (this.#kept + documents > MOST_KEPT) return false;
    this.#kept += documents;
    return true;
  }
}
