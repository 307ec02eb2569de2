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

/** By status twice: what it is while its term lasts, and when it has run out. */
const BY_TERM = Uint8Array.from(LEGAL_STATUS_CODES.flatMap((_, code) => [code, code === IN_FORCE ? EXPIRED : code]));

/** The same of many: without a fork in the loop, since a processor guesses wrong at every third patent. */
export function statusesAt(
  { status, termEndDay }: ColumnArrays,
  ids: Int32Array,
  { today, into }: { readonly today: number; readonly into: Uint8Array },
): void {
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as number;
    const end = termEndDay[id] as number;
    const isOver = Number(end <= today) & Number(end !== NO_DAY);
    into[index] = BY_TERM[((status[id] as number) << 1) | isOver] as number;
  }
}
