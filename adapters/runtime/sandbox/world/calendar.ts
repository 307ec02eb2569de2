/** The day on which the invented world stands still. Nothing in it is younger. */
export const WORLD_TODAY = "2026-11-22";

const DAY_MS = 86_400_000;

/** Days since 1970-01-01. Calendar days only: no time zone is involved. */
export function toDay(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** YYYY-MM-DD. */
export function fromDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The same numbered day `months` later, or the month's last day where there is none. */
export function addMonths(day: number, months: number): number {
  const date = new Date(day * DAY_MS);
  const monthIndex = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const lastOfMonth = Date.UTC(Math.floor(monthIndex / 12), (monthIndex % 12) + 1, 0);
  const wanted = Date.UTC(Math.floor(monthIndex / 12), monthIndex % 12, date.getUTCDate());
  return Math.min(wanted, lastOfMonth) / DAY_MS;
}

export function addYears(day: number, years: number): number {
  return addMonths(day, years * 12);
}

/** The next gazette day: the patent gazette appears on Tuesdays and Fridays. */
export function gazetteDay(day: number): number {
  for (let candidate = day; ; candidate++) {
    const weekday = new Date(candidate * DAY_MS).getUTCDay();
    if (weekday === 2 || weekday === 5) return candidate;
  }
}

/** The latest gazette of the world. */
export const LATEST_GAZETTE_DAY = gazetteDay(toDay(WORLD_TODAY) - 3);

/** 20230214, as the gazette's items print a day. */
export function compactDate(date: string): string {
  return date.replaceAll("-", "");
}
