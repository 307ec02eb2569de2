import { emptyToNull, toHalfWidth } from "#schema/ids/text.ts";

/** The zone's own rules, not +08:00: from 1986 to 1991 China had summer time, and midnights then lie an hour off. */
const CHINA_DAY = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  calendar: "gregory",
});
const FIRST_YEAR = 1800;

const YEAR_FIRST =
  /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})(?:日|号)?(?:[T ]*(?:(?:星期|周).)? ?(?:[上下]午|[AP]M)? ?\d{1,2}(?::\d{1,2}|点|时)[^年]*)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:\d{4,6})?$/;
const EIGHT_DIGITS = /^\d{8}$/;
const DOT_NET = /^\/?Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/?$/;
const ZULU = /T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * A day as Chinese sources print it → `YYYY-MM-DD` in Asia/Shanghai: `2015/3/4 0:00:00`, `2019年04月12日`, `20251118`,
 * `2025.11.18`, ISO with or without an offset, .NET `/Date(…)/`. The printed day is never shifted: a time without a
 * zone is China's, and only instants in another zone are converted. `null` for placeholders, impossible days, ranges.
 */
export function parseChineseDate(text: string | null | undefined): string | null {
  if (text?.length === 8 && EIGHT_DIGITS.test(text)) return compactDay(text);
  const raw = emptyToNull(text);
  if (raw === null || raw.length > 60) return null;
  const plain = toHalfWidth(raw)
    .trim()
    .replace(/^\\/, "")
    .replace(/\\(?=\/$)/, "");
  const epoch = DOT_NET.exec(plain)?.[1];
  if (epoch !== undefined) return chinaDateOf(Number(epoch));
  if (isForeignInstant(plain)) return chinaDateOf(Date.parse(plain));
  const compact = plain.replace(/(?<=[年月]) +| +(?=[年月日])/g, "");
  const [, year, month, day] = YEAR_FIRST.exec(compact) ?? COMPACT.exec(compact) ?? [];
  return year === undefined ? null : calendarDay(Number(year), Number(month), Number(day));
}

function compactDay(digits: string): string | null {
  return calendarDay(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)));
}

/** A printed year, as years-only filters and old lists have it (`2020`, `2020年`), or `null`. */
export function parseChineseYear(text: string): number | null {
  const year = Number(/^((?:18|19|20)\d{2})年?$/.exec(toHalfWidth(text.slice(0, 20)).trim())?.[1]);
  return Number.isNaN(year) ? null : year;
}

/** `2026年01月06日至2026年02月03日` → both days, or `null`. */
export function parseChineseDateRange(text: string): { readonly from: string; readonly to: string } | null {
  const parts = toHalfWidth(text.slice(0, 80)).split(/至|到|~|(?<=\d{8})-(?=\d{8})/);
  const [from, to] = parts.map(parseChineseDate);
  return parts.length === 2 && from != null && to != null ? { from, to } : null;
}

/** The calendar day in Asia/Shanghai of an instant in epoch milliseconds; `null` before 1800 (.NET's empty date is year 1). */
export function chinaDateOf(epochMs: number): string | null {
  const instant = new Date(epochMs);
  const year = instant.getUTCFullYear();
  return year > FIRST_YEAR && year < 9999 ? CHINA_DAY.format(instant) : null;
}

/** An offset other than China's: the day printed is not China's day. */
function isForeignInstant(text: string): boolean {
  return ZULU.test(text) && !/\+08:?00$/.test(text) && !Number.isNaN(Date.parse(text));
}

function calendarDay(year: number, month: number, day: number): string | null {
  if (year < FIRST_YEAR || year > 9999 || day < 1 || day > daysOf(year, month)) return null;
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** 0 where there is no such month. */
function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
