import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import type { LegalStatusCode } from "#schema/codes/legal-status.ts";

/** What patents can be counted by. */
export const STATISTICS_DIMENSIONS = [
  "FILING_YEAR",
  "PUBLICATION_YEAR",
  "GRANT_YEAR",
  "IPC_SECTION",
  "IPC_SUBCLASS",
  "STRATEGIC_INDUSTRY",
  "APPLICANT",
  "APPLICANT_TYPE",
  "CITY",
  "PROVINCE",
  "AGENCY",
  "AGENCY_LOCALITY",
  "PATENT_TYPE",
  "LEGAL_STATUS",
] as const;
export type StatisticsDimension = (typeof STATISTICS_DIMENSIONS)[number];

/** One grouping: the largest `top` groups by count; years come in their order. */
export interface Grouping {
  readonly dimension: StatisticsDimension;
  readonly top: number;
  readonly wantsStatuses: boolean;
  /** Each group's patents by the year of their filing. */
  readonly wantsYears: boolean;
}

/** Survival after whole years; watched through a day, at most and by default (null) through what is known. */
export interface SurvivalQuestion {
  readonly years: readonly number[];
  readonly through: string | null;
}

/** Everything that is wanted of one set of patents: it is answered in one go over the columns. */
export interface StatisticsRequest {
  /** What the patents must match; null: all. */
  readonly query: SearchCondition | null;
  readonly filter: SearchCondition | null;
  readonly groupings: readonly Grouping[];
  readonly survivals: readonly SurvivalQuestion[];
  readonly wantsLapses: boolean;
  readonly wantsConversion: boolean;
  readonly wantsConcentration: boolean;
  /** Calendar day (Asia/Shanghai) at which rights whose term ran out count as expired. */
  readonly today: string;
}

export interface StatisticsAnswer {
  readonly total: number;
  /**
   * The newest gazetted legal event loaded, of a feed without any the newest document; nothing later can be known. Of
   * several feeds loaded the one that ends first. Null: none is loaded.
   */
  readonly knownThrough: string | null;
  /** In the order of the request's groupings. */
  readonly groups: readonly (readonly Group[])[];
  /** In the order of the request's questions. */
  readonly survivals: readonly (readonly SurvivalPoint[])[];
  readonly lapses: readonly Lapse[] | null;
  readonly conversion: Conversion | null;
  readonly concentration: Concentration | null;
}

export interface Group {
  /** A code: 2023, C09J, 3, 510100, an organisation's key, IN_FORCE … */
  readonly key: string;
  /** Where only the store knows one (applicants, agencies). */
  readonly name: string | null;
  /** Patents; one with several values counts in each of their groups. */
  readonly count: number;
  readonly inForce: number;
  /** By count, then code; null where it was not wanted. */
  readonly statuses: readonly { readonly code: LegalStatusCode; readonly count: number }[] | null;
  /** Years without a patent left out; null where it was not wanted. */
  readonly years: readonly { readonly year: number; readonly count: number }[] | null;
}

/** Granted rights that ended for one reason. */
export interface Lapse {
  readonly reason: LegalStatusCode;
  readonly count: number;
  /** Years from filing to the end of the right; null where no day is known. */
  readonly medianAgeYears: number | null;
}

/** Granted patents, each counted once in every way in which it was put to use. */
export interface Conversion {
  readonly granted: number;
  readonly transferred: number;
  readonly licensed: number;
  readonly pledged: number;
  readonly openLicensed: number;
  /** Put to use in any of these ways. */
  readonly putToUse: number;
}

export interface Concentration {
  /** Herfindahl–Hirschman index, 0 to 10,000; null without applicants that can be told apart. */
  readonly hhi: number | null;
  readonly top10Share: number | null;
}

export interface SurvivalPoint {
  readonly year: number;
  /** Kaplan–Meier estimate; null where no right was watched for so long. */
  readonly share: number | null;
  readonly atRisk: number;
}
