import type { PatentType } from "#schema/ids/application-number.ts";
import { anniversary } from "./calendar-days.ts";

const TERM_YEARS: Readonly<Record<PatentType, number>> = { INVENTION: 20, UTILITY_MODEL: 10, DESIGN: 15 };
/** The amended law's day of entry into force; that designs filed before it keep the old term is not confirmed by a primary text here. */
const LONG_DESIGN_TERM_FROM = "2021-06-01";
const SHORT_DESIGN_TERM_YEARS = 10;

/** Years of protection from the filing day, never from a priority (Patent Law art. 42). */
function termYearsOf(type: PatentType, filingDate: string): number {
  return type === "DESIGN" && filingDate < LONG_DESIGN_TERM_FROM ? SHORT_DESIGN_TERM_YEARS : TERM_YEARS[type];
}

/**
 * The day on which a right ends (期满终止日): the anniversary of its filing. Its last day is the one before. It does not
 * roll for rest days (Guidelines part V ch. 9 §4.1: filed 1999-09-06, a utility model ends 2009-09-06).
 */
export function termEndDate(type: PatentType, filingDate: string): string {
  return anniversary(filingDate, termYearsOf(type, filingDate));
}
