import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { STRATEGIC_INDUSTRY_CODES } from "#schema/codes/strategic-industries.ts";
import { APPLICANT_TYPES } from "./applicant-type.ts";
import { FIRST_DAY, YEAR_OF_DAY } from "./calendar-day.ts";
import type { ColumnArrays } from "./columns.ts";
import { IPC_SUBCLASS_LIMIT, ipcSubclassText } from "./ipc-subclass.ts";
import { cityOf, provinceOf } from "./region-parts.ts";
import { PATENT_TYPES } from "./search-attributes.ts";
import type { FacetField } from "./search-request.ts";

type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array;

/** How the values of a facet lie in the columns, as small numbers; of single values 0 is none. */
export type FacetColumns =
  /** `column[id]`, or what a table says of it: `table[column[id] − offset]`. */
  | { readonly kind: "single"; readonly column: Column; readonly table: Uint16Array | null; readonly offset: number }
  /** One more than the status on a day. */
  | { readonly kind: "status" }
  /** A stretch of a list. */
  | { readonly kind: "list"; readonly starts: Uint32Array; readonly counts: Uint8Array; readonly values: Column }
  /** A bit for each value: as a column has them, or (sections) one for each value of a stretch of a list. */
  | { readonly kind: "bits"; readonly column: Uint16Array }
  | { readonly kind: "sections" };

export interface FacetSpecification {
  readonly columns: FacetColumns;
  /** Every value is below; organisations have no limit. */
  readonly limit: number | null;
  /** The value as answered; null where only the store's tables know it. */
  text(value: number): string | null;
}

const YEARS = 2_200;
const AGENCIES = 100_000;

const SPECIFICATIONS: Readonly<Record<FacetField, (arrays: ColumnArrays) => FacetSpecification>> = {
  PATENT_TYPE: ({ type }) => ({
    columns: { kind: "single", column: type, table: ONE_MORE, offset: 0 },
    limit: PATENT_TYPES.length + 1,
    text: (value) => PATENT_TYPES[value - 1] ?? "",
  }),
  LEGAL_STATUS: () => ({
    columns: { kind: "status" },
    limit: LEGAL_STATUS_CODES.length + 1,
    text: (value) => LEGAL_STATUS_CODES[value - 1] ?? "",
  }),
  FILING_YEAR: ({ filingDay }) => year(filingDay),
  PUBLICATION_YEAR: ({ publicationDay }) => year(publicationDay),
  GRANT_YEAR: ({ grantDay }) => year(grantDay),
  PROVINCE: ({ region }) => placed(region, provinces()),
  CITY: ({ region }) => placed(region, cities()),
  IPC_SECTION: () => ({
    columns: { kind: "sections" },
    limit: 8,
    text: (value) => "ABCDEFGH".charAt(value),
  }),
  IPC_SUBCLASS: ({ ipc, ipcStart, ipcCount }) => ({
    columns: { kind: "list", starts: ipcStart, counts: ipcCount, values: ipc },
    limit: IPC_SUBCLASS_LIMIT,
    text: ipcSubclassText,
  }),
  APPLICANT: ({ applicants, applicantStart, applicantCount }) => ({
    columns: { kind: "list", starts: applicantStart, counts: applicantCount, values: applicants },
    limit: null,
    text: () => null,
  }),
  // UNKNOWN, the first one, is none.
  APPLICANT_TYPE: ({ applicantType }) => ({
    columns: { kind: "single", column: applicantType, table: null, offset: 0 },
    limit: APPLICANT_TYPES.length,
    text: (value) => APPLICANT_TYPES[value] ?? "",
  }),
  AGENCY: ({ agency }) => ({
    columns: { kind: "single", column: agency, table: null, offset: 0 },
    limit: AGENCIES,
    text: (value) => String(value).padStart(5, "0"),
  }),
  STRATEGIC_INDUSTRY: ({ industries }) => ({
    columns: { kind: "bits", column: industries },
    limit: STRATEGIC_INDUSTRY_CODES.length,
    text: (value) => STRATEGIC_INDUSTRY_CODES[value] ?? "",
  }),
};

export function specifyFacet(field: FacetField, arrays: ColumnArrays): FacetSpecification {
  return SPECIFICATIONS[field](arrays);
}

const ONE_MORE = Uint16Array.from({ length: 256 }, (_, code) => code + 1);

function year(column: Int32Array): FacetSpecification {
  return { columns: { kind: "single", column, table: YEAR_OF_DAY, offset: FIRST_DAY }, limit: YEARS, text: String };
}

/** Regions by the division that they lie in: divisions are numbered from 1 as they are met among all codes. */
interface Divisions {
  readonly table: Uint16Array;
  readonly codes: readonly number[];
}

const provinces = once(() => divisions(provinceOf));
const cities = once(() => divisions(cityOf));

function placed(column: Uint32Array, { table, codes }: Divisions): FacetSpecification {
  return {
    columns: { kind: "single", column, table, offset: 0 },
    limit: codes.length,
    text: (value) => String(codes[value]),
  };
}

const REGIONS = 1_000_000;

function divisions(divisionOf: (region: number) => number): Divisions {
  const numbers = new Map([[0, 0]]);
  const table = new Uint16Array(REGIONS);
  for (let region = 100_000; region < REGIONS; region++) {
    const division = divisionOf(region);
    const number = numbers.get(division) ?? numbers.size;
    numbers.set(division, number);
    table[region] = number;
  }
  return { table, codes: [...numbers.keys()] };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
