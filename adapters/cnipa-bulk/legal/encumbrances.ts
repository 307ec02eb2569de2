import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { ENDED_STATUSES } from "#schema/codes/legal-status.ts";
import { normaliseText } from "#schema/ids/text.ts";
import { licenceOf, openLicenceOf, pledgeOf, preservationOf } from "./dealings.ts";
import { deriveLegalStatus, type StatusSubject } from "./derive-legal-status.ts";
import { type StatusReason, statusReason } from "./status-reason.ts";

type EncumbranceKind = "PLEDGED" | "LICENSED" | "OPEN_LICENSED" | "PRESERVED";

/** A pledge, licence, open licence or preservation that stands in the gazette and whose end does not. */
export interface Encumbrance {
  readonly kind: EncumbranceKind;
  readonly sinceDate: string;
  /** The last day of a licence, where its entry prints one. */
  readonly termEndDate: string | null;
  readonly event: LegalEvent;
  readonly reason: StatusReason | null;
}

interface Step {
  readonly kind: EncumbranceKind;
  readonly does: "BEGIN" | "CHANGE" | "END";
  readonly date: string;
  readonly number: string | null;
  readonly termEndDate: string | null;
  readonly event: LegalEvent;
}

interface Standing extends Encumbrance {
  readonly number: string | null;
}

/**
 * What burdens the right on `asOf`. A beginning and its end are joined by their number; an end without one ends the
 * only one of its kind, or where several stand the oldest, and then the others say so. With the right, or the
 * application, all of them end; a restoration brings them back. That none is listed is no evidence: licences need not
 * be recorded.
 */
export function encumbrancesOf(subject: StatusSubject, asOf: string): readonly Encumbrance[] {
  if (ENDED_STATUSES.has(deriveLegalStatus(subject, asOf).code)) return [];
  const steps = subject.legalEvents.flatMap(toStep).filter(({ date }) => date <= asOf);
  const standing = steps
    .sort((a, b) => a.date.localeCompare(b.date) || a.event.date.localeCompare(b.event.date))
    .reduce<readonly Standing[]>(take, []);
  return standing
    .filter(({ termEndDate }) => termEndDate === null || termEndDate >= asOf)
    .map(({ number: _number, ...encumbrance }) => encumbrance);
}

function take(standing: readonly Standing[], step: Step): readonly Standing[] {
  if (step.does === "END") return end(standing, step);
  const same = standing.find((one) => one.kind === step.kind && one.number !== null && one.number === step.number);
  if (same !== undefined) {
    const renewed = { ...same, termEndDate: step.termEndDate ?? same.termEndDate };
    return standing.map((one) => (one === same ? renewed : one));
  }
  // A change without a number belongs to what stands; one whose beginning is not held shows that there was one.
  if (step.does === "CHANGE" && step.number === null && standing.some(({ kind }) => kind === step.kind))
    return standing;
  const { kind, number, termEndDate, event, date } = step;
  const reason = step.does === "CHANGE" ? BEGINNING_UNKNOWN : null;
  return [...standing, { kind, number, termEndDate, event, sinceDate: date, reason }];
}

function end(standing: readonly Standing[], { kind, number }: Step): readonly Standing[] {
  const alike = standing.filter((one) => one.kind === kind);
  const byNumber = number === null ? undefined : alike.find((one) => one.number === number);
  if (byNumber !== undefined) return standing.filter((one) => one !== byNumber);
  // Its beginning is not held, and another one's number is none of its business.
  const open = alike.filter((one) => number === null || one.number === null);
  const [oldest] = open;
  if (oldest === undefined) return standing;
  const left = standing.filter((one) => one !== oldest);
  return open.length === 1 ? left : left.map((one) => (open.includes(one) ? { ...one, reason: END_UNMATCHED } : one));
}

function toStep(event: LegalEvent): readonly Step[] {
  const licence = licenceOf(event);
  if (licence !== null) return [step("LICENSED", licence, licence.recordNumber, licence.termEndDate, event)];
  const pledge = pledgeOf(event);
  if (pledge !== null) return [step("PLEDGED", pledge, pledge.registrationNumber, null, event)];
  const open = openLicenceOf(event);
  if (open !== null) return [step("OPEN_LICENSED", open, open.declarationNumber, open.termEndDate, event)];
  const preservation = preservationOf(event);
  return preservation === null ? [] : [step("PRESERVED", preservation, null, null, event)];
}

function step(
  kind: EncumbranceKind,
  dealing: { readonly kind: string; readonly effectiveDate: string },
  ...[number, termEndDate, event]: readonly [string | null, string | null, LegalEvent]
): Step {
  const ends = /CANCELLED|WITHDRAWN|RELEASED/.test(dealing.kind);
  const does = ends ? "END" : dealing.kind.endsWith("CHANGED") ? "CHANGE" : "BEGIN";
  const compared = number === null ? null : normaliseText(number).replace(/\s/g, "");
  return { kind, does, date: dealing.effectiveDate, number: compared, termEndDate, event };
}

const BEGINNING_UNKNOWN = statusReason(
  "BEGINNING_NOT_GAZETTED",
  "只见其变更公告，未见生效公告；起始日为变更日",
  "Only its change was gazetted, not its beginning; the day is that of the change",
);
const END_UNMATCHED = statusReason(
  "END_NOT_MATCHED",
  "有一项同类登记已注销，但公告未载编号，可能正是本项",
  "One of this kind was cancelled in an entry without a number: it may have been this one",
);
