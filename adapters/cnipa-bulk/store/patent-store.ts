import type { StatisticsAnswer, StatisticsRequest } from "#adapters/cnipa-bulk/analysis/statistics-request.ts";
import type { ParagraphPage, PatentRecord, PatentText } from "#adapters/cnipa-bulk/patent-record.ts";
import type { SearchPage, SearchRequest } from "#adapters/cnipa-bulk/search/search-request.ts";
import type { AgencyCode } from "#schema/ids/agency-code.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import type { Uscc } from "#schema/ids/uscc.ts";
import type { ChangedPatents } from "./read-changes.ts";

/**
 * The embedded store of imported gazette data. Every method answers from a worker thread; nothing here blocks the
 * caller's. Batches answer in the order of their keys.
 */
export interface PatentStore {
  byApplicationNumbers(numbers: readonly ApplicationNumber[]): Promise<readonly (PatentRecord | null)[]>;
  /** A document number without its kind may name several applications. */
  byPublications(references: readonly PublicationReference[]): Promise<readonly (readonly PatentRecord[])[]>;
  /** National phases of international applications, by canonical PCT number. */
  byPctNumbers(numbers: readonly string[]): Promise<readonly (readonly PatentRecord[])[]>;
  texts(numbers: readonly ApplicationNumber[]): Promise<readonly (PatentText | null)[]>;
  /** Descriptions part by part; null where there is none. */
  paragraphs(requests: readonly ParagraphRequest[]): Promise<readonly (ParagraphPage | null)[]>;
  /** By social credit code, or by the key of an organisation that is known by its name alone. */
  organizationsByKey(keys: readonly string[]): Promise<readonly (StoredOrganization | null)[]>;
  /** Organisations that bear a name, in any spelling of its brackets and blanks. */
  organizationsByName(names: readonly string[]): Promise<readonly (readonly StoredOrganization[])[]>;
  agenciesByCode(codes: readonly AgencyCode[]): Promise<readonly (StoredAgency | null)[]>;
  /** The other halves of inventions and utility models that were filed on one day (一案双申). */
  sameDayTwins(numbers: readonly ApplicationNumber[]): Promise<readonly (readonly ApplicationNumber[])[]>;
  /** Every name that publications and gazetted changes of name show, newest first. */
  namesOfOrganizations(keys: readonly string[]): Promise<readonly (readonly StoredName[])[]>;
  namesOfAgencies(codes: readonly AgencyCode[]): Promise<readonly (readonly StoredName[])[]>;
  /** What changed after a cursor (null: everything), so many at most. */
  changes(after: string | null, limit: number): Promise<ChangedPatents>;
  stats(): Promise<StoreStats>;
  /** The newest gazette day of real deliveries up to a day; null where there are none. */
  newestImported(until: string): Promise<string | null>;
  /** Never begun for a caller who left while it waited. */
  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchPage>;
  statistics(request: StatisticsRequest, signal?: AbortSignal): Promise<StatisticsAnswer>;
  close(): Promise<void>;
}

/** What the store's first thread answers; searches and statistics have threads of their own. */
export type StoreMethod = Exclude<keyof PatentStore, "search" | "statistics" | "close">;

export interface PublicationReference {
  readonly office: string;
  readonly number: string;
  readonly kindCode?: string | undefined;
}

/** Paragraphs from `offset` on, at most MOST_PARAGRAPHS. */
export interface ParagraphRequest {
  readonly number: ApplicationNumber;
  readonly offset: number;
  readonly limit: number;
}

export const MOST_PARAGRAPHS = 200;

/** An applicant as the documents name it. */
export interface StoredOrganization {
  /** The social credit code, or `n:` and a hash of name and province where no document gives one. */
  readonly key: string;
  readonly uscc: Uscc | null;
  readonly name: string;
  readonly regionCode: string | null;
  /** WIPO ST.3 of the newest published address; null where it names none. */
  readonly officeCode: string | null;
  readonly patentCount: number;
  readonly importedAt: number;
}

/** A name that an organisation or agency bore. */
export interface StoredName {
  readonly name: string;
  /** The first publication that prints it; null where only a gazetted change tells of it. */
  readonly sinceDate: string | null;
  /** The day of the gazetted change that ended it, else the last publication that prints it. */
  readonly untilDate: string | null;
  readonly evidence: "PUBLICATION" | "NAME_CHANGE";
}

/** An agency as the documents name it: code and newest name. The register knows more. */
export interface StoredAgency {
  readonly code: AgencyCode;
  readonly name: string;
  readonly patentCount: number;
  readonly importedAt: number;
}

export interface StoreStats {
  readonly patents: number;
  readonly documents: number;
  readonly legalEvents: number;
  readonly newestGazetteDate: string | null;
  /** Epoch milliseconds of the newest import; null in an empty store. */
  readonly importedAt: number | null;
}
