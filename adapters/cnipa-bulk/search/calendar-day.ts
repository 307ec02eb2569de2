/** A calendar day in a column: days since 1970-01-01, before it negative. */
export const NO_DAY = -0x8000_0000;

const DAY_MS = 86_400_000;
const FIRST_YEAR = 1800;
const LAST_YEAR = 2199;
export const FIRST_DAY = Date.UTC(FIRST_YEAR, 0, 1) / DAY_MS;

/** `2023-02-14` → its number; NO_DAY for null and for what is no day of the years 1800 to 2199. */
export function dayOf(text: string | null): number {
  if (text === null) return NO_DAY;
  const day = Math.floor(Date.parse(text) / DAY_MS);
  return day >= FIRST_DAY && yearOf(day) !== 0 ? day : NO_DAY;
}

/** The same of a day that bounds a range: it may lie anywhere, for instance at the end of 9999. */
export function boundOf(text: string): number {
  return Math.floor(Date.parse(text) / DAY_MS);
}

/** The number of a day → `YYYY-MM-DD`; null for NO_DAY. */
export function textOfDay(day: number): string | null {
  return day === NO_DAY ? null : new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The calendar year of a day by table: a division of dates a million times over would be slow. 0 for NO_DAY. */
export function yearOf(day: number): number {
  return YEAR_OF_DAY[day - FIRST_DAY] ?? 0;
}

/** By day from FIRST_DAY on. */
export const YEAR_OF_DAY = yearTable();

function yearTable(): Uint16Array {
  const years = new Uint16Array(Date.UTC(LAST_YEAR + 1, 0, 1) / DAY_MS - FIRST_DAY);
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    years.fill(year, Date.UTC(year, 0, 1) / DAY_MS - FIRST_DAY, Date.UTC(year + 1, 0, 1) / DAY_MS - FIRST_DAY);
  }
  return years;
}
