import { licenceOf, openLicenceOf } from "#adapters/cnipa-bulk/legal/dealings.ts";
import { deriveLegalStatus } from "#adapters/cnipa-bulk/legal/derive-legal-status.ts";
import { encumbrancesOf } from "#adapters/cnipa-bulk/legal/encumbrances.ts";
import { dayOf } from "#adapters/cnipa-bulk/legal/event-items.ts";
import { kindOfEvent } from "#adapters/cnipa-bulk/legal/event-kind.ts";
import { toGazettedStep } from "#adapters/cnipa-bulk/legal/gazetted-step.ts";
import type { LegalEvent, PatentRecord } from "#adapters/cnipa-bulk/patent-record.ts";
import { termEndOf } from "#adapters/cnipa-bulk/term-end.ts";
import type { LegalStatusCode } from "#schema/codes/legal-status.ts";
import type { AnnuitySubject } from "#schema/rules/annuities.ts";
import type { SignOfLife } from "#schema/rules/payment-state.ts";
import { termEndDate } from "#schema/rules/term.ts";
import type { PatentView } from "#subgraphs/national/patent/patent-view.ts";

/** A right as its fees see it on a day, and what the gazette cannot settle. */
export interface FeeFacts {
  readonly subject: AnnuitySubject;
  /** Whether an open licence was declared on or before the day and not withdrawn. */
  readonly hasOpenLicence: boolean;
  /** Whether a court's preservation stands on the day: a lapse for an unpaid fee is suspended meanwhile. */
  readonly isPreserved: boolean;
  /** Whether the day on which the right lapsed, and so the fee that was not paid, stands in no gazette. */
  readonly isLapseComputed: boolean;
  /** The newest gazette loaded; null where the source of the patent has none. */
  readonly knownThrough: string | null;
}

/** Null where no annual fee can be told: foreign, not granted, or of an unknown filing day. */
export function feeFactsOf(view: PatentView, asOf: string): FeeFacts | null {
  const { patentType, filingDate, grantDate, record } = view;
  const termEnd = expiryDateOf(view);
  if (patentType === null || filingDate === null || grantDate === null || termEnd === null) return null;
  const right = { type: patentType.code, filingDate, grantDate, termEnd };
  if (record === null) {
    const ended = termEnd <= asOf ? { date: termEnd, forUnpaidFee: false } : null;
    return {
      subject: { ...right, ended, signsOfLife: [], openLicences: [] },
      hasOpenLicence: false,
      isPreserved: false,
      isLapseComputed: false,
      knownThrough: null,
    };
  }
  const { legalEvents, knownThrough } = record;
  return {
    subject: {
      ...right,
      ended: endOf(record, asOf),
      signsOfLife: legalEvents.flatMap((event) => signOf(event, record)),
      openLicences: licencesInUse(legalEvents),
    },
    hasOpenLicence: declarations(legalEvents).some(
      ({ from, through }) => from <= asOf && (through === null || asOf < through),
    ),
    isPreserved: encumbrancesOf(record, asOf).some(({ kind }) => kind === "PRESERVED"),
    isLapseComputed: legalEvents.some((event) => {
      const step = toGazettedStep(event, record);
      return step.ends === "LAPSED_FEE" && step.isDayComputed === true;
    }),
    knownThrough,
  };
}

/** The end of a granted Chinese patent's term, gazetted compensation included. */
export function expiryDateOf({ applicationNumber, patentType, filingDate, grantDate, record }: PatentView) {
  if (applicationNumber === null || patentType === null || filingDate === null || grantDate === null) return null;
  return record === null ? termEndDate(patentType.code, filingDate) : termEndOf(record);
}

const ENDED: ReadonlySet<LegalStatusCode> = new Set([
  "LAPSED_FEE",
  "EXPIRED",
  "ABANDONED",
  "ABANDONED_DOUBLE",
  "INVALIDATED_FULL",
  "TERMINATED_UNSPECIFIED",
]);

function endOf(record: PatentRecord, asOf: string): AnnuitySubject["ended"] {
  const { code, effectiveDate } = deriveLegalStatus(record, asOf);
  return ENDED.has(code) ? { date: effectiveDate ?? asOf, forUnpaidFee: code === "LAPSED_FEE" } : null;
}

/** The day of registration that an entry prints; the day of the gazette lies months later and proves nothing for them. */
const REGISTERED = /(?:备案|登记|变更|生效)日/;

/** A sign that the right was alive on a day. Without a day of its own an entry is none. */
function signOf(event: LegalEvent, record: PatentRecord): readonly SignOfLife[] {
  const kind = kindOfEvent(event);
  const step = toGazettedStep(event, record);
  if (step.ends !== undefined) {
    const isSure = step.effectiveDate !== null && step.isDayComputed !== true;
    return isSure ? [{ kind, date: step.effectiveDate }] : [];
  }
  // An open licence counts from its announcement; a right restored was so before the gazette says it.
  const date = kind === "OPEN_LICENCE" || kind === "RESTORED" ? event.date : dayOf(event, REGISTERED);
  return date === null ? [] : [{ kind, date }];
}

interface Declared {
  readonly from: string;
  readonly through: string | null;
}

/** Open licences from announcement to withdrawal. */
function declarations(events: readonly LegalEvent[]): readonly Declared[] {
  const entries = events.flatMap((event) => openLicenceOf(event) ?? []);
  return entries
    .filter(({ kind }) => kind === "OPEN_LICENCE")
    .map(({ effectiveDate }) => ({
      from: effectiveDate,
      through:
        entries
          .filter((entry) => entry.kind === "OPEN_LICENCE_WITHDRAWN" && entry.effectiveDate >= effectiveDate)
          .map((entry) => entry.effectiveDate)
          .sort()[0] ?? null,
    }));
}

/** Fees are lowered while an ordinary licence is on record under an open one (Guidelines part V ch. 11 §8). */
function licencesInUse(events: readonly LegalEvent[]): readonly Declared[] {
  const recorded = events.flatMap((event) => licenceOf(event) ?? []);
  return declarations(events).flatMap(({ from, through }) => {
    const first = recorded
      .filter(({ kind, licenceKind }) => kind === "LICENCE" && (licenceKind?.code ?? "ORDINARY") === "ORDINARY")
      .map(({ effectiveDate }) => effectiveDate)
      .filter((day) => day >= from && (through === null || day <= through))
      .sort()[0];
    return first === undefined ? [] : [{ from: first, through }];
  });
}
