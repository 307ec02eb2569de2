import type { NodeFilter } from "#subgraphs/runtime/define-node.ts";
import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";

/** What the index keeps of one record of one node: never the record itself. @public */
export interface Summary extends NodeSummary {
  readonly node: string;
  /** AssetKind. */
  readonly kind: string;
}

/** The contract's vocabulary (input HubNodeFilter), and what only the index knows. @public */
export interface SummaryFilter extends NodeFilter {
  /** Classification symbols; descendants included where the symbol is a prefix. */
  readonly classes?: readonly string[] | null;
  /** The state's code in the words of the kind (AVAILABLE, OPEN, IN_FORCE …). */
  readonly statuses?: readonly string[] | null;
  /** Yuan; a range that overlaps. */
  readonly price?: { readonly from?: number | null; readonly to?: number | null } | null;
  /** Days, both included. */
  readonly date?: { readonly from?: string | null; readonly to?: string | null } | null;
}

/** @public */
export type FacetField = "kind" | "node" | "region" | "class" | "status" | "year" | "licence";

/** @public */
export interface SummaryQuestion {
  /** Empty: every kind. */
  readonly kinds: readonly string[];
  /** Only these nodes; absent: every node. */
  readonly nodes?: readonly string[];
  readonly text?: string;
  /** How much of the text has to be met: most of it (60 % of its pairs of characters and words), or any of it, for long texts. */
  readonly match?: "MOST" | "ANY";
  readonly filter?: SummaryFilter;
  /** Records about a Patent (by application number), an Agency (by code), an Organization (by name or credit code). */
  readonly about?: { readonly typeName: string; readonly key: string };
  /** At most 200. */
  readonly first: number;
  /** At most 10,000. */
  readonly offset?: number;
  readonly facets?: readonly FacetField[];
  /** Values per facet, at most 100; 20 unless told. */
  readonly facetTop?: number;
  /** By score, or newest first (the order without a text). */
  readonly order?: "RELEVANCE" | "DATE";
}

/** @public */
export interface SummaryHit {
  readonly summary: Summary;
  /** BM25 with field weights; 0 without a text. */
  readonly score: number;
  /** From 0, over the whole answer. */
  readonly rank: number;
}

/** @public */
export interface Facet {
  readonly field: FacetField;
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

/** @public */
export interface SummaryAnswer {
  readonly hits: readonly SummaryHit[];
  readonly total: number;
  readonly relation: "EXACT" | "AT_LEAST";
  readonly facets: readonly Facet[];
  /** Nodes with a record that the question could have found; age of what was fetched longest ago. */
  readonly perNode: ReadonlyMap<string, { readonly hits: number; readonly ageSeconds: number | null }>;
}

/** @public */
export type SuggestKind = "TITLE" | "ORGANIZATION" | "CLASSIFICATION";

/** @public */
export interface Suggestion {
  readonly kind: SuggestKind;
  readonly text: string;
  /** How many records carry it. */
  readonly count: number;
  /** Of a title that one record alone carries. */
  readonly record: { readonly typeName: string; readonly id: string } | null;
}

/** How much of a node's kind is in the index. @public */
export interface Coverage {
  readonly node: string;
  readonly kind: string;
  readonly count: number;
  /** A harvest went through to its end since the index was last emptied. */
  readonly isComplete: boolean;
  /** ISO instants. */
  readonly lastHarvestAt: string | null;
  readonly oldestFetchedAt: string | null;
}

/** Canonical summaries of what nodes allow to be harvested. Answers from memory and its own store: asks no node. */
export interface SummaryIndex {
  search(question: SummaryQuestion, signal: AbortSignal): Promise<SummaryAnswer>;
  suggest(
    prefix: string,
    kinds: readonly SuggestKind[],
    first: number,
    signal: AbortSignal,
  ): Promise<readonly Suggestion[]>;
  /** Records that carry one of these canonical numbers, at most 200. */
  byNumbers(numbers: readonly string[], signal: AbortSignal): Promise<readonly Summary[]>;
  /** The summaries of these ids that the index has, in no order. */
  byIds(ids: readonly string[], signal: AbortSignal): Promise<readonly Summary[]>;
  coverage(): Promise<readonly Coverage[]>;
}
