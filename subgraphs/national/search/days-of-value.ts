import { parseChineseDate, parseChineseYear } from "#schema/codes/dates.ts";
import { toHalfWidth } from "#schema/ids/text.ts";
import { QueryProblem, shown } from "./query-problem.ts";
import type { Comparison, RangeNode } from "./query-syntax.ts";
import type { TermToken } from "./tokenize-query.ts";

/** Calendar days from … to …, both inclusive; an open end is null. */
export interface Days {
  readonly from: string | null;
  readonly to: string | null;
}

interface Period {
  readonly from: string;
  readonly to: string;
}

const MONTH = /^((?:18|19|20)\d{2})(?:[-/.年])?(0[1-9]|1[0-2]|[1-9](?=月|$))月?$/;
const RANGE_SIGN = /\.\.+|[~至到]|(?<=^\d{4})-(?=\d{4}$)|(?<=^\d{8})-(?=\d{8}$)/;
const DAY_MS = 86_400_000;

/** The days that a value with its comparison means: `>2020` begins with 2021-01-01. */
export function daysOfTerm(term: TermToken, comparison: Comparison): Days {
  const [from = "", to, ...more] = toHalfWidth(term.text).split(RANGE_SIGN);
  if (to !== undefined && more.length === 0 && (comparison === "=" || comparison === "!=")) {
    return ordered({ from: periodIn(from, term).from, to: periodIn(to, term).to }, term.start);
  }
  const period = periodIn(term.text, term);
  switch (comparison) {
    case ">":
      return { from: shifted(period.to, 1), to: null };
    case ">=":
      return { from: period.from, to: null };
    case "<":
      return { from: null, to: shifted(period.from, -1) };
    case "<=":
      return { from: null, to: period.to };
    default:
      return period;
  }
}

export function daysOfRange({ from, to, start }: RangeNode): Days {
  return ordered({ from: from && periodIn(from.text, from).from, to: to && periodIn(to.text, to).to }, start);
}

function ordered(days: Days, start: number): Days {
  if (days.from === null || days.to === null || days.from <= days.to) return days;
  throw new QueryProblem("BAD_RANGE", start, {
    zh: `日期区间颠倒：${days.from} 晚于 ${days.to}`,
    en: `The range runs backwards: ${days.from} is later than ${days.to}`,
  });
}

function periodIn(text: string, term: TermToken): Period {
  const period = periodOf(toHalfWidth(text).trim());
  if (period !== null) return period;
  throw new QueryProblem(
    "BAD_DATE",
    term.start,
    {
      zh: `“${shown(text)}”不是日期，应形如 2020、2020-05 或 2020-05-17`,
      en: `“${shown(text)}” is no date; it should look like 2020, 2020-05 or 2020-05-17`,
    },
    { expected: "2020, 2020-05, 2020-05-17" },
  );
}

/** A year, a month or a day in the usual spellings. */
function periodOf(text: string): Period | null {
  const year = parseChineseYear(text);
  if (year !== null) return { from: `${year}-01-01`, to: `${year}-12-31` };
  const [, monthYear, month] = MONTH.exec(text) ?? [];
  if (monthYear !== undefined && month !== undefined) return monthOf(Number(monthYear), Number(month));
  const day = parseChineseDate(text);
  return day === null ? null : { from: day, to: day };
}

function monthOf(year: number, month: number): Period {
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  return { from: `${last.slice(0, 7)}-01`, to: last };
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
