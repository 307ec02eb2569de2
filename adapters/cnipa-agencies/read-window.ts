import type { Sourced } from "#adapters/runtime/source.ts";
import type { DecodedPage } from "./decode-envelope.ts";
import type { RegisterPage } from "./records.ts";

/** The register is always asked for pages of this size, so that every window draws on the same cached pages. */
const PAGE_SIZE = 50;

/**
 * Reads `limit` rows from `offset` on out of numbered pages. The register repeats its last page when asked beyond its
 * end, so what a page may hold is judged by the total, not by what came.
 */
export async function readWindow<T>(
  { offset, limit }: { readonly offset: number; readonly limit: number },
  fetchPage: (pageNum: number, pageSize: number) => Promise<Sourced<DecodedPage<T>>>,
): Promise<Sourced<RegisterPage<T>>> {
  const firstPage = Math.floor(offset / PAGE_SIZE) + 1;
  const first = await fetchPage(firstPage, PAGE_SIZE);
  const { total } = first.value;
  const lastPage = Math.ceil(Math.min(total, offset + limit) / PAGE_SIZE);
  const later = Array.from({ length: Math.max(0, lastPage - firstPage) }, (_, index) => firstPage + 1 + index);
  const pages = [first, ...(await Promise.all(later.map((pageNum) => fetchPage(pageNum, PAGE_SIZE))))];
  const rows = pages.flatMap((page) => page.value.items);
  const start = offset - (firstPage - 1) * PAGE_SIZE;
  return {
    value: {
      items: offset >= total ? [] : rows.slice(start, start + limit),
      total: { value: total, relation: "EXACT" },
    },
    // As old and as fresh as its oldest part.
    fetchedAt: Math.min(...pages.map((page) => page.fetchedAt)),
    freshness: pages.some((page) => page.freshness === "STALE") ? "STALE" : "FRESH",
  };
}
