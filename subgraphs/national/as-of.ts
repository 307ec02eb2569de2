import { chinaDateOf } from "#schema/codes/dates.ts";
import { isDay } from "#schema/rules/calendar-days.ts";
import { badInput } from "#subgraphs/runtime/operation-error.ts";

/** Days that Chinese sources are read with; four digits are a year. */
const FIRST_DAY = "1800-01-01";
const LAST_DAY = "9999-12-31";

/** The calendar day that an argument asks about; today in Asia/Shanghai where it is left out. */
export function readAsOf(asOf: string | null | undefined, now: number): string {
  if (asOf === null || asOf === undefined) return chinaDateOf(now) ?? "";
  if (isDay(asOf) && asOf >= FIRST_DAY) return asOf;
  throw badInput(
    "asOf",
    `须为 ${FIRST_DAY} 至 ${LAST_DAY} 之间的日历日期，如 2026-11-22`,
    `asOf must be a calendar day from ${FIRST_DAY} to ${LAST_DAY}, as 2026-11-22`,
  );
}
