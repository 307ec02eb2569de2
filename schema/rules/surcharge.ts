import { addMonths } from "./calendar-days.ts";
import { type DueDate, rollDueDate } from "./due-date.ts";
import { STATE_COUNCIL_CALENDAR, type WorkCalendar } from "./work-calendar.ts";

/**
 * What a late annual fee costs on top, in percent of the **full** fee, by begun month after the due date. Six months in
 * all; the first is free. (Guidelines part V ch. 9 §4.2.1.3; a note elsewhere that says 30 % in month six is wrong.)
 */
const PERCENT_BY_MONTH = [0, 5, 10, 15, 20, 25] as const;

export const RESTORATION_SURCHARGE_PERCENT = 25;

/** One month of grace. Its end rolls for rest days as every due date does. */
export interface SurchargeBracket {
  readonly percent: number;
  readonly end: DueDate;
}

/** The months after a due date in which a late fee is taken, counted from the day before any roll. */
export function surchargeBrackets(
  rawDueDate: string,
  calendar: WorkCalendar = STATE_COUNCIL_CALENDAR,
): readonly SurchargeBracket[] {
  return PERCENT_BY_MONTH.map((percent, index) => ({
    percent,
    end: rollDueDate(addMonths(rawDueDate, index + 1), calendar),
  }));
}

/** The last day of grace. */
export function graceEnd(rawDueDate: string, calendar: WorkCalendar = STATE_COUNCIL_CALENDAR): DueDate {
  return rollDueDate(addMonths(rawDueDate, PERCENT_BY_MONTH.length), calendar);
}

/**
 * The surcharge of a payment on a day, in percent of the full fee: 0 until the first month after the due date is over,
 * null once grace is. A second payment after a short one is charged by its own day.
 */
export function surchargePercentOn(
  rawDueDate: string,
  day: string,
  calendar: WorkCalendar = STATE_COUNCIL_CALENDAR,
): number | null {
  if (day <= rollDueDate(rawDueDate, calendar).dueDate) return 0;
  return surchargeBrackets(rawDueDate, calendar).find(({ end }) => day <= end.dueDate)?.percent ?? null;
}
