import type { Sourced } from "./source.ts";

/** One numbered page as an upstream sends it. */
export interface NumberedPage<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** Part of a list, with what its total means. */
export interface Window<T> {
  readonly items: readonly T[];
  readonly total: { readonly value: number; readonly relation: "EXACT" | "AT_LEAST" };
}

export interface WindowOptions {
  readonly offset: number;
  readonly limit: number;
  /** The upstream is always asked for pages of this size, so that every window draws on the same cached pages. */
  readonly pageSize: number;
  /** Where the upstream stops counting and handing out; what it tells from there on is a lower bound. */
  readonly cap?: number;
}

/**
 * Reads `limit` rows from `offset` on out of pages numbered from 1. Many upstreams repeat their last page when asked
 * beyond their end, so what a page may hold is judged by the total, not by what came.
 */
export async function readWindow<T>(
  { offset, limit, pageSize, cap = Number.POSITIVE_INFINITY }: WindowOptions,
  fetchPage: (page: number) => Promise<Sourced<NumberedPage<T>>>,
): Promise<Sourced<Window<T>>> {
  const firstPage = Math.floor(Math.min(offset, cap - 1) / pageSize) + 1;
  const first = await fetchPage(firstPage);
  const reachable = Math.min(first.value.total, cap);
  const lastPage = Math.ceil(Math.min(reachable, offset + limit) / pageSize);
  const later = Array.from({ length: Math.max(0, lastPage - firstPage) }, (_, index) => firstPage + 1 + index);
  const pages = [first, ...(await Promise.all(later.map(fetchPage)))];
  const rows = pages.flatMap((page) => page.value.items);
  const start = offset - (firstPage - 1) * pageSize;
  return {
    value: {
      items: offset >= reachable ? [] : rows.slice(start, Math.min(start + limit, reachable - offset + start)),
      total: { value: first.value.total, relation: first.value.total >= cap ? "AT_LEAST" : "EXACT" },
    },
    // As old and as fresh as its oldest part.
    fetchedAt: Math.min(...pages.map((page) => page.fetchedAt)),
    freshness: pages.some((page) => page.freshness === "STALE") ? "STALE" : "FRESH",
  };
}
