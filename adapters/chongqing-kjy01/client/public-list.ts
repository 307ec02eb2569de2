import type { Kjy01Page } from "#adapters/chongqing-kjy01/records.ts";
import { SOURCE_CODE } from "#adapters/chongqing-kjy01/source-code.ts";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import type { RecordCache } from "#adapters/runtime/record-cache.ts";
import type { CallContext, Sourced, SourceRuntime } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { askWindow, type ListWindow, MAX_PAGE_SIZE } from "./ask-window.ts";

/** Query parameters of a list; undefined means no filter. */
export type ListQuery = Readonly<Record<string, string | undefined>>;

/** A record, null for "nothing there", or what befell the question. */
export type Found<T> = Sourced<T> | null | UpstreamError;

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

  async page(query: ListQuery, window: ListWindow, context: CallContext): Promise<Sourced<Kjy01Page<T>>> {
    const answer = await askWindow((page, size) => this.#ask(query, page, size, context), window);
    for (const item of answer.value.items) this.#records.prime(item.id, { ...answer, value: item });
    return answer;
  }

  /** In the order of the ids. What is remembered asks nobody; the rest goes out in bulk. */
  byIds(ids: readonly string[], context: CallContext): Promise<readonly Found<T>[]> {
    return this.byKeys(ids.filter(isSnowflake), context, {
      parameter: "ids",
      records: this.#records,
      pick: (id, items) => items.find((item) => item.id === id) ?? null,
    }).then((found) => ids.map((id) => found.get(id) ?? null));
  }

  /** Bulk look-up by any key for which the list has a plural filter. Absence is remembered too. */
  async byKeys<V>(
    keys: readonly string[],
    context: CallContext,
    lookUp: KeyLookUp<T, V>,
  ): Promise<Map<string, Found<V>>> {
    const found = new Map<string, Found<V>>();
    const missing: string[] = [];
    for (const key of new Set(keys)) {
      const known = lookUp.records.get(key);
      if (known === undefined) missing.push(key);
      else found.set(key, known.value === null ? null : { ...known, value: known.value });
    }
    this.#observeHits([...found.values()], context);
    for (const [key, value] of await this.#fetchKeys(missing, context, lookUp)) found.set(key, value);
    return found;
  }

  async #fetchKeys<V>(
    keys: readonly string[],
    context: CallContext,
    lookUp: KeyLookUp<T, V>,
  ): Promise<readonly Entry<V>[]> {
    const batches = Array.from({ length: Math.ceil(keys.length / BATCH) }, (_, index) =>
      keys.slice(index * BATCH, (index + 1) * BATCH),
    );
    const answers = await Promise.all(batches.map((batch) => this.#fetchBatch(batch, context, lookUp)));
    return answers.flat();
  }

  /** One bad batch does not fail its neighbours. A batch with more records than a page holds is asked in halves. */
  async #fetchBatch<V>(
    keys: readonly string[],
    context: CallContext,
    lookUp: KeyLookUp<T, V>,
  ): Promise<readonly Entry<V>[]> {
    try {
      const answer = await this.#ask({ [lookUp.parameter]: keys.join(",") }, 1, MAX_PAGE_SIZE, context);
      if (answer.value.total > answer.value.items.length && keys.length > 1) {
        const half = Math.ceil(keys.length / 2);
        const halves = [keys.slice(0, half), keys.slice(half)];
        return (await Promise.all(halves.map((part) => this.#fetchBatch(part, context, lookUp)))).flat();
      }
      return this.#remember(keys, answer, lookUp);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return keys.map((key) => [key, error] as const);
    }
  }

  #remember<V>(
    keys: readonly string[],
    answer: Sourced<Kjy01Page<T>>,
    { records, pick }: KeyLookUp<T, V>,
  ): readonly Entry<V>[] {
    for (const item of answer.value.items) this.#records.prime(item.id, { ...answer, value: item });
    return keys.map((key) => {
      const value = pick(key, answer.value.items);
      records.prime(key, { ...answer, value });
      return [key, value === null ? null : { ...answer, value }] as const;
    });
  }

  #ask(query: ListQuery, page: number, size: number, context: CallContext): Promise<Sourced<Kjy01Page<T>>> {
    const { operation, url, decode, paging, headers, ttlMs } = this.#list;
    return this.#runtime.call(
      {
        operation,
        url,
        query: { ...query, [paging.page]: page, [paging.size]: size },
        ...(headers === undefined ? {} : { headers }),
        decode,
        ttlMs,
      },
      context,
    );
  }

  /** Remembered records are part of the answer's story like calls are. */
  #observeHits(hits: readonly Found<unknown>[], context: CallContext): void {
    if (hits.length === 0) return;
    const now = this.#runtime.clock.now();
    const ages = hits.flatMap((hit) => (hit === null || hit instanceof Error ? [] : [now - hit.fetchedAt]));
    const ageMs = Math.max(0, ...ages);
    context.observe({
      source: SOURCE_CODE,
      operation: this.#list.operation,
      outcome: "OK",
      upstreamCalls: 0,
      cacheHits: hits.length,
      ageMs,
      durationMs: 0,
      ttlMs: Math.max(0, this.#list.ttlMs - ageMs),
      isPrivate: false,
    });
  }
}

type Entry<V> = readonly [key: string, found: Found<V>];

export interface KeyLookUp<T, V> {
  /** The list's plural filter. */
  readonly parameter: string;
  readonly records: RecordCache<V>;
  /** What belongs to a key among the records of the answer. */
  readonly pick: (key: string, items: readonly T[]) => V | null;
}

/** Ids come from clients: what can be no id of the site is not sent there. */
function isSnowflake(id: string): boolean {
  return /^\d{1,20}$/.test(id);
}
