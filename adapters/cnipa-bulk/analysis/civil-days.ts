/** Days of a year in which every month has 31: differences of such ordinals count anniversaries as whole years. */
export const CIVIL_YEAR = 12 * 31;

const FIRST_DAY = dayNumber(1980);
const LAST_DAY = dayNumber(2081);
let table: Int32Array | null = null;

/**
 * A day (days since 1970-01-01) as `year × 372 + month × 31 + day`. It orders as days do, and two days of one number and month
 * lie whole years apart, whatever leap years are between them.
 */
export function civilOrdinal(day: number): number {
  if (day < FIRST_DAY || day >= LAST_DAY) return computed(day);
  table ??= Int32Array.from({ length: LAST_DAY - FIRST_DAY }, (_, index) => computed(FIRST_DAY + index));
  return table[day - FIRST_DAY] ?? computed(day);
}

function computed(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * CIVIL_YEAR + date.getUTCMonth() * 31 + date.getUTCDate() - 1;
}

function dayNumber(year: number): number {
  return Date.UTC(year, 0, 1) / 86_400_000;
}
