import { chinaDateOf, parseChineseDate } from "#schema/codes/dates.ts";
import { badInput } from "#subgraphs/runtime/operation-error.ts";

/** The calendar day that an argument asks about; today in Asia/Shanghai where it is left out. */
export function readAsOf(asOf: string | null | undefined, now: number): string {
  if (asOf === null || asOf === undefined) return chinaDateOf(now) ?? "";
  if (/^\d{4}-\d{2}-\d{2}$/.test(asOf) && parseChineseDate(asOf) === asOf) return asOf;
  throw badInput("asOf", "须为日历日期，如 2026-11-22", "asOf must be a calendar day, as 2026-11-22");
}
