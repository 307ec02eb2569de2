import type { LegalEvent, PatentBibliography, PatentPublication } from "#adapters/cnipa-bulk/patent-record.ts";
import type { PatentTexts } from "./text-fields.ts";

/** What of a record goes into the index. */
export interface SearchDocument {
  /** Of the newest publication. */
  readonly bibliography: PatentBibliography;
  readonly publications: readonly PatentPublication[];
  readonly legalEvents: readonly LegalEvent[];
  /** As any publication prints them. */
  readonly names: SearchNames;
  readonly firstClaim: string | null;
}

export interface SearchNames {
  readonly applicants: readonly string[];
  readonly inventors: readonly string[];
  readonly agencies: readonly string[];
  readonly agents: readonly string[];
}

/** The names of all publications of one application, each once. */
export function namesOf(bibliographies: readonly PatentBibliography[]): SearchNames {
  const unique = (names: (bibliography: PatentBibliography) => readonly (string | null)[]) =>
    [...new Set(bibliographies.flatMap(names))].filter((name) => name !== null);
  return {
    applicants: unique(({ applicants }) => applicants.map(({ name }) => name)),
    inventors: unique(({ inventors }) => inventors.map(({ name, withheld }) => (withheld ? null : name))),
    agencies: unique(({ agency }) => [agency?.name ?? null]),
    agents: unique(({ agents }) => agents),
  };
}

/** Longer claims are looked through up to here. */
const MOST_TEXT = 30_000;

/** Texts and keywords of a document; `organizations` are the ids of its applicants. */
export function toIndexTexts(document: SearchDocument, organizations: readonly number[]): PatentTexts {
  const { bibliography, names, firstClaim } = document;
  const text = (...texts: readonly (string | null)[]) =>
    texts.filter((one) => one !== null).map((one) => one.slice(0, MOST_TEXT));
  return {
    fields: {
      TITLE: text(bibliography.title, bibliography.titleEn),
      ABSTRACT: text(bibliography.abstract ?? bibliography.briefExplanation),
      CLAIMS: text(firstClaim),
      APPLICANT: names.applicants,
      INVENTOR: names.inventors,
      AGENCY: names.agencies,
      AGENT: names.agents,
    },
    keywords: [
      ...bibliography.ipc.flatMap((symbol) => classKeywords("IPC", symbol)),
      ...bibliography.locarno.flatMap((symbol) => classKeywords("LOCARNO", symbol)),
      ...bibliography.priorities.map(({ office, number }) => priorityKeyword(`${office ?? ""}${number}`)),
      ...organizations.map(organizationKeyword),
    ],
  };
}

const SCHEMES = { IPC: "i", CPC: "c", LOCARNO: "l" } as const;

/** Every beginning of a symbol that is asked for: section, class, subclass, main group, the whole; class and the whole. */
function classKeywords(scheme: keyof typeof SCHEMES, symbol: string): readonly string[] {
  const ends = scheme === "LOCARNO" ? [symbol.indexOf("-")] : [1, 3, 4, symbol.indexOf("/")];
  return [...ends.filter((end) => end > 0).map((end) => symbol.slice(0, end)), symbol].map((beginning) =>
    classKeyword(scheme, beginning),
  );
}

export function classKeyword(scheme: keyof typeof SCHEMES, symbol: string): string {
  return `${SCHEMES[scheme]}:${symbol}`;
}

/** Offices print them with any signs between; letters and digits count. CN numbers go without check character. */
export function priorityKeyword(number: string): string {
  const compact = number
    .toUpperCase()
    .replace(/\.[\dX]$/, "")
    .replace(/[^A-Z0-9]/g, "");
  return `r:${compact.replace(/^CN(?:CN|ZL)/, "CN")}`;
}

export function organizationKeyword(id: number): string {
  return `o:${id}`;
}
