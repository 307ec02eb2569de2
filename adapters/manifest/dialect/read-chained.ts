import type { Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { type ListPage, type ListWindow, type WindowAnswer, WindowRows } from "./list-page.ts";

/** Asks for the page that a cursor, token or link leads to; the first one for null. */
export type AskChained = (cursor: string | null) => Promise<Sourced<ListPage>>;

/** Where a page of a chain begins. */
interface Mark {
  readonly cursor: string | null;
  readonly from: number;
}

const MOST_MARKS = 2_000;
const START: Mark = { cursor: null, from: 0 };

/** Where the pages of one list begin, as far as they were read, so that a later window need not walk from the start. */
export class ChainMarks {
  #marks: Mark[] = [START];

  /** The last page that begins at the offset or before. */
  before(offset: number): Mark {
    return this.#marks.findLast(({ from }) => from <= offset) ?? START;
  }

  add(mark: Mark): void {
    const last = this.#marks.at(-1) ?? START;
    if (mark.from > last.from && this.#marks.length < MOST_MARKS) this.#marks.push(mark);
  }

  /** Tokens do not live for ever. */
  forget(): void {
    this.#marks = [START];
  }
}

export interface ChainShape {
  readonly maxPages: number;
  readonly marks: ChainMarks;
}

/** A window of a list whose pages lead on to one another. A token that is no longer good is left for the list's beginning, once. */
export async function readChained(ask: AskChained, window: ListWindow, shape: ChainShape): Promise<WindowAnswer> {
  const start = shape.marks.before(window.offset);
  try {
    return await walk(ask, window, { ...shape, start });
  } catch (error) {
    if (start.cursor === null || !isRefusal(error)) throw error;
    shape.marks.forget();
    return walk(ask, window, { ...shape, start: START });
  }
}

async function walk(
  ask: AskChained,
  window: ListWindow,
  { maxPages, marks, start }: ChainShape & { readonly start: Mark },
): Promise<WindowAnswer> {
  const rows = new WindowRows(window);
  const asked = new Set<string | null>();
  let { cursor, from } = start;
  let told: number | null = null;
  for (let pages = 0; pages < maxPages; pages++) {
    asked.add(cursor);
    const page = await ask(cursor);
    rows.add(page, from);
    from += page.value.records.length;
    told = page.value.total ?? told;
    const { next } = page.value;
    // A chain that comes back to a page it has been at has ended.
    if (next === null || asked.has(next)) return rows.answer({ total: from, relation: "EXACT" });
    marks.add({ cursor: next, from });
    cursor = next;
    if (from >= window.offset + window.limit) break;
  }
  return told === null || told < from
    ? rows.answer({ total: from, relation: "AT_LEAST" })
    : rows.answer({ total: told, relation: "EXACT" });
}

function isRefusal(error: unknown): boolean {
  return error instanceof UpstreamError && ["rejected", "malformed"].includes(error.failure.kind);
}
