import type { Decoder } from "#adapters/runtime/call/decode.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import type { PortalRows } from "./decode/envelope.ts";

/** Rows asked per page, always the same, so that neighbouring windows of a list share the portal's answers. */
export const PAGE_ROWS = 50;

/** A part of a list. `total` counts the whole list at the portal. */
export interface PortalPage<T> {
  readonly items: readonly Sourced<T>[];
  readonly total: number;
}

export interface PageWindow {
  readonly offset: number;
  readonly limit: number;
}

/** Asks for one page, counted from 1. */
export type AskPage<T> = (page: number) => Promise<Sourced<PortalRows<T>>>;

/**
 * A window of a paged list. Pages beyond the end are never asked, because the portal repeats its last page there; a
 * record that slid to the next page between two answers appears once.
 */
export async function readWindow<T extends { readonly id: string }>(
  ask: AskPage<T>,
  { offset, limit }: PageWindow,
): Promise<PortalPage<T>> {
  const firstPage = Math.floor(offset / PAGE_ROWS) + 1;
  // The first answer tells the total, and so how many more pages there are to ask for.
  const first = await ask(firstPage);
  const { total } = first.value;
  const lastPage = Math.min(Math.ceil((offset + limit) / PAGE_ROWS), Math.ceil(total / PAGE_ROWS));
  const others = await Promise.all(range(firstPage + 1, lastPage).map(ask));
  const start = (firstPage - 1) * PAGE_ROWS;
  const rows = [first, ...others].flatMap((answer, index) => ownRows(answer, firstPage + index));
  return { items: unique(rows.slice(offset - start, offset - start + limit)), total };
}

/** Refuses a page with fewer rows than were asked for where more exist: the portal pages by another size than ours. */
export function fullPage<T>(read: Decoder<PortalRows<T>>, page: number): Decoder<PortalRows<T>> {
  return (answer) => {
    const { rows, total } = read(answer);
    if (rows.length < dueRows(total, page)) throw new MalformedError(`page of ${rows.length} rows of ${total}`);
    return { rows, total: page === 1 ? Math.max(total, rows.length) : total };
  };
}

function ownRows<T>({ value, fetchedAt, freshness }: Sourced<PortalRows<T>>, page: number): readonly Sourced<T>[] {
  return value.rows.slice(0, dueRows(value.total, page)).map((row) => ({ value: row, fetchedAt, freshness }));
}

/** How many rows stand on this page by the total; none beyond the end. */
function dueRows(total: number, page: number): number {
  return Math.max(0, Math.min(PAGE_ROWS, total - (page - 1) * PAGE_ROWS));
}

function unique<T extends { readonly id: string }>(rows: readonly Sourced<T>[]): readonly Sourced<T>[] {
  return [...new Map(rows.map((row) => [row.value.id, row])).values()];
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
