import type { Kjy01Page } from "#adapters/chongqing-kjy01/records.ts";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { type LoadedRecords, loadRecords } from "#adapters/runtime/load-records.ts";
import type { RecordCache } from "#adapters/runtime/record-cache.ts";
import type { CallContext, Sourced, SourceRuntime } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { askWindow, type ListWindow, MAX_PAGE_SIZE } from "./ask-window.ts";

/** Query parameters of a list; undefined means no filter. */
export type ListQuery = Readonly<Record<string, string | undefined>>;

export interface ListDefinition<T> {
  /** For metrics: "list-offers". */
  readonly operation: string;
  readonly url: string;
  readonly decode: Decoder<Kjy01Page<T>>;
  /** Names of the parameters for page and size: each envelope has its own. */
  readonly paging: { readonly page: string; readonly size: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly ttlMs: number;
}

/** A bulk look-up: what it asks with, where it remembers, and how it tells the answers apart. */
export interface KeyLookUp<T, V> {
  /** The list's plural filter. */
  readonly parameter: string;
  readonly records: RecordCache<V>;
  /** What belongs to a key among the records of the answer; null for nothing. */
  readonly pick: (key: string, items: readonly T[]) => V | null;
}

/** How many ids, codes or numbers go into one question. */
const BATCH = 50;

/** One public list of the site: by pages, and by keys in bulk. Every record that passes by is remembered. */
export class PublicList<T extends { readonly id: string }> {
  readonly #runtime: SourceRuntime;
  readonly #list: ListDefinition<T>;
  readonly #records: RecordCache<T>;

  constructor(runtime: SourceRuntime, list: ListDefinition<T>) {
    this.#runtime = runtime;
    this.#list = list;
    this.#records = runtime.records<T>(list.operation, { ttlMs: list.ttlMs });
  }

  page(query: ListQuery, window: ListWindow, context: CallContext): Promise<Sourced<Kjy01Page<T>>> {
    return askWindow((page, size) => this.#ask(query, page, size, context), window);
  }

  /** In the order of the ids. What can be no id of the site is not sent there. */
  async byIds(ids: readonly string[], context: CallContext): Promise<LoadedRecords<T>> {
    const pick = (id: string, items: readonly T[]) => items.find((item) => item.id === id) ?? null;
    const possible = ids.filter((id) => /^\d{1,20}$/.test(id));
    const loaded = await this.byKeys(possible, context, { parameter: "ids", records: this.#records, pick });
    const found = new Map(possible.map((id, index) => [id, loaded[index]]));
    const nothing = { value: null, fetchedAt: this.#runtime.clock.now(), freshness: "FRESH" } as const;
    return ids.map((id) => found.get(id) ?? nothing);
  }

  /** Bulk look-up by any key for which the list has a plural filter, in the order of the keys. */
  byKeys<V>(keys: readonly string[], context: CallContext, lookUp: KeyLookUp<T, V>): Promise<LoadedRecords<V>> {
    return loadRecords({
      cache: lookUp.records,
      ids: keys,
      fetchMissing: (missing, own) => this.#fetchKeys(missing, own, lookUp),
      source: this.#runtime.code,
      operation: this.#list.operation,
      clock: this.#runtime.clock,
      context,
    });
  }

  async #fetchKeys<V>(
    keys: readonly string[],
    context: CallContext,
    lookUp: KeyLookUp<T, V>,
  ): Promise<Sourced<ReadonlyMap<string, V | UpstreamError>>> {
    const batches = Array.from({ length: Math.ceil(keys.length / BATCH) }, (_, index) =>
      keys.slice(index * BATCH, (index + 1) * BATCH),
    );
    const answers = (await Promise.all(batches.map((batch) => this.#fetchBatch(batch, context, lookUp)))).flat();
    return {
      value: new Map(answers.flatMap(({ entries }) => entries)),
      fetchedAt: Math.min(...answers.map(({ fetchedAt }) => fetchedAt)),
      freshness: answers.some(({ freshness }) => freshness === "STALE") ? "STALE" : "FRESH",
    };
  }

  /** One bad batch does not fail its neighbours. A batch with more records than a page holds is asked in halves. */
  async #fetchBatch<V>(
    keys: readonly string[],
    context: CallContext,
    lookUp: KeyLookUp<T, V>,
  ): Promise<readonly BatchAnswer<V>[]> {
    try {
      const answer = await this.#ask({ [lookUp.parameter]: keys.join(",") }, 1, MAX_PAGE_SIZE, context);
      const { items, total } = answer.value;
      if (total > items.length && keys.length > 1) {
        const half = Math.ceil(keys.length / 2);
        const halves = [keys.slice(0, half), keys.slice(half)];
        return (await Promise.all(halves.map((part) => this.#fetchBatch(part, context, lookUp)))).flat();
      }
      const entries = keys.flatMap((key) => {
        const value = lookUp.pick(key, items);
        return value === null ? [] : [[key, value] as const];
      });
      return [{ ...answer, entries }];
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      const entries = keys.map((key) => [key, error] as const);
      return [{ entries, fetchedAt: this.#runtime.clock.now(), freshness: "FRESH" }];
    }
  }

  async #ask(query: ListQuery, page: number, size: number, context: CallContext): Promise<Sourced<Kjy01Page<T>>> {
    const { operation, url, decode, paging, headers, ttlMs } = this.#list;
    const pages = { [paging.page]: page, [paging.size]: size };
    const request = { operation, url, query: { ...query, ...pages }, decode, ttlMs };
    const answer = await this.#runtime.call(headers === undefined ? request : { ...request, headers }, context);
    for (const item of answer.value.items) this.#records.prime(item.id, { ...answer, value: item });
    return answer;
  }
}

interface BatchAnswer<V> extends Pick<Sourced<unknown>, "fetchedAt" | "freshness"> {
  readonly entries: readonly (readonly [key: string, value: V | UpstreamError])[];
}
