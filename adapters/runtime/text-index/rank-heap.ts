/** Where a hit stands: higher values first; of equal ones the higher number first. */
export interface RankPlace {
  readonly value: number;
  readonly number: number;
}

export interface Ranked extends RankPlace {
  readonly id: number;
}

export function isBefore(a: RankPlace, b: RankPlace): boolean {
  return a.value > b.value || (a.value === b.value && a.number > b.number);
}

/** The best so far, the worst of them at the root. */
export class RankHeap {
  readonly #most: number;
  readonly #entries: Ranked[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  takes(value: number): boolean {
    const [worst] = this.#entries;
    return this.#entries.length < this.#most || (worst !== undefined && value >= worst.value);
  }

  add(candidate: Ranked): void {
    if (this.#entries.length < this.#most) {
      this.#entries.push(candidate);
      this.#rise(this.#entries.length - 1);
      return;
    }
    const [worst] = this.#entries;
    if (worst === undefined || !isBefore(candidate, worst)) return;
    this.#entries[0] = candidate;
    this.#sink(0);
  }

  sorted(): readonly Ranked[] {
    return this.#entries.toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      if (!this.#isWorse(at, above)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      let worst = at;
      if (this.#isWorse(2 * at + 1, worst)) worst = 2 * at + 1;
      if (this.#isWorse(2 * at + 2, worst)) worst = 2 * at + 2;
      if (worst === at) return;
      this.#swap(at, worst);
      at = worst;
    }
  }

  #isWorse(at: number, than: number): boolean {
    const [one, other] = [this.#entries[at], this.#entries[than]];
    return one !== undefined && other !== undefined && isBefore(other, one);
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#entries[a], this.#entries[b]];
    if (one === undefined || other === undefined) return;
    this.#entries[a] = other;
    this.#entries[b] = one;
  }
}
