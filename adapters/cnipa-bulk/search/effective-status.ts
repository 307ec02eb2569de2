import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { NO_DAY } from "./calendar-day.ts";
import type { ColumnArrays } from "./columns.ts";

const IN_FORCE = LEGAL_STATUS_CODES.indexOf("IN_FORCE");
const EXPIRED = LEGAL_STATUS_CODES.indexOf("EXPIRED");

/** Index in LEGAL_STATUS_CODES on a day: what the gazette tells, and terms that ran out without any gazette. */
export function statusAt({ status, termEndDay }: ColumnArrays, id: number, today: number): number {
  const code = status[id] ?? 0;
  if (code !== IN_FORCE) return code;
  const end = termEndDay[id] ?? NO_DAY;
  return end !== NO_DAY && end <= today ? EXPIRED : IN_FORCE;
}
