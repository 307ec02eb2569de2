import { FIRST_DAY, YEAR_OF_DAY } from "#adapters/cnipa-bulk/search/calendar-day.ts";

/** Days of a year in which every month has 31: differences of such ordinals count anniversaries as whole years. */
export const CIVIL_YEAR = 12 * 31;

const DAY_MS = 86_400_000;
const ORDINAL_OF_DAY = ordinals();

/**
 * A day (days since 1970-01-01) as `year × 372 + month × 31 + day`. It orders as days do, and two days of one number and month
 * lie whole years apart, whatever leap years are between them.
 */
export function civilOrdinal(day: number): number {
  const index = day - FIRST_DAY;
  return index >= 0 && index < ORDINAL_OF_DAY.length ? (ORDINAL_OF_DAY[index] as number) : computed(day);
}

/** Of every day that columns may hold, from FIRST_DAY on. */
function ordinals(): Int32Array {
  const found = new Int32Array(YEAR_OF_DAY.length);
  const first = new Date(FIRST_DAY * DAY_MS).getUTCFullYear();
  let index = 0;
  for (let year = first; index < found.length; year++) {
    for (let month = 0; month < 12; month++) {
      const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
      for (let day = 0; day < days; day++) found[index++] = year * CIVIL_YEAR + month * 31 + day;
    }
  }
  return found;
}

function computed(day: number): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * CIVIL_YEAR + date.getUTCMonth() * 31 + date.getUTCDate() - 1;
}
