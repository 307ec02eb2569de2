import { type ListWindow, NO_PAGE, type WindowAnswer, WindowRows } from "./list-page.ts";
import type { ChainMarks } from "./read-chained.ts";
import { type AskNumbered, type PageShape, refusedBeyondEnd } from "./read-numbered.ts";

export type UnfilledShape = Pick<PageShape, "size" | "maxPages"> & {
  /** Where pages begin, as far as they were read; their cursors are the pages' numbers. */
  readonly marks: ChainMarks;
};

/**
 * A window of a list whose pages may be short of rows anywhere: a row's place is known only by those before it, so that the
 * list is walked page by page. It ends at an empty page, a repeated one, or one that the source refuses.
 */
export async function readUnfilled(
  ask: AskNumbered,
  window: ListWindow,
  { size, maxPages, marks }: UnfilledShape,
): Promise<WindowAnswer> {
  const rows = new WindowRows(window);
  const start = marks.before(window.offset);
  const first = Number(start.cursor ?? 0);
  let { from } = start;
  // What stands on the page before is not to be taken for a page of its own, where the last one is repeated.
  if (first > 0) {
    const before = await ask(first - 1, size);
    rows.add(before, from - before.value.records.length);
  }
  for (let index = first; index < maxPages; index++) {
    const page = index === 0 ? await ask(0, size) : await ask(index, size).catch(refusedBeyondEnd);
    const { length } = (page?.value ?? NO_PAGE).records;
    if (page === null || !rows.add(page, from)) return rows.answer({ total: from, relation: "EXACT" });
    from += length;
    marks.add({ cursor: String(index + 1), from });
    if (from >= window.offset + window.limit) break;
  }
  return rows.answer({ total: from, relation: "AT_LEAST" });
}
