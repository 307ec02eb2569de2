import type { Kjy01Page } from "#adapters/chongqing-kjy01/records.ts";
import type { Sourced } from "#adapters/runtime/source.ts";

/** Part of a list: `limit` 0 to 100 records from `offset`. */
export interface ListWindow {
  readonly offset: number;
  readonly limit: number;
}

/** Asks the upstream for one of its own pages, counted from 1. */
export type AskPage<T> = (page: number, size: number) => Promise<Sourced<Kjy01Page<T>>>;

/** The site refuses larger pages. */
export const MAX_PAGE_SIZE = 100;

/**
 * A window of a list that the upstream gives out in pages: one call where the window falls on a page, else two.
 * Beyond the end there is nothing, although the site repeats its last page there.
 */
export async function askWindow<T>(ask: AskPage<T>, { offset, limit }: ListWindow): Promise<Sourced<Kjy01Page<T>>> {
  const size = Math.min(Math.max(limit, 1), MAX_PAGE_SIZE);
  const page = Math.floor(offset / size) + 1;
  const skipped = offset % size;
  const first = await ask(page, size);
  const { total } = first.value;
  const head = takeOwn(first.value, page, size).slice(skipped, skipped + limit);
  if (skipped === 0 || head.length >= limit || page * size >= total) return { ...first, value: { items: head, total } };
  const second = await ask(page + 1, size);
  const tail = takeOwn(second.value, page + 1, size).slice(0, limit - head.length);
  return { ...older(first, second), value: { items: [...head, ...tail], total: second.value.total } };
}

/** The records that stand on this page by the total; a repeated last page has none of them. */
function takeOwn<T>({ items, total }: Kjy01Page<T>, page: number, size: number): readonly T[] {
  return items.slice(0, Math.max(0, Math.min(size, total - (page - 1) * size)));
}

/** Two answers are as old as the older, and stale if one is. */
function older(a: Sourced<unknown>, b: Sourced<unknown>): Pick<Sourced<unknown>, "fetchedAt" | "freshness"> {
  return {
    fetchedAt: Math.min(a.fetchedAt, b.fetchedAt),
    freshness: a.freshness === "STALE" ? "STALE" : b.freshness,
  };
}
