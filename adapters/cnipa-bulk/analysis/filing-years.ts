import { yearOf } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import type { ColumnArrays } from "#adapters/cnipa-bulk/search/columns.ts";

/** Years as states: 0 is an unknown one, 1 is `first`, and so on; all states are below `width`. */
export interface FilingYears {
  readonly first: number;
  readonly width: number;
}

/** More are not told apart: the oldest count as unknown. */
const MOST_YEARS = 200;

/** The years in which patents were filed, from the first to the last. */
export function filingYears({ filingDay }: ColumnArrays, ids: Int32Array): FilingYears {
  let earliest = Number.MAX_SAFE_INTEGER;
  let last = 0;
  for (let index = 0; index < ids.length; index++) {
    const year = yearOf(filingDay[ids[index] as number] as number);
    if (year > last) last = year;
    if (year !== 0 && year < earliest) earliest = year;
  }
  return spanOf(last === 0 ? [] : [earliest, last]);
}

/** The states that those years take. */
export function spanOf(years: readonly number[]): FilingYears {
  if (years.length === 0) return { first: 0, width: 1 };
  const last = Math.max(...years);
  const first = Math.max(Math.min(...years), last - MOST_YEARS);
  return { first, width: last - first + 2 };
}
