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
  if (last === 0) return NO_YEARS;
  const first = Math.max(earliest, last - MOST_YEARS);
  return { first, width: last - first + 2 };
}

/** All are unknown. */
export const NO_YEARS: FilingYears = { first: 0, width: 1 };
