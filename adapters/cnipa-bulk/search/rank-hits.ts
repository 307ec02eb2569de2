import { NO_DAY } from "./calendar-day.ts";
import type { ColumnArrays } from "./columns.ts";
import type { SearchRequest } from "./search-request.ts";

/** What a hit is ranked by: higher values first; of equal ones the higher number first. */
export interface RankKeys {
  value(id: number): number;
  number(id: number): number;
}

export interface RankPlace {
  readonly value: number;
  readonly number: number;
}

export interface Ranked extends RankPlace {
  readonly id: number;
}

type Order = SearchRequest["order"];
const DAY_COLUMNS = {
  FILING_DATE: "filingDay",
  PUBLICATION_DATE: "publicationDay",
  GRANT_DATE: "grantDay",
} as const;

/** By score, or by day with those that have none at the end; where nothing was scored, relevance is the filing day. */
export function rankKeys({ field, direction }: Order, arrays: ColumnArrays, scores: Float64Array | null): RankKeys {
  const sign = direction === "DESC" ? 1 : -1;
  const number = (id: number) => sign * (arrays.number[id] ?? 0);
  if (field === "RELEVANCE" && scores !== null) return { value: (id) => sign * (scores[id] ?? 0), number };
  const days = arrays[DAY_COLUMNS[field === "RELEVANCE" ? "FILING_DATE" : field]];
  return {
    value: (id) => {
      const day = days[id] ?? NO_DAY;
      return day === NO_DAY ? Number.NEGATIVE_INFINITY : sign * day;
    },
    number,
  };
}

/** The first `most` of the ids behind a place, best first. */
export function rank(ids: Int32Array, keys: RankKeys, most: number, after: RankPlace | null): readonly Ranked[] {
  const heap = new RankHeap(most);
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at] ?? 0;
    const value = keys.value(id);
    if (!heap.takes(value)) continue;
    const candidate = { id, value, number: keys.number(id) };
    if (after === null || isBefore(after, candidate)) heap.add(candidate);
  }
  return heap.sorted();
}

function isBefore(a: RankPlace, b: RankPlace): boolean {
  return a.value > b.value || (a.value === b.value && a.number > b.number);
}

/** The best so far, the worst of them at the root. */
class RankHeap {
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
