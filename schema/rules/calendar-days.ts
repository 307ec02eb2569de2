/** Arithmetic on calendar days, `YYYY-MM-DD`. No time zone is involved. */

const DAY_MS = 86_400_000;
const REAL_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a day that the calendar has. */
export function isDay(text: string): boolean {
  return REAL_DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && fromIndex(toIndex(text)) === text;
}

export function addDays(day: string, days: number): string {
  return fromIndex(toIndex(day) + days);
}

/** The same numbered day `months` later, or the last day of a month that has none (Implementing Rules art. 5). */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
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
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

function toIndex(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

function fromIndex(index: number): string {
  return new Date(index * DAY_MS).toISOString().slice(0, 10);
}
