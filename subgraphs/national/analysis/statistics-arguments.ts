import type { StatisticsDimension, SurvivalQuestion } from "#adapters/cnipa-bulk/analysis/statistics-request.ts";
import { parseChineseDate } from "#schema/codes/dates.ts";
import { badInput, type OperationError } from "#subgraphs/runtime/operation-error.ts";

export interface GroupingArguments {
  readonly dimension: StatisticsDimension;
  readonly top?: number | null;
}

export interface SurvivalArguments {
  readonly years: readonly number[];
  readonly through?: unknown;
}

const DEFAULT_TOP = 100;
const MAX_TOP = 1_000;
const MAX_YEAR = 40;

export function topOf({ top }: GroupingArguments): number {
  return top ?? DEFAULT_TOP;
}

export function isGoodTop(args: GroupingArguments): boolean {
  return topOf(args) >= 1 && topOf(args) <= MAX_TOP;
}

export function isGoodSurvival({ years, through }: SurvivalArguments): boolean {
  return isGoodYears(years) && isGoodDay(through);
}

export function toQuestion({ years, through }: SurvivalArguments): SurvivalQuestion {
  return { years, through: typeof through === "string" ? through : null };
}

/** Of an argument that the store was not asked with. */
export function badTop(): OperationError {
  return badInput("top", `top 须为 1 至 ${MAX_TOP}`, `top must lie between 1 and ${MAX_TOP}`);
}

export function badSurvival({ years }: SurvivalArguments): OperationError {
  if (isGoodYears(years)) return badInput("through", "日期应形如 2020-05-17", "A date looks like 2020-05-17");
  return badInput(
    "years",
    `years 须为 0 至 ${MAX_YEAR} 的整年数，至多 ${MAX_YEAR + 1} 个`,
    `years must be whole years from 0 to ${MAX_YEAR}, at most ${MAX_YEAR + 1} of them`,
  );
}

function isGoodYears(years: readonly number[]): boolean {
  return years.length <= MAX_YEAR + 1 && years.every((year) => year >= 0 && year <= MAX_YEAR);
}

function isGoodDay(day: unknown): boolean {
  return day === undefined || day === null || (typeof day === "string" && parseChineseDate(day) === day);
}
