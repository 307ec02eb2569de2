import type { DocdbNumber } from "./ops-document.ts";

/** OPS gives at most so many hits a request. */
export const SEARCH_PAGE_LIMIT = 100;
/** No hit behind this one can be reached, whatever the total. */
export const SEARCH_WINDOW = 2_000;

/** A question in OPS's query language: `ti = battery and pa = siemens`, `pn = CN and pd within "20240101 20241231"`. */
export interface OpsSearch {
  readonly cql: string;
  /** Hits to skip: 0 (default) to 1,999. */
  readonly offset?: number;
  /** Hits to get: 1 to 100; 25 by default. The end of the window cuts it. */
  readonly limit?: number;
}

/** One page of hits, in OPS's order. */
export interface OpsSearchPage {
  /** null where OPS does not say: behind the last hit. */
  readonly total: OpsTotal | null;
  readonly hits: readonly OpsHit[];
  /** Offset of the page that follows; null behind the last hit, or where OPS's window ends. */
  readonly nextOffset: number | null;
}

/** OPS counts so far and no further: "battery" in a title is found in many more. */
export const TOTAL_CAP = 10_000;

export interface OpsTotal {
  readonly value: number;
  readonly relation: "EXACT" | "AT_LEAST";
}

/** A publication that was found; its data come with `documentsByPublications`. */
export interface OpsHit {
  /** Without a date: search tells none. */
  readonly publication: DocdbNumber;
  /** DOCDB simple family. */
  readonly familyId: string | null;
  /** Its place among all hits, from 1. */
  readonly rank: number;
}
