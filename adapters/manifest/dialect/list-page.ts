import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import type { PostbackForm } from "./decode-page.ts";

/** One answer of a list, mapped. */
export interface ListPage {
  /** In the source's order; null keeps the place of a row that is no record to be shown. */
  readonly records: readonly (MappedRecord | null)[];
  readonly total: number | null;
  readonly next: string | null;
  readonly form: PostbackForm | null;
  /** Where no row of it is a record to be shown: what tells it from other such pages; null for all others. */
  readonly print: string | null;
}

/** A page of a source that said "nothing there": of the list's length it says nothing. */
export const NO_PAGE: ListPage = { records: [], total: null, next: null, form: null, print: null };

export interface ListWindow {
  readonly offset: number;
  readonly limit: number;
}

export interface WindowAnswer {
  readonly items: readonly Sourced<MappedRecord>[];
  readonly total: number;
  readonly relation: "EXACT" | "AT_LEAST";
}

/** Rows with their places in the list, of which those of a window are given out, each record once. */
export class WindowRows {
  readonly #window: ListWindow;
  readonly #items = new Map<string, Sourced<MappedRecord>>();
  readonly #seen = new Set<string>();
  readonly #prints = new Set<string>();

  constructor(window: ListWindow) {
    this.#window = window;
  }

  /** Adds rows from that place on; true when one of them, or a page of hidden ones, was not seen before. */
  add(page: Sourced<ListPage>, from: number, count = page.value.records.length): boolean {
    const { offset, limit } = this.#window;
    const { fetchedAt, freshness } = page;
    const { print } = page.value;
    let hasNew = print !== null && !this.#prints.has(print);
    if (print !== null) this.#prints.add(print);
    for (let index = 0; index < count; index++) {
      const record = page.value.records[index];
      if (record === null || record === undefined || this.#seen.has(record.id)) continue;
      this.#seen.add(record.id);
      hasNew = true;
      const place = from + index;
      if (place >= offset && place < offset + limit)
        this.#items.set(record.id, { value: record, fetchedAt, freshness });
    }
    return hasNew;
  }

  get items(): readonly Sourced<MappedRecord>[] {
    return [...this.#items.values()];
  }
}
