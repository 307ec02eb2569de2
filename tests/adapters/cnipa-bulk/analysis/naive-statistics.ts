import { agencyLocalityOf, agencyPlaceOf, placeOf } from "#adapters/cnipa-bulk/analysis/agency-locality.ts";
import type {
  Conversion,
  Group,
  Grouping,
  Lapse,
  StatisticsDimension,
  SurvivalPoint,
} from "#adapters/cnipa-bulk/analysis/statistics-request.ts";
import { deriveLegalStatus } from "#adapters/cnipa-bulk/legal/derive-legal-status.ts";
import { putToUse } from "#adapters/cnipa-bulk/legal/put-to-use.ts";
import { applicantTypeOf } from "#adapters/cnipa-bulk/search/applicant-type.ts";
import { organizationKey } from "#adapters/cnipa-bulk/store/organization-key.ts";
import { termEndOf } from "#adapters/cnipa-bulk/term-end.ts";
import { kindCodeOf } from "#schema/codes/kind-codes.ts";
import type { LegalStatusCode } from "#schema/codes/legal-status.ts";
import { strategicIndustriesOf } from "#schema/codes/strategic-industries.ts";
import { AGENCY_NAMES, type InventedPatent } from "./invented-patents.ts";

// Every figure once more, straight from the records, one patent after the other and with texts for days: slow and plain.

const FOREVER = "9999-12-31";
const ENDS = new Set<LegalStatusCode>([
  "REJECTED",
  "WITHDRAWN",
  "DEEMED_WITHDRAWN",
  "DEEMED_ABANDONED",
  "LAPSED_FEE",
  "EXPIRED",
  "ABANDONED",
  "ABANDONED_DOUBLE",
  "INVALIDATED_FULL",
  "TERMINATED_UNSPECIFIED",
]);

export function naiveGroups(
  patents: readonly InventedPatent[],
  { dimension, top, wantsStatuses, wantsYears }: Grouping,
  today: string,
): readonly Group[] {
  const keys = [...new Set(patents.flatMap((patent) => KEYS[dimension](patent, today)))];
  const groups = keys.map((key) => {
    const members = patents.filter((patent) => KEYS[dimension](patent, today).includes(key));
    const codes = members.map((member) => statusOf(member, today).code);
    const statuses = [...new Set(codes)]
      .map((code) => ({ code, count: codes.filter((other) => other === code).length }))
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
    return {
      key,
      name: NAMES[dimension]?.(key, patents) ?? null,
      count: members.length,
      inForce: codes.filter((code) => code === "IN_FORCE").length,
      statuses: wantsStatuses ? statuses : null,
      years: wantsYears ? yearsOf(members) : null,
    };
  });
  const largest = groups.sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1)).slice(0, top);
  return dimension.endsWith("_YEAR") ? largest.sort((a, b) => (a.key < b.key ? -1 : 1)) : largest;
}

function yearsOf(members: readonly InventedPatent[]): Group["years"] {
  const years = members.flatMap(({ bibliography }) => year(bibliography.filingDate)).map(Number);
  return unique(years)
    .sort((a, b) => a - b)
    .map((one) => ({ year: one, count: years.filter((other) => other === one).length }));
}

type KeysOf = (patent: InventedPatent, today: string) => readonly string[];

const KEYS: Readonly<Record<StatisticsDimension, KeysOf>> = {
  FILING_YEAR: ({ bibliography }) => year(bibliography.filingDate),
  PUBLICATION_YEAR: ({ publications }) => year(publications.map(({ date }) => date ?? FOREVER).sort()[0] ?? null),
  GRANT_YEAR: (patent) => year(grantOf(patent)),
  IPC_SECTION: ({ bibliography }) => unique(bibliography.ipc.map((symbol) => symbol.charAt(0))),
  IPC_SUBCLASS: ({ bibliography }) => unique(bibliography.ipc.map((symbol) => symbol.slice(0, 4))),
  STRATEGIC_INDUSTRY: ({ bibliography }) => strategicIndustriesOf(bibliography.ipc),
  APPLICANT: organizationsOf,
  APPLICANT_TYPE: ({ bibliography: { applicants } }) => [
    applicants[0] === undefined ? "UNKNOWN" : applicantTypeOf(applicants[0]),
  ],
  CITY: ({ bibliography }) => present(placeOf(bibliography.applicants[0]?.regionCode ?? null).city),
  PROVINCE: ({ bibliography }) => present(placeOf(bibliography.applicants[0]?.regionCode ?? null).province),
  AGENCY: ({ bibliography }) => present(bibliography.agency?.code ?? null),
  AGENCY_LOCALITY: ({ bibliography: { agency, applicants } }) => [
    agencyLocalityOf(
      placeOf(applicants[0]?.regionCode ?? null),
      agency === null ? null : agencyPlaceOf(agency.code ?? "", agency.name),
    ),
  ],
  PATENT_TYPE: ({ bibliography }) => [bibliography.type],
  LEGAL_STATUS: (patent, today) => [statusOf(patent, today).code],
};

const NAMES: Partial<Record<StatisticsDimension, (key: string, patents: readonly InventedPatent[]) => string | null>> =
  {
    AGENCY: (key) => AGENCY_NAMES[key] ?? null,
    APPLICANT: (key, patents) =>
      patents.flatMap(({ bibliography }) => bibliography.applicants).find((party) => organizationKey(party) === key)
        ?.name ?? null,
  };

