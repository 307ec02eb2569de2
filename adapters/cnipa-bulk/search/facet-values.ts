import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { STRATEGIC_INDUSTRY_CODES } from "#schema/codes/strategic-industries.ts";
import { APPLICANT_TYPES } from "./applicant-type.ts";
import { yearOf } from "./calendar-day.ts";
import type { ColumnArrays } from "./columns.ts";
import { statusAt } from "./effective-status.ts";
import { IPC_SUBCLASS_LIMIT, ipcSectionOf, ipcSubclassText } from "./ipc-subclass.ts";
import { cityOf, provinceOf } from "./region-parts.ts";
import { PATENT_TYPES } from "./search-attributes.ts";
import type { FacetField } from "./search-request.ts";

/** How the values of a facet are read off the columns: as small numbers, at most `limit`. */
export interface FacetValues {
  readonly limit: number;
  /** Whether a document has one value at most. */
  readonly isSingle: boolean;
  /** Puts a document's values into the list, each once; returns how many there are. */
  read(id: number, values: Uint32Array): number;
  /** The value as answered; null where only the store's tables know it. */
  text(value: number): string | null;
}

/** More than any document has of one facet. */
export const MOST_VALUES_OF_ONE = 256;

interface FacetContext {
  readonly arrays: ColumnArrays;
  readonly today: number;
}

type Reader = (context: FacetContext) => FacetValues;

const YEARS = 2_200;
const REGIONS = 1_000_000;
const AGENCIES = 100_000;
const MOST_ORGANIZATIONS = 1 << 24;

const READERS: Readonly<Record<FacetField, Reader>> = {
  PATENT_TYPE: ({ arrays: { type } }) => single(PATENT_TYPES.length, (id) => type[id] ?? -1, codeIn(PATENT_TYPES)),
  LEGAL_STATUS: ({ arrays, today }) =>
    single(LEGAL_STATUS_CODES.length, (id) => statusAt(arrays, id, today), codeIn(LEGAL_STATUS_CODES)),
  FILING_YEAR: ({ arrays: { filingDay } }) => year(filingDay),
  PUBLICATION_YEAR: ({ arrays: { publicationDay } }) => year(publicationDay),
  GRANT_YEAR: ({ arrays: { grantDay } }) => year(grantDay),
  PROVINCE: ({ arrays: { region } }) => single(REGIONS, (id) => orNone(provinceOf(region[id] ?? 0)), String),
  CITY: ({ arrays: { region } }) => single(REGIONS, (id) => orNone(cityOf(region[id] ?? 0)), String),
  IPC_SECTION: sections,
  IPC_SUBCLASS: ({ arrays: { ipc, ipcStart, ipcCount } }) => ({
    limit: IPC_SUBCLASS_LIMIT,
    isSingle: false,
    read: (id, values) => copy(ipc, [ipcStart[id] ?? 0, ipcCount[id] ?? 0], values),
    text: ipcSubclassText,
  }),
  APPLICANT: ({ arrays: { applicants, applicantStart, applicantCount } }) => ({
    limit: MOST_ORGANIZATIONS,
    isSingle: false,
    read: (id, values) => copy(applicants, [applicantStart[id] ?? 0, applicantCount[id] ?? 0], values),
    text: () => null,
  }),
  APPLICANT_TYPE: ({ arrays: { applicantType } }) =>
    single(APPLICANT_TYPES.length, (id) => orNone(applicantType[id] ?? 0), codeIn(APPLICANT_TYPES)),
  AGENCY: ({ arrays: { agency } }) =>
    single(
      AGENCIES,
      (id) => orNone(agency[id] ?? 0),
      (value) => String(value).padStart(5, "0"),
    ),
  STRATEGIC_INDUSTRY: ({ arrays: { industries } }) => ({
    limit: STRATEGIC_INDUSTRY_CODES.length,
    isSingle: false,
    read: (id, values) => bits(industries[id] ?? 0, values),
    text: codeIn(STRATEGIC_INDUSTRY_CODES),
  }),
};

export function facetValues(field: FacetField, context: FacetContext): FacetValues {
  return READERS[field](context);
}

/** One value for a document; −1 for none. */
function single(limit: number, valueIn: (id: number) => number, text: (value: number) => string): FacetValues {
  return {
    limit,
    isSingle: true,
    read: (id, values) => {
      const value = valueIn(id);
      values[0] = value;
      return value < 0 ? 0 : 1;
    },
    text,
  };
}

function year(days: Int32Array): FacetValues {
  return single(YEARS, (id) => orNone(yearOf(days[id] ?? 0)), String);
}

function sections({ arrays: { ipc, ipcStart, ipcCount } }: FacetContext): FacetValues {
  return {
    limit: 8,
    isSingle: false,
    read: (id, values) => {
      let found = 0;
      const start = ipcStart[id] ?? 0;
      for (let at = start; at < start + (ipcCount[id] ?? 0); at++) found |= 1 << ipcSectionOf(ipc[at] ?? 0);
      return bits(found, values);
    },
    text: (value) => "ABCDEFGH".charAt(value),
  };
}

function copy(from: Uint16Array | Uint32Array, [start, count]: readonly [number, number], to: Uint32Array): number {
  for (let at = 0; at < count; at++) to[at] = from[start + at] ?? 0;
  return count;
}

function bits(set: number, to: Uint32Array): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) to[count++] = 31 - Math.clz32(rest & -rest);
  return count;
}

function orNone(value: number): number {
  return value === 0 ? -1 : value;
}

function codeIn(codes: readonly string[]): (value: number) => string {
  return (value) => codes[value] ?? "";
}
