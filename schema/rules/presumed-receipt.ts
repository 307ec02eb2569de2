import { addDays } from "./calendar-days.ts";

/** How a notice is sent: on paper, or through the office's electronic system. */
export type Delivery = "ELECTRONIC" | "PAPER";

const DAYS_OF_POST = 15;

/**
 * The day on which a notice counts as received: electronic ones on the day they enter the recipient's system, presumed
 * to be the day of dispatch; paper ones 15 days after dispatch, a step that does not roll for rest days.
 * (Implementing Rules 2023 art. 4, in force since 2024-01-20; Guidelines part V ch. 6 §2.3, ch. 7 §2.3.)
 */
export function presumedReceipt(dispatchedDate: string, delivery: Delivery): string {
  return delivery === "PAPER" ? addDays(dispatchedDate, DAYS_OF_POST) : dispatchedDate;
}
