/** What was made last, and before that: a member that leaves again, or goes back to what it was, leads back to what there was before. */
export class LastTwo<From, Made> {
  readonly #isSame: (a: From, b: From) => boolean;
  /** The last one first. */
  #kept: readonly (readonly [From, Made])[] = [];

  constructor(isSame: (a: From, b: From) => boolean) {
    this.#isSame = isSame;
  }

  last(): Made | undefined {
    return this.#kept[0]?.[1];
  }

  find(from: From): Made | undefined {
    const found = this.#kept.find(([kept]) => this.#isSame(kept, from))?.[1];
    if (found !== undefined) this.keep(from, found);
    return found;
  }

  keep(from: From, made: Made): void {
    this.#kept = [[from, made] as const, ...this.#kept.filter(([, one]) => one !== made)].slice(0, 2);
  }
}
