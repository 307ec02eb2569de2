import { isBefore, type Ranked, RankHeap, type RankPlace } from "#adapters/runtime/text-index/rank-heap.ts";
import { NO_DAY } from "./calendar-day.ts";
import type { ColumnArrays } from "./columns.ts";
import type { SearchRequest } from "./search-request.ts";

/** What a hit is ranked by: higher values first; of equal ones the higher number first. */
export interface RankKeys {
  value(id: number): number;
  number(id: number): number;
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
