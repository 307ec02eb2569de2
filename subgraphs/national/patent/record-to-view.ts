import type { Applicant, PatentPublication, PatentRecord } from "#adapters/cnipa-bulk/patent-record.ts";
import { source as cnipaBulk } from "#adapters/cnipa-bulk/source.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { kindCodeOf } from "#schema/codes/kind-codes.ts";
import { toDocdbApplication, toPatentNumber } from "#schema/ids/application-number.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { toProvenance } from "#subgraphs/runtime/provenance.ts";
import { absencesOf } from "./absences.ts";
import type { ApplicantView, PatentView, PublicationView } from "./patent-view.ts";

/** Where the view is made. */
export interface ViewScope {
  readonly nodeCode: string;
}

/** An imported record as the graph shows it: processed fields, never the document as received. */
export function recordToView(sourced: Sourced<PatentRecord>, { nodeCode }: ViewScope): PatentView {
  const record = sourced.value;
  const grant = record.publications.find((publication) => kindCodeOf(publication.kind)?.stage === "GRANT");
  const docdb = toDocdbApplication(record.applicationNumber);
  const own = { applicationNumber: record.applicationNumber, docdb };
  const view = {
    ...own,
    id: encodeNodeId("Patent", record.applicationNumber),
    patentNumber: grant === undefined ? null : toPatentNumber(record.applicationNumber),
    patentType: { code: record.type },
    titles: { ZH: record.title, EN: record.titleEn, original: record.title },
    abstracts: { ZH: record.abstract, EN: null, original: record.abstract },
    filingDate: record.filingDate,
    grantDate: grant?.date ?? null,
    applicants: record.applicants.map((applicant) => toApplicant(applicant, own)),
    inventors: record.inventors,
    agencyCode: record.agency?.code ?? null,
    legalStatus: null,
    record,
    publications: record.publications.map(toPublication),
    classifications: classificationsOf(record),
    priorities: record.priorities.map(({ office, number, date }) => ({ office: coded(office), number, date })),
    pct: record.pct && {
      internationalApplicationNumber: record.pct.applicationNumber,
      internationalPublicationNumber: record.pct.publicationNumber,
      nationalEntryDate: record.pct.nationalEntryDate,
    },
    relations: relationsOf(record),
  };
  return {
    ...view,
    absences: absencesOf(view),
    provenance: toProvenance(sourced, {
      node: nodeCode,
      source: cnipaBulk,
      recordId: recordIdOf(record),
      updatedAt: record.latestGazetteDate === null ? null : Date.parse(`${record.latestGazetteDate}T00:00:00+08:00`),
    }),
  };
}

function toApplicant(applicant: Applicant, patent: ApplicantView["patent"]): ApplicantView {
  return {
    names: { ZH: applicant.name, EN: null, original: applicant.name },
    sequence: applicant.sequence,
    uscc: applicant.uscc,
    region: coded(applicant.regionCode),
    office: coded(applicant.officeCode),
    patent,
  };
}

export function toPublication({ office, number, kind, date }: PatentPublication): PublicationView {
  return {
    office: { code: office },
    number,
    kindCode: kind,
    publicationNumber: `${office}${number}${kind}`,
    publicationDate: date,
  };
}

function classificationsOf(record: PatentRecord): PatentView["classifications"] {
  return [
    ...record.ipc.map((symbol) => ({ scheme: "IPC" as const, symbol })),
    ...record.locarno.map((symbol) => ({ scheme: "LOCARNO" as const, symbol })),
  ];
}

function relationsOf(record: PatentRecord): PatentView["relations"] {
  const parent = record.parent === null ? [] : [{ kind: "DIVIDED_FROM" as const, applicationNumber: record.parent }];
  return [
    ...parent,
    ...record.divisionals.map((applicationNumber) => ({ kind: "DIVISIONAL" as const, applicationNumber })),
  ];
}

/** The publication that the bibliography was taken from. */
function recordIdOf(record: PatentRecord): string {
  const newest = record.publications.at(-1);
  return newest === undefined ? record.applicationNumber : `${newest.office}${newest.number}${newest.kind}`;
}

function coded(code: string | null): { readonly code: string } | null {
  return code === null ? null : { code };
}
