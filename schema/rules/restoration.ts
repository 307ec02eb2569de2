import { addMonths } from "./calendar-days.ts";
import { type DueDate, rollDueDate } from "./due-date.ts";
import { OTHER_FEES } from "./other-fees.ts";
import { RESTORATION_SURCHARGE_PERCENT } from "./surcharge.ts";
import { STATE_COUNCIL_CALENDAR, type WorkCalendar } from "./work-calendar.ts";

/** The office decides on a loss no sooner than one month after the time is over (Guidelines part V ch. 7 §5.2). */
const MONTHS_TO_NOTICE = 1;
/** From receipt of the notice of loss (Implementing Rules art. 6; Guidelines part V ch. 7 §6.2). */
const MONTHS_TO_REQUEST = 2;

/** How a right that was lost for an unpaid annual fee comes back, and what that costs. */
export interface Restoration {
  /**
   * The soonest day on which the time for the request can end. The notice that starts it is not public and may come
   * later, never sooner.
   */
  readonly earliestEnd: DueDate;
  readonly surcharge: number;
  readonly restorationFee: number;
  /** Annual fee, surcharge and restoration fee, in yuan. */
  readonly total: number;
}

/** Besides the fee, 25 % of the full one whatever the day (Guidelines part V ch. 9 §4.2.1.3), and the restoration fee. */
export function restorationOf(
  annuity: { readonly rawDueDate: string; readonly fullFee: number; readonly fee: number },
  calendar: WorkCalendar = STATE_COUNCIL_CALENDAR,
): Restoration {
  const surcharge = (annuity.fullFee * RESTORATION_SURCHARGE_PERCENT) / 100;
  const restorationFee = OTHER_FEES.RESTORATION.yuan;
  return {
    earliestEnd: rollDueDate(addMonths(annuity.rawDueDate, 6 + MONTHS_TO_NOTICE + MONTHS_TO_REQUEST), calendar),
    surcharge,
    restorationFee,
    total: annuity.fee + surcharge + restorationFee,
  };
}
