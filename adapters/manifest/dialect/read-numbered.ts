import type { Sourced } from "#adapters/runtime/source.ts";
import { MalformedError, UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { type ListPage, type ListWindow, type WindowAnswer, WindowRows } from "./list-page.ts";

/** Asks for a page by its number from 0, at so many rows a page. */
export type AskNumbered = (index: number, size: number) => Promise<Sourced<ListPage>>;

/** What is known of how a list comes in pages; learnt once and kept with the list. */
export interface PageShape {
  /** Rows a page, as the manifest has it. */
  readonly size: number;
  /** Where the source stops handing out. */
  readonly maxPages: number;
  /** Rows a page, as the source really gives them; null until it has shown. */
  learnt: number | null;
}

/** Sizes may have to be found out: the one asked for, the one that came, and the one after a hole in the first page. */
const MOST_TRIES = 4;

/**
 * A window of a list in numbered pages, whatever its source's habits: pages cut to another size than was asked for, totals
 * left out, a last page that is repeated beyond the end, rows that slid to the next page between two answers.
 */
export async function readNumbered(ask: AskNumbered, window: ListWindow, shape: PageShape): Promise<WindowAnswer> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const size = shape.learnt ?? shape.size;
    const answer = await readBySize({ ask: (index) => ask(index, size), size, shape }, window);
    if (answer !== null) return answer;
  }
  throw new MalformedError("pages of changing size");
}

interface Reading {
  readonly ask: (index: number) => Promise<Sourced<ListPage>>;
  readonly size: number;
  readonly shape: PageShape;
}

/** Null where another size of page was learnt on the way. */
async function readBySize(reading: Reading, window: ListWindow): Promise<WindowAnswer | null> {
  const { ask, size, shape } = reading;
  const index = Math.floor(window.offset / size);
  const isBeyond = index >= shape.maxPages;
  // What a page further on holds tells nothing as long as it is not known how the source counts.
  if (index > 0 && shape.learnt === null && (await startsOtherwise(reading))) return null;
  const first = await ask(isBeyond ? 0 : index);
  const total = totalOf(first, isBeyond ? 0 : index, size);
  if (isBeyond) return { items: [], ...reachable(total ?? shape.maxPages * size, reading) };
  return total === null
    ? readOn(reading, window, { first, index })
    : readUpTo(reading, window, { first, index, total });
}

/** True where the first page shows that the source pages by another size. */
async function startsOtherwise(reading: Reading): Promise<boolean> {
  const first = await reading.ask(0);
  if (await isOtherSize(reading, { first, index: 0 })) return true;
  const isShort = first.value.total === null && first.value.records.length < reading.size;
  return isShort && !(await isLast(first, 0, reading));
}

interface Start {
  readonly first: Sourced<ListPage>;
  readonly index: number;
}

/** The total is known, so the further pages can be asked all at once. */
async function readUpTo(
  reading: Reading,
  window: ListWindow,
  { first, index, total }: Start & { readonly total: number },
): Promise<WindowAnswer | null> {
  const { ask, size, shape } = reading;
  if (await isOtherSize(reading, { first, index })) return null;
  const end = Math.min(Math.ceil((window.offset + window.limit) / size), Math.ceil(total / size), shape.maxPages);
  const others = await Promise.all(range(index + 1, end).map(ask));
  const rows = new WindowRows(window);
  for (const [step, page] of [first, ...others].entries()) {
    const at = index + step;
    if (step > 0 && (await isOtherSize(reading, { first: page, index: at }))) return null;
    // Beyond the end the last page comes again: what a page may hold is judged by the total.
    rows.add(page, at * size, Math.min(page.value.records.length, due(totalOf(page, at, size) ?? total, at, size)));
  }
  return rows.answer(reachable(total, reading));
}

/**
 * True where this page shows that the source pages by another size (learnt then). A page with fewer rows than are due may
 * also have a hole, a row that the source itself left out: the other pages tell.
 */
