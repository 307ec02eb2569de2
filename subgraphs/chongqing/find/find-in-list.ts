import type { ListWindow } from "#adapters/chongqing-kjy01/client/ask-window.ts";
import type { Kjy01Page } from "#adapters/chongqing-kjy01/records.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import type { FoundPage } from "#subgraphs/runtime/define-node.ts";

/** One list of the platform, asked with the filters that it understands. */
export interface ListScope<T> {
  readonly ask: (window: ListWindow) => Promise<Sourced<Kjy01Page<T>>>;
  /** What the platform cannot filter by; null when nothing is left over. */
  readonly rest: ((item: T) => boolean) | null;
}

/** Records with the total of all that match. */
export interface FoundRecords<T> extends Pick<FoundPage, "total" | "relation"> {
  readonly records: readonly Sourced<T>[];
}

export interface PageWindow {
  readonly first: number;
  readonly offset: number;
}

const SCAN_PAGE = 100;
/** Politeness: a filter that the platform does not know looks at so many pages, no further. */
const MAX_SCANNED_PAGES = 10;

/**
 * A window of the records that match. Where the platform filters itself this is one window of its list; otherwise its
 * list is read page by page (each cached) until the window is full and the total known, or the limit is reached: then
 * the total is a lower bound.
 */
export async function findInList<T>(
  { ask, rest }: ListScope<T>,
  { first, offset }: PageWindow,
): Promise<FoundRecords<T>> {
  if (rest === null) {
    const page = await ask({ offset, limit: first });
    return { records: toRecords(page), total: page.value.total, relation: "EXACT" };
  }
  const { matching, isComplete } = await scan(ask, rest);
  return {
    records: matching.slice(offset, offset + first),
    total: matching.length,
    relation: isComplete ? "EXACT" : "AT_LEAST",
  };
}

async function scan<T>(ask: ListScope<T>["ask"], matches: (item: T) => boolean) {
  const matching: Sourced<T>[] = [];
  for (let page = 0; page < MAX_SCANNED_PAGES; page++) {
    const answer = await ask({ offset: page * SCAN_PAGE, limit: SCAN_PAGE });
    matching.push(...toRecords(answer).filter((record) => matches(record.value)));
    if ((page + 1) * SCAN_PAGE >= answer.value.total) return { matching, isComplete: true };
  }
  return { matching, isComplete: false };
}

function toRecords<T>(page: Sourced<Kjy01Page<T>>): readonly Sourced<T>[] {
  return page.value.items.map((value) => ({ ...page, value }));
}
