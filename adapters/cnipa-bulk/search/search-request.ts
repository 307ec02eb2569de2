import type { LegalStatusCode } from "#schema/codes/legal-status.ts";
import type { ApplicationNumber, PatentType } from "#schema/ids/application-number.ts";

/** Indexed texts. CLAIMS is the first claim (independent claim 1); PARTIES are names as every publication prints them. */
export type TextField = "TITLE" | "ABSTRACT" | "CLAIMS" | "APPLICANT" | "INVENTOR" | "AGENCY" | "AGENT";

export type DateField = "FILING" | "PUBLICATION" | "GRANT" | "PRIORITY" | "LEGAL_EVENT";

/**
 * What is sought, as a tree. It knows no query language and no GraphQL: both are read into this. Lists are alternatives.
 * Calendar days are `YYYY-MM-DD`, ranges inclusive, an open end is null.
 */
export type SearchCondition =
  | { readonly kind: "and" | "or"; readonly operands: readonly SearchCondition[] }
  | { readonly kind: "not"; readonly operand: SearchCondition }
  /** The characters of `text` in a row (Chinese), or its words in a row by their stems (Latin). PREFIX: the last word may go on. */
  | {
      readonly kind: "text";
      readonly fields: readonly TextField[];
      readonly text: string;
      readonly match: "PHRASE" | "PREFIX";
    }
  /** Both texts in one field, with at most `distance` characters (Chinese) or words (Latin) between them. */
  | {
      readonly kind: "near";
      readonly fields: readonly TextField[];
      readonly texts: readonly [string, string];
      readonly distance: number;
      readonly isOrdered: boolean;
    }
  /** A number in canonical form, or its beginning: application numbers without check digit and dot, `CN113783949A`, `PCT/CN2023/123456`; priorities `KR1020160063019`, or without the office for one of any. */
  | {
      readonly kind: "number";
      readonly of: "APPLICATION" | "PUBLICATION" | "PRIORITY" | "PCT";
      readonly value: string;
      readonly match: "EXACT" | "PREFIX";
    }
  | { readonly kind: "date"; readonly of: DateField; readonly from: string | null; readonly to: string | null }
  /** Compact symbols or their beginnings: `C09J`, `H04L29/08`, `10-05`. A whole group does not match longer ones. */
  | { readonly kind: "class"; readonly scheme: "IPC" | "CPC" | "LOCARNO"; readonly symbols: readonly string[] }
  | { readonly kind: "legalStatus"; readonly codes: readonly LegalStatusCode[] }
  | { readonly kind: "type"; readonly types: readonly PatentType[] }
  /** GB/T 2260 codes of the first applicant's address, descendants named too. */
  | { readonly kind: "region"; readonly codes: readonly string[] }
  /** A party by social credit code or organisation key (exactly). By name: `text` over APPLICANT. */
  | { readonly kind: "organization"; readonly keys: readonly string[] }
  | { readonly kind: "agency"; readonly codes: readonly string[] };

export type SearchOrder = "RELEVANCE" | "FILING_DATE" | "PUBLICATION_DATE" | "GRANT_DATE";

const FACET_FIELDS = [
  "PATENT_TYPE",
  "LEGAL_STATUS",
  "FILING_YEAR",
  "PUBLICATION_YEAR",
  "GRANT_YEAR",
  "PROVINCE",
  "CITY",
  "IPC_SECTION",
  "IPC_SUBCLASS",
  "APPLICANT",
  "APPLICANT_TYPE",
  "AGENCY",
  "STRATEGIC_INDUSTRY",
] as const;
export type FacetField = (typeof FACET_FIELDS)[number];

export interface SearchRequest {
  /** What is sought and scored; null: everything. */
  readonly query: SearchCondition | null;
  /** What narrows it without a score. */
  readonly filter: SearchCondition | null;
  readonly order: { readonly field: SearchOrder; readonly direction: "ASC" | "DESC" };
  /** 0 to 100 hits after the cursor. */
  readonly first: number;
  readonly after: string | null;
  /** Hits to leave out before the first, for callers who page by number; 0 to 10,000. */
  readonly skip?: number;
  readonly facets: readonly FacetField[];
  /** Buckets of each facet. */
  readonly facetTop: number;
  readonly wantsHighlights: boolean;
  /** Calendar day (Asia/Shanghai) at which rights whose term ran out count as expired. */
  readonly today: string;
}

export interface SearchPage {
  readonly total: { readonly value: number; readonly relation: "EXACT" | "AT_LEAST" };
  readonly hits: readonly SearchHit[];
  readonly facets: readonly Facet[];
  readonly hasNextPage: boolean;
}

export interface SearchHit {
  readonly applicationNumber: ApplicationNumber;
  /** BM25 with field weights; null where nothing was scored. */
  readonly score: number | null;
  /** Opaque to everyone but the store; keeps its place when records are added. */
  readonly cursor: string;
  readonly highlights: readonly Highlight[];
}

export interface Highlight {
  readonly field: TextField;
  /** A passage around the hits, in order, never HTML. */
  readonly segments: readonly { readonly text: string; readonly hit: boolean }[];
}

export interface Facet {
  readonly field: FacetField;
  /** Every match was counted. */
  readonly isExact: boolean;
  /** By count; equal ones in the order of their codes, organisations by their first record. `value` is a code (IN_FORCE, 2023, 510100, C09J, an organisation's key); `name` where only the store knows one. */
  readonly buckets: readonly { readonly value: string; readonly name: string | null; readonly count: number }[];
  /** Matches without a value. */
  readonly missing: number;
  /** Matches whose values all lie beyond the buckets given. */
  readonly other: number;
}
