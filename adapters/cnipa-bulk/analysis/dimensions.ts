import { APPLICANT_TYPES } from "#adapters/cnipa-bulk/search/applicant-type.ts";
import { FIRST_DAY, YEAR_OF_DAY } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import type { ColumnArrays } from "#adapters/cnipa-bulk/search/columns.ts";
import { IPC_SUBCLASS_LIMIT, ipcSectionOf, ipcSubclassText } from "#adapters/cnipa-bulk/search/ipc-subclass.ts";
import { PATENT_TYPES } from "#adapters/cnipa-bulk/search/search-attributes.ts";
import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { STRATEGIC_INDUSTRY_CODES } from "#schema/codes/strategic-industries.ts";
import { AGENCY_LOCALITIES } from "./agency-locality.ts";
import type { Block } from "./block.ts";
import { AGENCY_CODES, Divisions, Localities } from "./places.ts";
import type { StatisticsDimension } from "./statistics-request.ts";

/** What only the store can name. */
export interface StatisticsNames {
  /** No id of an organisation is higher. */
  readonly highestOrganization: number;
  /** Of the ids in the column `applicants`. */
  organization(id: number): { readonly key: string; readonly name: string };
  /** Of the codes in the column `agency`, five digits. */
  agency(code: string): string | null;
}

/** How a dimension is read off the columns: its groups are numbers below `size`. */
export type Dimension = Described & (One | Bits | Lists);

/** Reads one more than the group of each patent of a block, 0 for none, into the block's `groups`. */
interface One {
  readonly kind: "one";
  read(block: Block): void;
}

/** A few groups that may all apply: bit n stands for group n. */
interface Bits {
  readonly kind: "bits";
  read(block: Block): void;
}

/** Any number of groups, each once. */
interface Lists {
  readonly kind: "several";
  /** Few patents have more than one. */
  readonly isMostlyOne: boolean;
  of(columns: ColumnArrays): Several;
}

export interface Several {
  readonly starts: Uint32Array;
  readonly counts: Uint8Array;
  readonly values: Uint32Array;
}

interface Described {
  readonly size: number;
  /** Groups come by their key, not by their count. */
  readonly isOrdered: boolean;
  describe(group: number): { readonly key: string; readonly name: string | null };
}

const SECTIONS = ["A", "B", "C", "D", "E", "F", "G", "H"] as const;

const CITIES = new Divisions(({ city }) => city);
const PROVINCES = new Divisions(({ province }) => province);

/** One for each dimension; made anew for each request, as names change. */
export const DIMENSIONS: Readonly<Record<StatisticsDimension, (names: StatisticsNames) => Dimension>> = {
  FILING_YEAR: () => years((columns) => columns.filingDay),
  PUBLICATION_YEAR: () => years((columns) => columns.publicationDay),
  GRANT_YEAR: () => years((columns) => columns.grantDay),
  IPC_SECTION: () => ({ ...listed(SECTIONS), kind: "bits", read: readSections }),
  IPC_SUBCLASS: () => ({
    kind: "several",
    isMostlyOne: false,
    size: IPC_SUBCLASS_LIMIT,
    isOrdered: false,
    describe: (group) => ({ key: ipcSubclassText(group), name: null }),
    of: ({ ipcStart, ipcCount, ipc }) => ({ starts: ipcStart, counts: ipcCount, values: ipc }),
  }),
  STRATEGIC_INDUSTRY: () => ({ ...listed(STRATEGIC_INDUSTRY_CODES), kind: "bits", read: readIndustries }),
  APPLICANT: (names) => ({
    kind: "several",
    isMostlyOne: true,
    size: names.highestOrganization + 1,
    isOrdered: false,
    describe: (group) => names.organization(group),
    of: (columns) => ({ starts: columns.applicantStart, counts: columns.applicantCount, values: columns.applicants }),
  }),
  APPLICANT_TYPE: () =>
    one(APPLICANT_TYPES, ({ columns, ids, groups }) => readCodes(columns.applicantType, ids, groups)),
  CITY: () => divided(CITIES),
  PROVINCE: () => divided(PROVINCES),
  AGENCY: (names) => ({
    kind: "one",
    size: AGENCY_CODES,
    isOrdered: false,
    describe: (group) => {
      const key = String(group).padStart(5, "0");
      return { key, name: names.agency(key) };
    },
    read: readAgencies,
  }),
  AGENCY_LOCALITY: (names) => {
    const localities = new Localities(names.agency);
    return one(AGENCY_LOCALITIES, (block) => localities.read(block, block.groups));
  },
  PATENT_TYPE: () => one(PATENT_TYPES, ({ columns, ids, groups }) => readCodes(columns.type, ids, groups)),
  LEGAL_STATUS: () => one(LEGAL_STATUS_CODES, readStatuses),
};

type Read = One["read"];

function years(columnOf: (columns: ColumnArrays) => Int32Array): Dimension {
  return {
    kind: "one",
    size: LAST_YEAR + 1,
    isOrdered: true,
    describe: (group) => ({ key: String(group), name: null }),
    read: ({ columns, ids, groups }) => readYears(columnOf(columns), ids, groups),
  };
}

function one(keys: readonly string[], read: Read): Dimension {
  return { ...listed(keys), kind: "one", read };
}

function listed(keys: readonly string[]): Described {
  return { size: keys.length, isOrdered: false, describe: (group) => ({ key: keys[group] ?? "", name: null }) };
}

function divided(divisions: Divisions): Dimension {
  return one(divisions.codes, ({ places, ids, groups }) => divisions.read(places, ids.length, groups));
}

const LAST_YEAR = YEAR_OF_DAY.at(-1) ?? 0;
/** One more than the year of a day, from the day before FIRST_DAY on, which stands for none. */
const GROUP_OF_DAY = Uint16Array.from([0, ...YEAR_OF_DAY], (year) => (year === 0 ? 0 : year + 1));

function readYears(days: Int32Array, ids: Int32Array, into: Int32Array): void {
  for (let index = 0; index < ids.length; index++) {
    const day = days[ids[index] as number] as number;
    into[index] = GROUP_OF_DAY[Math.max(day - FIRST_DAY + 1, 0)] as number;
  }
}

function readCodes(codes: Uint8Array, ids: Int32Array, into: Int32Array): void {
  for (let index = 0; index < ids.length; index++) into[index] = (codes[ids[index] as number] as number) + 1;
}

/** Code 0 is no agency. */
function readAgencies({ columns: { agency }, ids, groups }: Block): void {
  for (let index = 0; index < ids.length; index++) {
    const code = agency[ids[index] as number] as number;
    groups[index] = code === 0 ? 0 : code + 1;
  }
}

function readIndustries({ columns: { industries }, ids, groups }: Block): void {
  for (let index = 0; index < ids.length; index++) groups[index] = industries[ids[index] as number] as number;
}

function readStatuses({ statuses, ids, groups }: Block): void {
  for (let index = 0; index < ids.length; index++) groups[index] = (statuses[index] as number) + 1;
}

const SECTION_BITS = Uint8Array.from({ length: IPC_SUBCLASS_LIMIT }, (_, code) => 1 << ipcSectionOf(code));

function readSections({ columns: { ipcStart, ipcCount, ipc }, ids, groups }: Block): void {
  for (let index = 0; index < ids.length; index++) {
    const start = ipcStart[ids[index] as number] as number;
    const end = start + (ipcCount[ids[index] as number] as number);
    let bits = 0;
    for (let at = start; at < end; at++) bits |= SECTION_BITS[ipc[at] as number] as number;
    groups[index] = bits;
  }
}
