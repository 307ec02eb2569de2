import type { OpsHit, OpsSearch, OpsSearchPage, OpsTotal } from "#adapters/epo-ops/ops-search.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { DayWindow } from "./day-window.ts";

/** Asks OPS for one page of hits. */
export type AskPage = (search: OpsSearch) => Promise<Sourced<OpsSearchPage>>;

/** A query, within days of publication where they are given (YYYY-MM-DD, both included). */
export interface WindowSearch {
  readonly cql: string;
  readonly from: string | null;
  readonly to: string | null;
  /** OPS's own order, of which no more than its window can be reached; else windows of days, the newest first. */
  readonly order: "SOURCE" | "WINDOWS";
}

/** A place between two hits; plain data, so that it can be a cursor. */
export interface SearchPlace {
  /** Null while the whole is paged as one. */
  readonly window: (DayWindow & { readonly hits: OpsTotal }) | null;
  /** Hits before it, in the window. */
  readonly offset: number;
  /** Hits of the windows before. */
  readonly passed: OpsTotal;
  /** Of the whole, as OPS counted it. */
  readonly total: OpsTotal;
}

/** What a client should know of a page besides its hits. */
export type WindowNotice =
  /** Hits behind the window cannot be reached in OPS's own order. */
  | { readonly kind: "end-of-window"; readonly hits: OpsTotal }
  /** More was published on one day than OPS lets one reach. */
  | { readonly kind: "full-day"; readonly date: string; readonly hits: OpsTotal }
  /** OPS failed or was asked enough before the page was full. */
  | { readonly kind: "short-page" };

export interface WindowPage {
  readonly hits: readonly { readonly hit: OpsHit; readonly after: SearchPlace }[];
  /** The place behind the last hit that is known to be unfinished; null behind the last of all. */
  readonly next: SearchPlace | null;
  readonly total: OpsTotal;
  readonly notices: readonly WindowNotice[];
}

export interface Searcher {
  search(search: OpsSearch, context: CallContext): Promise<Sourced<OpsSearchPage>>;
}

export const NOTHING: OpsTotal = { value: 0, relation: "EXACT" };

export function sum(one: OpsTotal, other: OpsTotal): OpsTotal {
  const isExact = one.relation === "EXACT" && other.relation === "EXACT";
  return { value: one.value + other.value, relation: isExact ? "EXACT" : "AT_LEAST" };
}