export function naiveLapses(patents: readonly InventedPatent[], today: string): readonly Lapse[] {
  const lost = patents.filter((patent) => grantOf(patent) !== null && ENDS.has(statusOf(patent, today).code));
  const reasons = unique(lost.map((patent) => statusOf(patent, today).code));
  return reasons
    .map((reason) => {
      const members = lost.filter((patent) => statusOf(patent, today).code === reason);
      const ages = members.flatMap((patent) => {
        const { effectiveDate } = statusOf(patent, today);
        const { filingDate } = patent.bibliography;
        return effectiveDate === null || filingDate === null ? [] : Math.max(0, lengthOf(filingDate, effectiveDate));
      });
      return { reason, count: members.length, medianAgeYears: median(ages) };
    })
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

export function naiveConversion(patents: readonly InventedPatent[]): Conversion {
  const uses = patents.filter((patent) => grantOf(patent) !== null).map(({ legalEvents }) => putToUse(legalEvents));
  return {
    granted: uses.length,
    transferred: uses.filter(({ transferred }) => transferred !== null).length,
    licensed: uses.filter(({ licensed }) => licensed !== null).length,
    pledged: uses.filter(({ pledged }) => pledged !== null).length,
    openLicensed: uses.filter(({ openLicensed }) => openLicensed !== null).length,
    putToUse: uses.filter((use) => Object.values(use).some((day) => day !== null)).length,
  };
}

export function naiveConcentration(patents: readonly InventedPatent[]) {
  const held = patents.flatMap(organizationsOf);
  const counts = unique(held).map((key) => held.filter((other) => other === key).length);
  if (held.length === 0) return { hhi: null, top10Share: null };
  const top = counts.sort((a, b) => b - a).slice(0, 10);
  return {
    hhi: counts.reduce((sum, count) => sum + ((100 * count) / held.length) ** 2, 0),
    top10Share: top.reduce((sum, count) => sum + count, 0) / held.length,
  };
}

/** The product over the days on which rights ended, each with those that were watched that long. */
export function naiveSurvival(
  patents: readonly InventedPatent[],
  years: readonly number[],
  through: string | null,
): readonly SurvivalPoint[] {
  const lives = through === null ? [] : patents.flatMap((patent) => lifeOf(patent, through));
  return years.map((year) => {
    const atRisk = lives.filter(({ length }) => length >= year).length;
    const ends = unique(
      lives.filter(({ length, hasEnded }) => hasEnded && length <= year).map(({ length }) => length),
    ).sort((a, b) => a - b);
    const share = ends.reduce((product, end) => {
      const watched = lives.filter(({ length }) => length >= end).length;
      const lost = lives.filter(({ length, hasEnded }) => hasEnded && length === end).length;
      return product * (1 - lost / watched);
    }, 1);
    return { year, share: atRisk === 0 && (lives.length === 0 || share > 0) ? null : share, atRisk };
  });
}

function lifeOf(
  patent: InventedPatent,
  through: string,
): readonly { readonly length: number; readonly hasEnded: boolean }[] {
  const granted = grantOf(patent);
  if (granted === null || granted > through) return [];
  const { code, effectiveDate } = gazettedStatus(patent);
  if (ENDS.has(code) && effectiveDate === null) return [];
  const seen =
    [through, termEndOf({ ...patent.bibliography, legalEvents: patent.legalEvents }) ?? FOREVER].sort()[0] ?? through;
  const hasEnded = ENDS.has(code) && code !== "EXPIRED" && (effectiveDate ?? FOREVER) <= seen;
  const stops = hasEnded || ((code === "EXPIRED" || code === "UNKNOWN") && (effectiveDate ?? FOREVER) < seen);
  return [{ length: Math.max(0, lengthOf(granted, stops ? (effectiveDate ?? seen) : seen)), hasEnded }];
}

function statusOf({ bibliography, publications, legalEvents }: InventedPatent, today: string) {
  return deriveLegalStatus({ ...bibliography, publications, legalEvents, knownThrough: null }, today);
}

/** By events alone: terms that ran out without any gazette left aside. */
function gazettedStatus(patent: InventedPatent) {
  const days = [...patent.publications, ...patent.legalEvents].flatMap(({ date }) => date ?? []).sort();
  return statusOf(patent, days.at(-1) ?? patent.bibliography.filingDate ?? "0000-00-00");
}

function grantOf({ publications }: InventedPatent): string | null {
  return publications.find(({ kind }) => kindCodeOf(kind)?.stage === "GRANT")?.date ?? null;
}

function organizationsOf({ bibliography }: InventedPatent): readonly string[] {
  return unique(bibliography.applicants.flatMap((party) => organizationKey(party) ?? []));
}

/** In years: whole ones from day to same day, a month a twelfth of them, a day a thirty-first of that. */
function lengthOf(from: string, to: string): number {
  const [y1 = 0, m1 = 0, d1 = 0] = from.split("-").map(Number);
  const [y2 = 0, m2 = 0, d2 = 0] = to.split("-").map(Number);
  return y2 - y1 + ((m2 - m1) * 31 + d2 - d1) / 372;
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? null : Math.round(((low + high) / 2) * 100) / 100;
}

function year(date: string | null): readonly string[] {
  return date === null ? [] : [date.slice(0, 4)];
}

function present<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
