import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { byWords } from "./by-words.ts";
import { KeptMarks } from "./kept-marks.ts";
import type { KindList } from "./kind-list.ts";
import { type ListWindow, placed, type WindowAnswer } from "./list-page.ts";
import type { QuestionWords } from "./places.ts";

export interface KeptOptions {
  /** The manifest leaves out rows, so that they are counted from the first. */
  readonly skips: boolean;
  readonly source: string;
}

/** A list that comes whole is one chunk. */
const WHOLE_LIST = 20_000;
/** Chunks of rows that one window may have read; what was counted by then is remembered. */
const MOST_CHUNKS = 100;
/** No further is counted for a window of a list that has hidden rows by chance. */
const FAR_CHUNKS = 20;

/**
 * Windows counted in records. The source counts rows; where some are no records to be shown (`skip`, no id, secret), the list
 * is read from where its records were last counted until the window is full or the list has ended. The total is at least what
 * was counted, and exact when all was read. A list of which no row was ever left out is read where the window lies.
 */
export function keptWindows(list: KindList, { skips, source }: KeptOptions): KindList["read"] {
  const marksOf = byWords(() => new KeptMarks(skips));
  const size = list.pageSize ?? WHOLE_LIST;
  return async (words, window, context) => {
    const marks = marksOf(words);
    if (!marks.hasHidden || (!skips && isFar(window, marks, size))) {
      const found = await list.read(words, window, context);
      if (found.hidden === undefined && !marks.hasHidden) return found;
      marks.hasHidden = true;
      if (!skips && isFar(window, marks, size)) return asFarAsKnown(found, window);
    }
    return walk(list, window, { words, context, marks, size, source });
  };
}

/** Counting up to there would ask too much of the source. */
function isFar({ offset }: ListWindow, marks: KeptMarks, size: number): boolean {
  return Math.floor(offset / size) - marks.next >= FAR_CHUNKS;
}

/** Few rows are hidden where the manifest leaves out none: their places are near enough. */
function asFarAsKnown({ hidden: _, ...found }: WindowAnswer, { offset }: ListWindow): WindowAnswer {
  return { ...found, total: offset + found.items.length, relation: "AT_LEAST" };
}

interface Walking {
  readonly words: QuestionWords;
  readonly context: CallContext;
  readonly marks: KeptMarks;
  /** Rows a chunk. */
  readonly size: number;
  readonly source: string;
}

async function walk(list: KindList, window: ListWindow, walking: Walking): Promise<WindowAnswer> {
  const { words, context, marks, size, source } = walking;
  const kept = new KeptRecords(window);
  const first = marks.chunkOf(window.offset);
  for (let chunk = first; chunk < first + MOST_CHUNKS; chunk++) {
    const found = await list.read(words, { offset: chunk * size, limit: size }, context);
    const { length } = found.items;
    if (isEnd(found, (chunk + 1) * size, list)) {
      kept.add(found, marks.end(chunk, { rows: found.total, records: length }));
      return kept.answer({ total: marks.counted, relation: found.relation });
    }
    const before = marks.note(chunk, length);
    kept.add(found, before);
    if (before + length < window.offset + window.limit) continue;
    const total = found.relation === "EXACT" ? marks.totalFor(found.total) : null;
    return kept.answer(total === null ? { total: marks.counted, relation: "AT_LEAST" } : { total, relation: "EXACT" });
  }
  if (kept.size === 0) throw new UpstreamError(source, { kind: "over-budget" });
  return kept.answer({ total: marks.counted, relation: "AT_LEAST" });
}

/** No rows come after this chunk; or the source shows no more of them. */
function isEnd({ items, hidden = 0, total, relation }: WindowAnswer, readTo: number, list: KindList): boolean {
  if (list.pageSize === null) return true;
  return relation === "EXACT" ? total <= readTo : items.length + hidden === 0;
}

/** Records with their places among the list's records, of which those of a window are given out, each once. */
class KeptRecords {
  readonly #window: ListWindow;
  readonly #items = new Map<string, { readonly item: Sourced<MappedRecord>; readonly place: number }>();

  constructor(window: ListWindow) {
    this.#window = window;
  }

  get size(): number {
    return this.#items.size;
  }

  add({ items }: WindowAnswer, before: number): void {
    const { offset, limit } = this.#window;
    for (const [index, item] of items.entries()) {
      const place = before + index - offset;
      if (place >= 0 && place < limit && !this.#items.has(item.value.id))
        this.#items.set(item.value.id, { item, place });
    }
  }

  answer({ total, relation }: Pick<WindowAnswer, "total" | "relation">): WindowAnswer {
    const found = [...this.#items.values()];
    return {
      items: found.map(({ item }) => item),
      total,
      relation,
      ...placed(found.map(({ place }) => place)),
    };
  }
}
