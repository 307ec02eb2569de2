import type { LegalEventKind } from "#schema/codes/legal-events.ts";
import { addMonths } from "./calendar-days.ts";

/**
 * What can be said of a payment. None of it is "paid": payments stand in no public data, so a state is computed from the
 * day asked about and from what was gazetted since.
 */
export type PaymentState = "NOT_YET_DUE" | "IN_GRACE" | "PAYMENT_UNKNOWN" | "INFERRED_PAID" | "LAPSED_UNPAID";

/** A gazetted event that shows the right alive on a day. */
export interface SignOfLife {
  readonly kind: LegalEventKind;
  /** The day from which the event counts. */
  readonly date: string;
}

/**
 * Events that are only registered while a right is in force. Cancelled licences and invalidations are not among them:
 * they may follow the end of a right.
 */
const SIGNS_OF_LIFE: ReadonlySet<LegalEventKind> = new Set([
  "TRANSFER_PATENT",
  "LICENCE",
  "LICENCE_CHANGED",
  "PLEDGE",
  "PLEDGE_CHANGED",
  "OPEN_LICENCE",
  "PRESERVATION",
  "RESTORED",
  "LAPSED_FEE",
  "EXPIRED",
  "ABANDONED",
  "ABANDONED_DOUBLE",
]);
/** The office closes a right for an unpaid fee no sooner than one month after grace (Guidelines part V ch. 7 §5.2). */
const MONTHS_UNTIL_CLOSED = 7;

function isSignOfLife(kind: LegalEventKind): boolean {
  return SIGNS_OF_LIFE.has(kind);
}

/**
 * The event from which it follows that a fee was paid; null where none does. An open licence is not announced with a fee
 * unpaid (Implementing Rules art. 86); a lapse names the first fee that was not paid; any other event must come after
 * the unpaid fee would have closed the right.
 */
export function paymentShownBy(rawDueDate: string, signs: readonly SignOfLife[], asOf: string): SignOfLife | null {
  const closedFrom = addMonths(rawDueDate, MONTHS_UNTIL_CLOSED);
  const shows = ({ kind, date }: SignOfLife) => {
    if (!isSignOfLife(kind) || date > asOf) return false;
    if (kind === "OPEN_LICENCE") return date >= rawDueDate;
    return kind === "LAPSED_FEE" ? date > rawDueDate : date > closedFrom;
  };
  return signs.find(shows) ?? null;
}
