import { addDays, addMonths } from "./calendar-days.ts";
import { STATE_COUNCIL_CALENDAR, type WorkCalendar } from "./work-calendar.ts";

/** Which rule made the due date out of the raw one. */
type DueDateRule =
  | "ON_WORKING_DAY"
  | "ROLLED_TO_WORKING_DAY"
  | "MAKE_UP_DAY_UNSETTLED"
  | "CALENDAR_UNKNOWN"
  | "NEVER_ROLLS";

/**
 * A due date before and after rest days. Whoever acts by `dueDate` is in time under every reading; `latestDueDate` is
 * later only where a reading is open.
 */
export interface DueDate {
  readonly rawDueDate: string;
  readonly dueDate: string;
  /** Null where it cannot be told. */
  readonly latestDueDate: string | null;
  readonly rule: DueDateRule;
}

/** A time limit by law or as an office notice sets it. */
export interface Period {
  readonly months?: number;
  readonly days?: number;
  /** False for limits that end on a rest day too: the term of a right, presumed receipt. */
  readonly rolls?: boolean;
}

/**
 * The last day of a period. The day it starts from is not counted; months and years end on the same numbered day or the
 * month's last one; then `rollDueDate`. (Implementing Rules art. 5; Guidelines part V ch. 7 §2.3.)
 */
export function dueDateOf(start: string, period: Period, calendar: WorkCalendar = STATE_COUNCIL_CALENDAR): DueDate {
  const raw = addDays(addMonths(start, period.months ?? 0), period.days ?? 0);
  if (period.rolls === false) {
    return { rawDueDate: raw, dueDate: raw, latestDueDate: raw, rule: "NEVER_ROLLS" };
  }
  return rollDueDate(raw, calendar);
}

/**
 * A period that ends on a holiday or weekly rest day ends on the first working day after it; where that first working
 * day is itself a Saturday or Sunday worked in exchange, on the Monday (Guidelines part V ch. 7 §2.3).
 *
 * Open: a raw end **on** a Saturday or Sunday worked in exchange. Read literally, that rule still counts it among the
 * weekly rest days, and the period rolls; as a working day it stays. `dueDate` is then the earlier day, `latestDueDate`
 * the later one. Where no notice covers the days, `dueDate` stays at the raw one: a roll only ever gives more time.
 */
export function rollDueDate(raw: string, calendar: WorkCalendar = STATE_COUNCIL_CALENDAR): DueDate {
  const kind = calendar.kindOf(raw);
  if (kind === "WORKING") return { rawDueDate: raw, dueDate: raw, latestDueDate: raw, rule: "ON_WORKING_DAY" };
  const next = kind === "UNKNOWN" ? null : nextWorkingDay(raw, calendar);
  if (next === null) return { rawDueDate: raw, dueDate: raw, latestDueDate: null, rule: "CALENDAR_UNKNOWN" };
  if (kind === "MAKE_UP_WORKING") {
    return { rawDueDate: raw, dueDate: raw, latestDueDate: next, rule: "MAKE_UP_DAY_UNSETTLED" };
  }
  return { rawDueDate: raw, dueDate: next, latestDueDate: next, rule: "ROLLED_TO_WORKING_DAY" };
}

/** The next working day that is no weekend day; null where the calendar ends before it. */
function nextWorkingDay(day: string, calendar: WorkCalendar): string | null {
  for (let candidate = addDays(day, 1); ; candidate = addDays(candidate, 1)) {
    const kind = calendar.kindOf(candidate);
    if (kind === "WORKING") return candidate;
    if (kind === "UNKNOWN") return null;
  }
}
