import { parseChineseDate } from "#schema/codes/dates.ts";
import { legalEventOfCode, legalEventOfName } from "#schema/codes/legal-events.ts";
import type { PatentType } from "#schema/ids/application-number.ts";
import { termEndDate } from "#schema/rules/term.ts";
import type { LegalEvent } from "./patent-record.ts";

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
