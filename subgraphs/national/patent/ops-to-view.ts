import type { DocdbNumber, OpsDocument, OpsText } from "#adapters/epo-ops/ops-document.ts";
import { source as epoOps } from "#adapters/epo-ops/source.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { kindCodeOf } from "#schema/codes/kind-codes.ts";
import { parseApplicationNumber, patentTypeOf, toPatentNumber } from "#schema/ids/application-number.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { toProvenance } from "#subgraphs/runtime/provenance.ts";
import { absencesOf } from "./absences.ts";
import type { ApplicantView, LegalStatusView, PatentView, PublicationView, TextsByLanguage } from "./patent-view.ts";
import type { ViewScope } from "./record-to-view.ts";

/** Bibliographic data say nothing of the right; families and legal events do. */
const NO_STATUS: LegalStatusView = {
  code: "UNKNOWN",
  raw: null,
  reason: {
    code: "NOT_IN_SOURCE",
    message: { zh: "该来源的著录数据不含法律状态", en: "This source's bibliographic data carry no legal status" },
  },
  effectiveDate: null,
  knownThrough: null,
  certainty: "UNKNOWN",
  restorable: null,
};

/** All publications of one application as OPS has them, earliest first. Null for an empty list. */
export function opsToView(sourced: Sourced<readonly OpsDocument[]>, scope: ViewScope): PatentView | null {
  const documents = sourced.value;
  const newest = documents.at(-1);
  if (newest === undefined) return null;
  const identity = identityOf(newest);
  const { applicationNumber, docdb } = identity;
  const { office } = newest.publication;
  const grant =
    applicationNumber === null
      ? undefined
      : documents.find(({ publication }) => kindCodeOf(publication.kind)?.stage === "GRANT");
  const dates = {
    filingDate: newest.application.date ?? docdbOf(newest)?.date ?? null,
    grantDate: grant?.publication.date ?? null,
  };
  const view = {
    id: encodeNodeId("Patent", identity.key),
    applicationNumber,
    docdb,
    patentNumber: grant === undefined || applicationNumber === null ? null : toPatentNumber(applicationNumber),
    patentType: applicationNumber === null ? null : { code: patentTypeOf(applicationNumber) },
    titles: textsOf(
      documents.map((document) => document.titles),
      office,
    ),
    abstracts: textsOf(
      documents.map((document) => document.abstracts),
      office,
    ),
    ...dates,
    applicants: applicantsOf(newest, { applicationNumber, docdb }),
    inventors: newest.inventors.map(({ name, nativeName, sequence }) => ({
      name: nativeName ?? name,
      sequence,
      withheld: false,
    })),
    agencyCode: null,
    legalStatus: NO_STATUS,
    record: null,
    publications: documents.map(({ publication }) => toPublication(publication)),
    classifications: [
      ...newest.ipc.map((symbol) => ({ scheme: "IPC" as const, symbol })),
      ...newest.cpc.map(({ symbol }) => ({ scheme: "CPC" as const, symbol })),
    ],
    priorities: newest.priorities.flatMap(({ number }) => {
      const printed = number.original ?? number.docdb?.number ?? number.epodoc;
      return printed === null
        ? []
        : { office: number.docdb && { code: number.docdb.office }, number: printed, date: number.date };
    }),
    pct: null,
    relations: [],
  };
  return {
    ...view,
    absences: absencesOf(view),
    provenance: toProvenance(sourced, {
      node: scope.nodeCode,
      source: epoOps,
      recordId: `${newest.publication.office}.${newest.publication.number}.${newest.publication.kind}`,
      url: espacenetUrl(newest.publication),
    }),
  };
}

/**
 * The text in a language, from any publication of the case. The original is what its office publishes in, as far as OPS
 * tells: offices of several languages, English among them, give the English text.
 */
export function textsOf(lists: readonly (readonly OpsText[])[], office: string): TextsByLanguage {
  const texts = lists.toReversed().flat();
  const find = (isFit: (lang: string) => boolean) =>
    texts.find(({ lang }) => isFit(lang))?.text.replace(/^\[\d{4}\]\s*/, "") ?? null;
  const of = (language: string) => find((lang) => lang === language);
  const foreign = ENGLISH_TOO.has(office) ? null : (of("ol") ?? find((lang) => lang !== "en"));
  return { ZH: of("zh") ?? chinese(of("ol")), EN: of("en"), original: foreign ?? of("en") ?? find(() => true) };
}

/** Offices that publish in several languages of which English is one. */
const ENGLISH_TOO: ReadonlySet<string> = new Set(["EP", "WO", "CA"]);

interface Identity {
  readonly key: string;
  readonly applicationNumber: PatentView["applicationNumber"];
  readonly docdb: PatentView["docdb"];
}

/** Chinese applications by their number; others by their DOCDB application; where OPS has none, by the publication. */
function identityOf(document: OpsDocument): Identity {
  const docdb = docdbOf(document);
  if (docdb === null) {
    const { office, number, kind } = document.publication;
    return { key: `publication.${office}.${number}.${kind}`, applicationNumber: null, docdb: null };
  }
  const parsed = docdb.office === "CN" && docdb.kind !== "W" ? parseApplicationNumber(docdb.number) : null;
  const reference = { office: docdb.office, number: docdb.number, kind: docdb.kind };
  if (parsed?.ok) return { key: parsed.value, applicationNumber: parsed.value, docdb: reference };
  return { key: `${docdb.office}.${docdb.number}.${docdb.kind}`, applicationNumber: null, docdb: reference };
}

function docdbOf(document: OpsDocument): DocdbNumber | null {
  return document.application.docdb;
}

function applicantsOf(document: OpsDocument, patent: ApplicantView["patent"]): ApplicantView[] {
  return document.applicants.map(({ name, nativeName, sequence, country }) => ({
    names: { ZH: chinese(nativeName), EN: name, original: nativeName ?? name },
    sequence,
    uscc: null,
    region: null,
    office: country === null ? null : { code: country },
    patent,
  }));
}

function toPublication({ office, number, kind, date }: DocdbNumber): PublicationView {
  return {
    office: { code: office },
    number,
    kindCode: kind,
    publicationNumber: `${office}${number}${kind}`,
    publicationDate: date,
  };
}

function chinese(text: string | null): string | null {
  return text !== null && /\p{Script=Han}/u.test(text) ? text : null;
}

function espacenetUrl({ office, number, kind }: DocdbNumber): string {
  return `https://worldwide.espacenet.com/patent/search?q=${encodeURIComponent(`pn=${office}${number}${kind}`)}`;
}