async function isOtherSize(reading: Reading, { first: page, index }: Start): Promise<boolean> {
  const { size, shape } = reading;
  const { length } = page.value.records;
  if (length > size) return learn(length, reading);
  const total = totalOf(page, index, size);
  if (length === size) shape.learnt = size;
  if (length === 0 || total === null || length >= due(total, index, size) || shape.learnt === size) return false;
  return learn(await sizeShown(reading, index === 0 ? page : null), reading);
}

/** The larger of the first two pages. */
async function sizeShown({ ask }: Reading, known: Sourced<ListPage> | null): Promise<number> {
  const [first, second] = await Promise.all([known ?? ask(0), ask(1)]);
  return Math.max(first.value.records.length, second.value.records.length);
}

function learn(length: number, { size, shape }: Reading): boolean {
  shape.learnt = Math.max(1, length);
  return shape.learnt !== size;
}

/** The total is not told: page after page, until nothing new comes. */
async function readOn(reading: Reading, window: ListWindow, { first, index }: Start): Promise<WindowAnswer | null> {
  const { ask, size, shape } = reading;
  const rows = new WindowRows(window);
  // What stands on the page before is not to be taken for a page of its own, where the last one is repeated.
  if (index > 0) rows.add(await ask(index - 1), (index - 1) * size);
  let page = first;
  for (let at = index; ; at++) {
    const { length } = page.value.records;
    const hasNew = length <= size && rows.add(page, at * size);
    const found = await verdict({ page, at, hasNew }, reading);
    if (found === "other-size") return null;
    const readTo = at * size + (found === "over" ? 0 : length);
    if (found !== "more") return rows.answer({ total: readTo, relation: "EXACT" });
    if (readTo >= window.offset + window.limit || at + 1 >= shape.maxPages) {
      return rows.answer({ total: readTo, relation: "AT_LEAST" });
    }
    page = await ask(at + 1);
  }
}

/** After this page: there are more, it was the last, the one before was; or pages are of another size. */
type Verdict = "more" | "last" | "over" | "other-size";

interface Turned {
  readonly page: Sourced<ListPage>;
  readonly at: number;
  readonly hasNew: boolean;
}

async function verdict({ page, at, hasNew }: Turned, reading: Reading): Promise<Verdict> {
  const { size, shape } = reading;
  const { length } = page.value.records;
  if (length > size) {
    learn(length, reading);
    return "other-size";
  }
  if (!hasNew) return "over";
  if (length === size) {
    shape.learnt = size;
    return "more";
  }
  if (shape.learnt === size) return "last";
  return (await isLast(page, at, reading)) ? "last" : "other-size";
}

/** Whether a short page is the last one, or the source gives fewer rows a page than it was asked for. */
async function isLast(page: Sourced<ListPage>, at: number, reading: Reading): Promise<boolean> {
  if (at > 0) return true;
  const second = await reading.ask(1).catch(refusedBeyondEnd);
  if (second === null) return true;
  const seen = new WindowRows({ offset: 0, limit: 0 });
  seen.add(page, 0);
  return !seen.add(second, 0) || !learn(page.value.records.length, reading);
}

/** Some sources answer a page beyond their end with a fault. */
export function refusedBeyondEnd(error: unknown): null {
  if (error instanceof UpstreamError && ["rejected", "malformed"].includes(error.failure.kind)) return null;
  throw error;
}

/** On the first page there are at least as many records as it shows. */
function totalOf({ value: { total, records } }: Sourced<ListPage>, index: number, size: number): number | null {
  if (total === null) return null;
  return index === 0 ? Math.max(total, Math.min(records.length, size)) : total;
}

/** How many rows stand on this page by the total; none beyond the end. */
function due(total: number, index: number, size: number): number {
  return Math.max(0, Math.min(size, total - index * size));
}

function reachable(total: number, { size, shape }: Reading): Pick<WindowAnswer, "total" | "relation"> {
  const most = size * shape.maxPages;
  return total > most ? { total: most, relation: "AT_LEAST" } : { total, relation: "EXACT" };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
