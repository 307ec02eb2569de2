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
  /** Of each item its place in the window; absent where they stand without a gap. */
  readonly places?: readonly number[];
  /** Rows of the window that are no records to be shown; absent for none. */
  readonly hidden?: number;
}

/** Rows with their places in the list, of which those of a window are given out, each record once. */
export class WindowRows {
  readonly #window: ListWindow;
  readonly #items = new Map<string, { readonly item: Sourced<MappedRecord>; readonly place: number }>();
  readonly #hidden = new Set<number>();
  readonly #seen = new Set<string>();
  readonly #prints = new Set<string>();

  constructor(window: ListWindow) {
    this.#window = window;
  }

  /** Adds rows from that place on; true when one of them, or a page of hidden ones, was not seen before. */
  add(page: Sourced<ListPage>, from: number, count = page.value.records.length): boolean {
    const { fetchedAt, freshness } = page;
    const { print } = page.value;
    let hasNew = print !== null && !this.#prints.has(print);
    if (print !== null) this.#prints.add(print);
    for (let index = 0; index < count; index++) {
      const record = page.value.records[index];
      const place = from + index;
      if (record === null && this.#holds(place)) this.#hidden.add(place);
      if (record === null || record === undefined || this.#seen.has(record.id)) continue;
      this.#seen.add(record.id);
      hasNew = true;
      if (this.#holds(place)) this.#items.set(record.id, { item: { value: record, fetchedAt, freshness }, place });
    }
    return hasNew;
  }

  #holds(place: number): boolean {
    const { offset, limit } = this.#window;
    return place >= offset && place < offset + limit;
  }

  answer({ total, relation }: Pick<WindowAnswer, "total" | "relation">): WindowAnswer {
    const found = [...this.#items.values()];
    const hidden = this.#hidden.size;
    return {
      items: found.map(({ item }) => item),
      total,
      relation,
      ...placed(found.map(({ place }) => place - this.#window.offset)),
      ...(hidden === 0 ? {} : { hidden }),
    };
  }
}

/** Places are told only where they are not those that anybody would take them for. */
export function placed(places: readonly number[]): Pick<WindowAnswer, "places"> {
  return places.every((place, index) => place === index) ? {} : { places };
}
