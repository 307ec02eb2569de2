import type { PatentType } from "#schema/ids/application-number.ts";
import { anniversary, fullYearsBetween } from "./calendar-days.ts";

/** First patent year of a bracket and its fee in yuan; all are whole hundreds, so that percentages of them are exact. */
type Brackets = readonly (readonly [fromYear: number, yuan: number])[];

const INVENTION: Brackets = [
  [1, 900],
  [4, 1_200],
  [7, 2_000],
  [10, 4_000],
  [13, 6_000],
  [16, 8_000],
];
const SMALL: Brackets = [
  [1, 600],
  [4, 900],
  [6, 1_200],
  [9, 2_000],
];
/** Designs have years 11 to 15 since 2021-06-01; their amount comes from one source. */
const DESIGN: Brackets = [...SMALL, [11, 3_000]];

const BRACKETS: Readonly<Record<PatentType, Brackets>> = { INVENTION, UTILITY_MODEL: SMALL, DESIGN };
const LAST_YEAR: Readonly<Record<PatentType, number>> = { INVENTION: 20, UTILITY_MODEL: 10, DESIGN: 15 };
/** Of each full year by which a term was compensated; a part of a year costs nothing. From one source. */
const COMPENSATED_YEAR_YUAN = 8_000;

/** The full annual fee of a patent year in yuan; null for years that no term reaches. */
export function fullAnnualFee(type: PatentType, patentYear: number): number | null {
  if (!Number.isInteger(patentYear) || patentYear < 1) return null;
  if (patentYear > LAST_YEAR[type]) return type === "INVENTION" ? COMPENSATED_YEAR_YUAN : null;
  return BRACKETS[type].findLast(([fromYear]) => fromYear <= patentYear)?.[1] ?? null;
}

/** The patent year that a day lies in; the first begins on the filing day, whatever the priority or grant. */
export function patentYearOn(filingDate: string, day: string): number {
  return fullYearsBetween(filingDate, day) + 1;
}

/**
 * The day by which the fee of a patent year is due, before rest days: the anniversary on which that year begins
 * (Implementing Rules 2023 art. 115; Guidelines part V ch. 9 §4.2.1). The year of the grant is paid with registration instead.
 */
export function rawAnnualDueDate(filingDate: string, patentYear: number): string {
  return anniversary(filingDate, patentYear - 1);
}

/** The patent years for which a fee falls due: from the year of the grant to the last full one of the term. */
export function feeYears(filingDate: string, grantDate: string, termEnd: string): readonly number[] {
  const first = patentYearOn(filingDate, grantDate);
  const last = fullYearsBetween(filingDate, termEnd);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
