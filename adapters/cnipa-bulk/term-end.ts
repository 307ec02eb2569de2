import { parseChineseDate } from "#schema/codes/dates.ts";
import { legalEventOfCode, legalEventOfName } from "#schema/codes/legal-events.ts";
import type { PatentType } from "#schema/ids/application-number.ts";
import type { LegalEvent } from "./patent-record.ts";

const TERM_YEARS: Readonly<Record<PatentType, number>> = { INVENTION: 20, UTILITY_MODEL: 10, DESIGN: 15 };
/** Designs filed before the amended law have the old term. */
const LONG_DESIGN_TERM_FROM = "2021-06-01";
const SHORT_DESIGN_TERM_YEARS = 10;

/** What a term is counted from. */
export interface TermSubject {
  readonly type: PatentType;
  readonly filingDate: string | null;
  readonly legalEvents: readonly LegalEvent[];
}

/**
 * The day on which a right of this kind ends: the anniversary of its filing, or what a gazetted term compensation says.
 * It does not roll for rest days. Null without a filing day.
 */
export function termEndOf(subject: TermSubject): string | null {
  const { type, filingDate, legalEvents } = subject;
  if (filingDate === null) return null;
  const isShort = type === "DESIGN" && filingDate < LONG_DESIGN_TERM_FROM;
  return extendedTerm(legalEvents) ?? anniversary(filingDate, isShort ? SHORT_DESIGN_TERM_YEARS : TERM_YEARS[type]);
}

/** The same numbered day; 28 February where the filing fell on the 29th. */
export function anniversary(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years;
  const isLeap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return `${year}${day.endsWith("-02-29") && !isLeap ? "-02-28" : day.slice(4)}`;
}

function extendedTerm(events: readonly LegalEvent[]): string | null {
  const days = events
    .filter((event) => (legalEventOfCode(event.code ?? "") ?? legalEventOfName(event.name)) === "TERM")
    .flatMap((event) => event.items)
    .filter((item) => /(?:补偿后|变更后|现|新).*期满终止日/.test(item.label))
    .map((item) => parseChineseDate(item.value));
  return (
    days
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null
  );
}
