import { deriveLegalStatus } from "#adapters/cnipa-bulk/legal/derive-legal-status.ts";
import { putToUse } from "#adapters/cnipa-bulk/legal/put-to-use.ts";
import type { Applicant, LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { termEndOf } from "#adapters/cnipa-bulk/term-end.ts";
import { kindCodeOf } from "#schema/codes/kind-codes.ts";
import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { strategicIndustriesOf } from "#schema/codes/strategic-industries.ts";
import type { PatentType } from "#schema/ids/application-number.ts";
import { APPLICANT_TYPES, applicantTypeOf } from "./applicant-type.ts";
import { dayOf } from "./calendar-day.ts";
import type { SearchAttributes } from "./columns.ts";
import { toIpcSubclass } from "./ipc-subclass.ts";
import type { SearchDocument } from "./search-document.ts";

export const PATENT_TYPES = ["INVENTION", "UTILITY_MODEL", "DESIGN"] as const satisfies readonly PatentType[];

/** What attributes cannot be read off the record alone. */
export interface Measured {
  readonly textLength: number;
  readonly nameLength: number;
  /** Ids of the applicants that are organisations. */
  readonly applicants: readonly number[];
}

/** The columns' values for a record. */
export function toAttributes(document: SearchDocument, measured: Measured): SearchAttributes {
  const { bibliography, publications, legalEvents } = document;
  const [first] = bibliography.applicants;
  const days = publications.flatMap(({ date }) => date ?? []).sort();
  const granted = publications.filter(({ kind }) => kindCodeOf(kind)?.stage === "GRANT");
  const latest = [...days, ...legalEvents.map(({ date }) => date)].sort().at(-1);
  const subject = { ...bibliography, publications, legalEvents, knownThrough: null };
  const status = deriveLegalStatus(subject, latest ?? bibliography.filingDate ?? "0000-00-00");
  return {
    type: PATENT_TYPES.indexOf(bibliography.type),
    status: LEGAL_STATUS_CODES.indexOf(status.code),
    statusDay: dayOf(status.effectiveDate),
    filingDay: dayOf(bibliography.filingDate),
    publicationDay: dayOf(days[0] ?? null),
    grantDay: earliest(granted.map(({ date }) => date)),
    priorityDay: earliest(bibliography.priorities.map(({ date }) => date)),
    termEndDay: dayOf(termEndOf(subject)),
    region: Number(first?.regionCode ?? 0),
    applicantType: typeOf(first),
    agency: Number(bibliography.agency?.code ?? 0),
    industries: strategicIndustriesOf(bibliography.ipc).reduce((bits, code) => bits | (1 << (Number(code) - 1)), 0),
    ...daysOfUse(legalEvents),
    textLength: Math.min(measured.textLength, 65_535),
    nameLength: Math.min(measured.nameLength, 65_535),
    applicants: measured.applicants,
    ipc: [...new Set(bibliography.ipc.flatMap((symbol) => toIpcSubclass(symbol) ?? []))],
    events: legalEvents.map(({ date }) => dayOf(date)),
  };
}

function typeOf(first: Applicant | undefined): number {
  return APPLICANT_TYPES.indexOf(first === undefined ? "UNKNOWN" : applicantTypeOf(first));
}

function earliest(dates: readonly (string | null)[]): number {
  return dayOf(dates.flatMap((date) => date ?? []).sort()[0] ?? null);
}

function daysOfUse(events: readonly LegalEvent[]) {
  const use = putToUse(events);
  return {
    transferredDay: dayOf(use.transferred),
    licensedDay: dayOf(use.licensed),
    pledgedDay: dayOf(use.pledged),
    openLicensedDay: dayOf(use.openLicensed),
  };
}
