import { APPLICANT_TYPES } from "#adapters/cnipa-bulk/search/applicant-type.ts";
import { yearOf } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import type { ColumnArrays } from "#adapters/cnipa-bulk/search/columns.ts";
import { IPC_SUBCLASS_LIMIT, ipcSectionOf, ipcSubclassText } from "#adapters/cnipa-bulk/search/ipc-subclass.ts";
import { PATENT_TYPES } from "#adapters/cnipa-bulk/search/search-attributes.ts";
import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { STRATEGIC_INDUSTRY_CODES } from "#schema/codes/strategic-industries.ts";
import { AGENCY_LOCALITIES } from "./agency-locality.ts";
import type { MatchSet, StatisticsNames } from "./match-set.ts";
import { AGENCY_CODES, Divisions, localitiesOf, MOST_PLACES } from "./places.ts";
import type { StatisticsDimension } from "./statistics-request.ts";

/** How a dimension is read off the columns: its groups are numbers below `size`. */
export type Dimension = Described & (One | Bits | Several);

/** One group for each patent of the set; −1 is none. */
export interface One {
  readonly kind: "one";
  readonly groups: Int32Array;
}

/** A few groups that may all apply: bit n stands for group n. */
export interface Bits {
  readonly kind: "bits";
  readonly bits: Int32Array;
}

/** Any number of groups, each once. */
export interface Several {
  readonly kind: "several";
  readonly starts: Uint32Array;
  readonly counts: Uint8Array;
  readonly values: Uint32Array | Uint16Array;
}

interface Described {
  readonly size: number;
  /** Groups come by their key, not by their count. */
  readonly isOrdered: boolean;
  describe(group: number): { readonly key: string; readonly name: string | null };
}

const YEARS = 2_200;
const SECTIONS = ["A", "B", "C", "D", "E", "F", "G", "H"] as const;

const CITIES = new Divisions(({ city }) => city);
const PROVINCES = new Divisions(({ province }) => province);

/** One builder for each dimension. What it describes is the same for every part of a set of patents. */
export const DIMENSIONS: Readonly<
  Record<StatisticsDimension, (matches: MatchSet, names: StatisticsNames) => Dimension>
> = {
  FILING_YEAR: ({ columns, ids }) => years(ids, columns.filingDay),
  PUBLICATION_YEAR: ({ columns, ids }) => years(ids, columns.publicationDay),
  GRANT_YEAR: ({ columns, ids }) => years(ids, columns.grantDay),
  IPC_SECTION: ({ columns, ids }) => ({ ...listed(SECTIONS), kind: "bits", bits: sectionBits(columns, ids) }),
  IPC_SUBCLASS: ({ columns: { ipcStart, ipcCount, ipc } }) => ({
    kind: "several",
    size: IPC_SUBCLASS_LIMIT,
    isOrdered: false,
    describe: (group) => ({ key: ipcSubclassText(group), name: null }),
    starts: ipcStart,
    counts: ipcCount,
    values: ipc,
  }),
  STRATEGIC_INDUSTRY: ({ columns, ids }) => ({
    ...listed(STRATEGIC_INDUSTRY_CODES),
    kind: "bits",
    bits: valuesOf(ids, columns.industries),
  }),
  APPLICANT: ({ columns }, names) => ({
    kind: "several",
    size: names.highestOrganization + 1,
    isOrdered: false,
    describe: (group) => names.organization(group),
    starts: columns.applicantStart,
    counts: columns.applicantCount,
    values: columns.applicants,
  }),
  APPLICANT_TYPE: ({ columns, ids }) => one(APPLICANT_TYPES, valuesOf(ids, columns.applicantType)),
  CITY: ({ places }) => divisions(places, CITIES),
  PROVINCE: ({ places }) => divisions(places, PROVINCES),
  AGENCY: ({ columns, ids }, names) => ({
    kind: "one",
    size: AGENCY_CODES,
    isOrdered: false,
    describe: (group) => {
      const key = String(group).padStart(5, "0");
      return { key, name: names.agency(key) };
    },
    groups: valuesOf(ids, columns.agency, 0),
  }),
  AGENCY_LOCALITY: (matches, names) => one(AGENCY_LOCALITIES, localitiesOf(matches, names.agency)),
  PATENT_TYPE: ({ columns, ids }) => one(PATENT_TYPES, valuesOf(ids, columns.type)),
  LEGAL_STATUS: ({ statuses }) => one(LEGAL_STATUS_CODES, new Int32Array(statuses)),
};

const NONE = -1;

function years(ids: Int32Array, days: Int32Array): Dimension {
  const groups = new Int32Array(ids.length);
  for (let index = 0; index < ids.length; index++) groups[index] = yearOf(days[ids[index] as number] as number) || NONE;
  return {
    kind: "one",
    size: YEARS,
    isOrdered: true,
    describe: (group) => ({ key: String(group), name: null }),
    groups,
  };
}

function one(keys: readonly string[], groups: Int32Array): Dimension {
  return { ...listed(keys), kind: "one", groups };
}

function listed(keys: readonly string[]): Described {
  return { size: keys.length, isOrdered: false, describe: (group) => ({ key: keys[group] ?? "", name: null }) };
}

/** A column's values as groups; `empty` is the value that means none. */
function valuesOf(ids: Int32Array, column: Uint8Array | Uint16Array | Uint32Array, empty = NONE): Int32Array {
  const values = new Int32Array(ids.length);
  for (let index = 0; index < ids.length; index++) {
    const value = column[ids[index] as number] as number;
    values[index] = value === empty ? NONE : value;
  }
  return values;
}

function divisions(places: Uint16Array, known: Divisions): Dimension {
  const groups = known.groupsOf(places);
  const describe = (group: number) => ({ key: known.codes[group] ?? "", name: null });
  return { kind: "one", size: MOST_PLACES, isOrdered: false, describe, groups };
}

function sectionBits({ ipcStart, ipcCount, ipc }: ColumnArrays, ids: Int32Array): Int32Array {
  const found = new Int32Array(ids.length);
  for (let index = 0; index < ids.length; index++) {
    const start = ipcStart[ids[index] as number] as number;
    const end = start + (ipcCount[ids[index] as number] as number);
    let bits = 0;
    for (let at = start; at < end; at++) bits |= 1 << ipcSectionOf(ipc[at] as number);
    found[index] = bits;
  }
  return found;
}
