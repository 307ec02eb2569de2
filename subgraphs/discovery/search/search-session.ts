import { HitBook } from "./hit-book.ts";
import type { AskPage, PlacedRecord, RecordList } from "./record-list.ts";
import type { SearchHit } from "./search-hit.ts";
import type { WeighRecord } from "./weigh-record.ts";

/** How far each list has been read, by its key. */
export type Positions = Readonly<Record<string, number>>;

/** A list that the session reads, and where its records come from. */
export interface SessionList {
  readonly list: RecordList;
  readonly origin: "LIVE" | "INDEX";
  /** Null: of several kinds. */
  readonly kind: string | null;
}

export interface PageWanted {
  /** How many hits of the session came before. */
  readonly position: number;
  readonly first: number;
  /** How a list is asked within this request. */
  readonly askOf: (key: string) => AskPage | undefined;
  /** Ends when no list is waited for any longer. */
  readonly patience: Promise<void>;
  readonly now: () => number;
}

/** How a list did during a page. */
export interface ListVisit {
  readonly key: string;
  readonly tookMs: number;
  readonly isLate: boolean;
  readonly failure: unknown;
}

export interface SessionPage {
  readonly hits: readonly SearchHit[];
  readonly hasMore: boolean;
  readonly visits: readonly ListVisit[];
}

/** Beyond this paging goes on by positions, as after a session's end. */
const MOST_BYTES = 4_000_000;
const BYTES_OF_ID = 160;

/**
 * What one search found so far. Hits that were shown keep their order; the next page is the best of what the lists have
 * brought by then, so that late finds come on later pages and nothing is shown twice.
 */
export class SearchSession {
  readonly id: string;
  readonly lists: readonly SessionList[];
  readonly #weigh: WeighRecord;
  readonly #book = new HitBook();
  readonly #waiting = new Set<SearchHit>();
  readonly #shown: SearchHit[] = [];
  /** Where the lists stood when that many hits had been shown. */
  readonly #marks: { readonly shown: number; readonly positions: Positions }[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #bytes = 0;

  constructor(id: string, lists: readonly SessionList[], weigh: WeighRecord) {
    this.id = id;
    this.lists = lists;
    this.#weigh = weigh;
    this.#mark();
  }

  get bytes(): number {
    const known = this.lists.reduce((sum, { list }) => sum + list.known, 0);
    return 2_000 + this.#bytes + known * BYTES_OF_ID + this.#marks.length * this.lists.length * 40;
  }

  get isFull(): boolean {
    return this.bytes > MOST_BYTES;
  }

  /** Everything found so far, shown or not. */
  get found(): Iterable<SearchHit> {
    return this.#book.hits;
  }

  /** Where to go on once the session is gone, for somebody who has seen that many hits. */
  positionsAt(shown: number): Positions {
    return this.#marks.findLast((mark) => mark.shown <= shown)?.positions ?? {};
  }

  /** One page; the same one again for the same position. Pages of a session are made one after the other. */
  async page(wanted: PageWanted): Promise<SessionPage> {
    const end = wanted.position + wanted.first;
    const before = this.#turn;
    const { promise: turn, resolve } = Promise.withResolvers<void>();
    this.#turn = before.then(() => turn);
    try {
      await Promise.race([before, wanted.patience]);
      const visits = this.#shown.length < end ? await this.#read(end - this.#shown.length, wanted) : [];
      this.#take(wanted.now());
      if (this.#shown.length < end) this.#show(end - this.#shown.length);
      return { hits: this.#shown.slice(wanted.position, end), hasMore: this.#hasMore(end), visits };
    } finally {
      resolve();
    }
  }

  #hasMore(end: number): boolean {
    return this.#shown.length > end || this.#waiting.size > 0 || this.lists.some(({ list }) => list.isOpen);
  }

  /** Asks every list that has too little at hand; waits for all of them, or as long as there is patience. */
  async #read(needed: number, { askOf, patience, now }: PageWanted): Promise<readonly ListVisit[]> {
    const startedAt = now();
    const visits = this.lists.flatMap(({ list }) => {
      const ask = askOf(list.key);
      if (ask === undefined || !(list.isAsked || (list.isOpen && list.pending < needed))) return [];
      let tookMs: number | null = null;
      const done = list.read(ask, needed).then(() => {
        tookMs = now() - startedAt;
      });
      return [{ list, done, took: () => tookMs }];
    });
    await Promise.race([Promise.all(visits.map(({ done }) => done)), patience]);
    return visits.map(({ list, took }) => ({
      key: list.key,
      tookMs: took() ?? now() - startedAt,
      isLate: took() === null,
      failure: took() === null ? null : list.failure,
    }));
  }

  #take(now: number): void {
    for (const { list, origin } of this.lists) {
      for (const record of list.take()) this.#enter(record, { list, origin }, now);
    }
  }

  #enter({ place, node, kind, summary }: PlacedRecord, { list, origin }: Omit<SessionList, "kind">, now: number): void {
    const { id, typeName, region, classes, numbers, date, fetchedAt } = summary;
    const finding = {
      ...{ node, kind, typeName, id, origin, region, classes: classes.slice(0, 10) },
      ...{ rank: place + 1, weight: this.#weigh(summary, now), year: date?.slice(0, 4) ?? null },
      fetchedAt: fetchedAt === null ? null : Date.parse(fetchedAt),
      shown: () => list.shown(place),
    };
    const hit = this.#book.enter(finding, numbers);
    if (hit === null) return;
    this.#waiting.add(hit);
    this.#bytes += hit.bytes;
  }

  /**
   * The best of what waits; of equals the one with the lesser id, so that the order is the same every time. A platform's
   * copy gives way while the list of the originals goes on: the original will stand for both.
   */
  #show(count: number): void {
    const expected = new Set(this.lists.flatMap(({ kind, list }) => (kind !== null && list.isPromising ? [kind] : [])));
    const ranked = [...this.#waiting].map((hit) => {
      const { id, kind } = hit.record;
      const { family } = hit.identity;
      return { hit, id, score: hit.score, isEarly: hit.main !== null && kind !== family && expected.has(family) };
    });
    ranked.sort((a, b) => Number(a.isEarly) - Number(b.isEarly) || b.score - a.score || (a.id < b.id ? -1 : 1));
    for (const { hit } of ranked.slice(0, count)) {
      hit.show();
      this.#waiting.delete(hit);
      this.#shown.push(hit);
    }
    this.#mark();
  }

  #mark(): void {
    const positions = this.lists.map(({ list }) => [list.key, list.position] as const);
    const mark = { shown: this.#shown.length, positions: Object.fromEntries(positions.filter(([, at]) => at > 0)) };
    if (this.#marks.at(-1)?.shown === mark.shown) this.#marks.pop();
    this.#marks.push(mark);
  }
}
