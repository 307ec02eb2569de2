/** Arithmetic on calendar days, `YYYY-MM-DD`, of four-digit years from 100 on. No time zone is involved. */

const REAL_DAY = /^(?:0[1-9]|[1-9]\d)\d{2}-\d{2}-\d{2}$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether a text is a day that the calendar has. */
export function isDay(text: string): boolean {
  return REAL_DAY.test(text) && addDays(text, 0) === text;
}

export function addDays(day: string, days: number): string {
  const [year, month, date] = partsOf(day);
  const moved = new Date(Date.UTC(year, month - 1, date + days));
  return format(moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate());
}

/** The same numbered day `months` later, or the last day of a month that has none (Implementing Rules art. 5). */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = partsOf(day);
  const moved = year * 12 + month - 1 + months;
  const newYear = Math.floor(moved / 12);
  const newMonth = (moved % 12) + 1;
  return format(newYear, newMonth, Math.min(date, lengthOf(newYear, newMonth)));
}

/** The same numbered day years later; 28 February where the day is the 29th and the year has none. */
export function anniversary(day: string, years: number): string {
  return addMonths(day, years * 12);
}

/** Anniversaries of `from` that have come by `day`; negative before it. */
export function fullYearsBetween(from: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(from.slice(0, 4));
  return anniversary(from, years) <= day ? years : years - 1;
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  const [year, month, date] = partsOf(day);
  return new Date(Date.UTC(year, month - 1, date)).getUTCDay();
}

function partsOf(day: string): readonly [year: number, month: number, date: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
}

function format(year: number, month: number, date: number): string {
  const digits = year * 10_000 + month * 100 + date + 100_000_000;
  const text = String(digits);
  return `${text.slice(1, 5)}-${text.slice(5, 7)}-${text.slice(7, 9)}`;
}

function lengthOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (MONTH_LENGTHS[month - 1] ?? 31);
}
