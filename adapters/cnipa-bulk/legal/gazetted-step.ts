import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { type TermSubject, termEndOf } from "#adapters/cnipa-bulk/term-end.ts";
import { parseChineseDate } from "#schema/codes/dates.ts";
import type { LegalEventKind } from "#schema/codes/legal-events.ts";
import type { LegalStatusCode } from "#schema/codes/legal-status.ts";
import { anniversary } from "#schema/rules/calendar-days.ts";
import { kindOfEvent } from "./event-kind.ts";

/** One event, read for what it does to the right. */
export interface GazettedStep {
  readonly kind: LegalEventKind;
  /** Day of the gazette. */
  readonly date: string;
  /** Day from which it counts: for losses the day on which the right ended. */
  readonly effectiveDate: string | null;
  readonly raw: string;
  /** Order among events of one day. */
  readonly order: number;
  /** The status that a loss leads to. */
  readonly ends?: LegalStatusCode;
  /** The effective day stands in no gazette. */
  readonly isDayComputed?: boolean;
}

const ENDS: Readonly<Partial<Record<LegalEventKind, LegalStatusCode>>> = {
  REJECTED: "REJECTED",
  WITHDRAWN: "WITHDRAWN",
  DEEMED_WITHDRAWN: "DEEMED_WITHDRAWN",
  DEEMED_ABANDONED: "DEEMED_ABANDONED",
  ABANDONED: "ABANDONED",
  ABANDONED_DOUBLE: "ABANDONED_DOUBLE",
  LAPSED_FEE: "LAPSED_FEE",
  EXPIRED: "EXPIRED",
  TERMINATED: "TERMINATED_UNSPECIFIED",
  INVALIDATED_FULL: "INVALIDATED_FULL",
  REVOKED_FULL: "INVALIDATED_FULL",
};

/** Grace of six months and four more until the gazette: a lapse lies at least so long back. */
const MONTHS_TO_GAZETTE = 10;

export function toGazettedStep(event: LegalEvent, subject: TermSubject): GazettedStep {
  const kind = kindOfEvent(event);
  const common = { kind, date: event.date, raw: event.name, order: kind === "GRANTED" ? 1 : 3 };
  const ends = ENDS[kind];
  if (ends === undefined) return { ...common, effectiveDate: event.date };
  const printed = printedDay(event);
  if (printed !== null) return { ...common, ends, effectiveDate: printed };
  if (kind === "EXPIRED") return { ...common, ends, effectiveDate: termEndOf(subject), isDayComputed: true };
  if (kind !== "LAPSED_FEE") return { ...common, ends, effectiveDate: event.date };
  return { ...common, ends, effectiveDate: lapseDay(event.date, subject.filingDate), isDayComputed: true };
}

function printedDay({ items }: LegalEvent): string | null {
  const found = items.find((item) => /终止日|放弃生效日|失效日|无效宣告决定日|^生效日/.test(item.label));
  return found === undefined ? null : parseChineseDate(found.value);
}

/** The last fee's due day, a filing anniversary, that leaves time for grace and gazette; never the gazette day itself. */
function lapseDay(gazetted: string, filingDate: string | null): string | null {
  if (filingDate === null) return null;
  const latest = monthsBefore(gazetted, MONTHS_TO_GAZETTE);
  const years = Number(latest.slice(0, 4)) - Number(filingDate.slice(0, 4));
  const due = anniversary(filingDate, years);
  if (due <= latest) return years > 0 ? due : null;
  return years > 1 ? anniversary(filingDate, years - 1) : null;
}

function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, 28))).toISOString().slice(0, 10);
}
