import { parseChineseDate } from "#schema/codes/dates.ts";
import { legalEventOfCode, legalEventOfName } from "#schema/codes/legal-events.ts";
import type { PatentType } from "#schema/ids/application-number.ts";
import { addDays } from "#schema/rules/calendar-days.ts";
import { termEndDate } from "#schema/rules/term.ts";
import type { LegalEvent, LegalEventItem } from "./patent-record.ts";

/** What a term is counted from. */
export interface TermSubject {
  readonly type: PatentType;
  readonly filingDate: string | null;
  readonly legalEvents: readonly LegalEvent[];
}

/** The day on which a right of this kind ends: by law, or what a gazetted term compensation says. Null without a filing day. */
export function termEndOf({ type, filingDate, legalEvents }: TermSubject): string | null {
  return filingDate === null ? null : (extendedTerm(legalEvents) ?? termEndDate(type, filingDate));
}

const NEW_TERM = /(?:补偿后|变更后|现|新).*期(?:满终止|限届满)日/;

function extendedTerm(events: readonly LegalEvent[]): string | null {
  const days = events
    .filter((event) => (legalEventOfCode(event.code ?? "") ?? legalEventOfName(event.name)) === "TERM")
    .flatMap((event) => event.items)
    .filter((item) => NEW_TERM.test(item.label))
    .map(endPrinted);
  return (
    days
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null
  );
}

/** Entries before the Guidelines of 2026 print the last day of the term (期限届满日): it ends on the day after (part V ch. 9 §4.1). */
function endPrinted({ label, value }: LegalEventItem): string | null {
  const day = parseChineseDate(value);
  return day !== null && label.includes("届满日") ? addDays(day, 1) : day;
}
