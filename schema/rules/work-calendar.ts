import notices from "chinese-days/dist/chinese-days.json" with { type: "json" };
import { weekdayOf } from "./calendar-days.ts";

/**
 * What a day is for a deadline. MAKE_UP_WORKING: a Saturday or Sunday that a notice makes a working day in exchange for
 * a longer holiday. UNKNOWN: no notice covers it.
 */
type DayKind = "WORKING" | "REST" | "MAKE_UP_WORKING" | "UNKNOWN";

/** Rest days and working days as far as they are known. */
export interface WorkCalendar {
  /** First and last day that the calendar answers for. */
  readonly knownFrom: string;
  readonly knownThrough: string;
  kindOf(day: string): DayKind;
}

/** Days off and days worked in exchange, as a year's notice names them. */
export interface HolidayNotices {
  readonly holidays: Iterable<string>;
  readonly makeUpDays: Iterable<string>;
}

/** The next year's notice may still change the last three days of a year (it did in 2006, 2007, 2011, 2018 and 2022). */
const LAST_SURE_DAY = "-12-28";
const NATIONAL_DAY = "-10-01";

/** A calendar from notices. Years count as covered from the first to the last whose National Day stands in them. */
export function createWorkCalendar(given: HolidayNotices): WorkCalendar {
  const holidays = new Set(given.holidays);
  const makeUpDays = new Set(given.makeUpDays);
  const years = [...holidays].filter((day) => day.endsWith(NATIONAL_DAY)).sort();
  const knownFrom = `${years[0]?.slice(0, 4) ?? "9999"}-01-01`;
  const knownThrough = `${years.at(-1)?.slice(0, 4) ?? "0000"}${LAST_SURE_DAY}`;
  return {
    knownFrom,
    knownThrough,
    kindOf: (day) => {
      if (day < knownFrom || day > knownThrough) return "UNKNOWN";
      if (makeUpDays.has(day)) return "MAKE_UP_WORKING";
      const weekday = weekdayOf(day);
      return holidays.has(day) || weekday === 0 || weekday === 6 ? "REST" : "WORKING";
    },
  };
}

/**
 * The State Council's holiday notices of 2004 to 2026 (package chinese-days 1.5.7, whose tables name the notice of each
 * year on gov.cn; seen 2026-11). Later years are unknown until the package has their notice.
 */
export const STATE_COUNCIL_CALENDAR: WorkCalendar = createWorkCalendar({
  holidays: Object.keys(notices.holidays),
  makeUpDays: Object.keys(notices.workdays),
});
