import { LRUCache } from "lru-cache";
import { type ShelfLife, shelfLife, shortLife, stageAt } from "#adapters/runtime/shelf-life.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import type { FetchIdentity, FetchShelf, KeptValue } from "#gateway/engine/fetch-cache.ts";
import type { AnswerHints, SubgraphFailure } from "#gateway/engine/subgraph.ts";
import type { Invalidation, KeptEntities } from "./invalidation.ts";
import { type Matched, matcherOf } from "./kept-matcher.ts";
import { RENEWAL_MS } from "./renewals.ts";
import { type Taken, Taking } from "./taking.ts";

/** "Not there" is believed for a short while only. */
const NEGATIVE_TTL_MS = 30_000;
/** For so long nobody waits for a subgraph that could not answer, where something can stand in; longer than asking behind takes. */
const FAILING_MS = 15_000;
/** Fetches whose long texts are remembered under short names; one that is forgotten begins anew. */
const KNOWN_FETCHES = 20_000;
/** Of an entry beside its value. */
const OVERHEAD_BYTES = 300;

const NO_TYPES: ReadonlySet<string> = new Set();

/** A fetch under its short name, which ends in a colon. */
interface KnownFetch {
  readonly name: string;
  /** Undefined where nobody knows. */
  readonly below: ReadonlySet<string> | null | undefined;
}

/** An entity, or the root fields of one fetch. */
interface Kept extends ShelfLife {
  readonly value: KeptValue;
  readonly subgraph: string;
  /** Null for root fields, which may hold anything. */
  readonly typeName: string | null;
  /** Types of which it may hold records beside itself; null for any. */
  readonly below: ReadonlySet<string> | null;
  readonly hints: AnswerHints;
  /** Epoch milliseconds. */
  readonly storedAt: number;
  readonly bytes: number;
  /** Somebody sees to it until then. */
  renewingUntil: number;
}

export interface ShelfOptions<Context> {
  /** All about the caller that may change an answer. */
  readonly partition: string;
  readonly onClose: (taken: Taken) => void;
  /** What stands in for an answer that did not come; `isWhole`: for all of it. */
  readonly onStandIn?: (taken: Taken, isWhole: boolean) => void;
  /** Asks behind the caller's answer. Without it nothing is given past its time but where the subgraph fails. */
  readonly behind?: (ask: (context: Context) => Promise<void>) => void;
}

export interface FetchStoreOptions {
  readonly clock: Clock;
  readonly maxBytes: number;
  /** Questions to subgraphs: whoever asks after a call to forget asks anew. */
  readonly underWay?: { close(): void } | undefined;
  /** Types that are never kept. */
  readonly isPrivateType?: (typeName: string) => boolean;
  /** Of which types the answer to a fetch may hold records, beside the entities looked up; null for any. */
  readonly typesBelow?: (query: string) => ReadonlySet<string> | null;
  /** A value that is given past its time, telling so where it tells how fresh it is. */
  readonly asStale?: (value: KeptValue) => KeptValue;
}

/** Subgraphs' answers in memory, one entry for each representation and fetch; bounded in bytes. */
export class FetchStore implements KeptEntities {
  readonly #options: FetchStoreOptions;
  readonly #entries: LRUCache<string, Kept>;
  readonly #names = new LRUCache<string, KnownFetch>({ max: KNOWN_FETCHES });
  /** Subgraphs that could not answer lately, and until when that counts. */
  readonly #failing = new Map<string, number>();
  /** Of which something was kept at some time. */
  readonly #keeping = new Set<string>();
  #nextName = 0;
  #generation = 0;
  #evictions = 0;
  #invalidations = 0;

  constructor(options: FetchStoreOptions) {
    const { maxBytes } = options;
    this.#options = options;
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: Math.ceil(maxBytes / 16),
      sizeCalculation: ({ bytes }, key) => bytes + 2 * key.length + OVERHEAD_BYTES,
      dispose: (_entry, _key, reason) => {
        if (reason === "evict") this.#evictions += 1;
      },
    });
  }

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#entries.calculatedSize;
  }

  get evictions(): number {
    return this.#evictions;
  }

  get invalidations(): number {
    return this.#invalidations;
  }

  open<Context>(fetch: FetchIdentity, options: ShelfOptions<Context>): FetchShelf<Context> {
    const { partition, onClose, onStandIn, behind } = options;
    let known: KnownFetch | undefined;
    // Most fetches of a graph that keeps nothing never need one.
    const keyOf = (key: string) => {
      known ??= this.#known(fetch, partition);
      return known.name + key;
    };
    const isBare = !this.#keeping.has(fetch.subgraph);
    const now = this.#options.clock.now();
    const generation = this.#generation;
    const taking = new Taking(now);
    const due = new Set<string>();
    return {
      isBare,
      keeps: (hints) => this.#keeping.has(fetch.subgraph) || isKeepable(hints),
      take: (key) => {
        const kept = isBare ? undefined : this.#find(keyOf(key), now, behind !== undefined);
        if (kept === undefined) {
          taking.miss();
          return undefined;
        }
        taking.give(kept);
        if (kept.expiresAt > now) return kept.value;
        if (claim(kept, now)) due.add(key);
        return this.#asStale(kept);
      },
      // What was asked for before a call to forget does not enter after it.
      put: (key, typeName, value, hints) => {
        if (generation === this.#generation)
          this.#put(keyOf(key), { subgraph: fetch.subgraph, typeName, below: belowOf(typeName, known), value, hints });
      },
      close: (untaken = 0) => {
        taking.miss(untaken);
        onClose(taking.read());
        return behind === undefined || due.size === 0 ? null : { keys: due, begin: behind };
      },
      standIn: (keys, failure) => {
        const { values, taken, isWhole } = this.#standIn(fetch.subgraph, keys.map(keyOf), failure);
        if (taken.hits + taken.stale > 0) onStandIn?.(taken, isWhole);
        return values;
      },
    };
  }

  clear(): void {
    this.invalidate({});
  }

  invalidate(what: Invalidation): number {
    this.#generation += 1;
    this.#options.underWay?.close();
    const before = this.#entries.size;
    const meets = matcherOf(what);
    if (meets === null) {
      this.#entries.clear();
      this.#keeping.clear();
    } else this.#forget(meets);
    const count = before - this.#entries.size;
    this.#invalidations += count;
    return count;
  }

  #forget(meets: (entry: Matched) => boolean): void {
    for (const [key, kept] of this.#entries.entries()) {
      const { tags = [] } = kept.hints;
      if (meets({ ...kept, tags, key: key.slice(key.indexOf(":") + 1) })) this.#entries.delete(key);
    }
  }

  #find(key: string, now: number, mayBeStale: boolean): Kept | undefined {
    const kept = this.#entries.get(key);
    if (kept === undefined || kept.expiresAt > now) return kept;
    const stage = stageAt(kept, now);
    if (stage === "over") this.#entries.delete(key);
    else if (mayBeStale && (stage === "stale-while-revalidate" || this.#isFailing(kept.subgraph, now))) return kept;
    return undefined;
  }

  #isFailing(subgraph: string, now: number): boolean {
    return (this.#failing.get(subgraph) ?? 0) > now;
  }

  #standIn(subgraph: string, keys: readonly string[], failure: SubgraphFailure) {
    const now = this.#options.clock.now();
    if (failure === "own") this.#failing.set(subgraph, now + FAILING_MS);
    const taking = new Taking(now);
    const values = keys.map((key) => {
      const kept = this.#entries.get(key);
      if (kept === undefined || now >= Math.max(kept.expiresAt, kept.ifErrorUntil)) return undefined;
      taking.give(kept);
      return kept.expiresAt > now ? kept.value : this.#asStale(kept);
    });
    return { values, taken: taking.read(), isWhole: !values.includes(undefined) };
  }

  #asStale({ value }: Kept): KeptValue {
    return this.#options.asStale?.(value) ?? value;
  }

  /** An answer that may not be kept takes the place of an older one that was. */
  #put(key: string, entry: Pick<Kept, "subgraph" | "typeName" | "below" | "value" | "hints">): void {
    const { subgraph, typeName, value, hints } = entry;
    const { clock, isPrivateType } = this.#options;
    const storedAt = clock.now();
    const life = lifeOf(value, hints, storedAt);
    this.#failing.delete(subgraph);
    const isKept = !hints.isPrivate && (typeName === null || isPrivateType?.(typeName) !== true);
    if (!isKept || stageAt(life, storedAt) === "over") {
      this.#entries.delete(key);
      return;
    }
    this.#keeping.add(subgraph);
    // A value takes more as objects than as text.
    const bytes = 4 * JSON.stringify(value).length;
    this.#entries.set(key, { ...entry, ...life, storedAt, bytes, renewingUntil: 0 });
  }

  #known({ subgraph, query, variables }: FetchIdentity, partition: string): KnownFetch {
    const text = JSON.stringify([subgraph, partition, query, variables]);
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const made = { name: `${this.#nextName++}:`, below: this.#options.typesBelow?.(query) };
    this.#names.set(text, made);
    return made;
  }
}

/** Where nobody knows the graph: an entity is itself, root fields may hold anything. */
function belowOf(typeName: string | null, { below }: Partial<KnownFetch> = {}): ReadonlySet<string> | null {
  if (below !== undefined) return below;
  return typeName === null ? null : NO_TYPES;
}

/** Absence is never believed past its time. What is no number allows nothing. */
function lifeOf(value: KeptValue, hints: AnswerHints, now: number): ShelfLife {
  const { staleWhileRevalidateMs, staleIfErrorMs } = hints;
  const ttlMs = atLeastNone(hints.ttlMs);
  if (value === null) return shortLife(now + Math.min(ttlMs, NEGATIVE_TTL_MS));
  return shelfLife(now + ttlMs, ttlMs, {
    staleWhileRevalidateMs: atLeastNone(staleWhileRevalidateMs),
    staleIfErrorMs: Math.max(atLeastNone(staleIfErrorMs), atLeastNone(staleWhileRevalidateMs)),
  });
}

function isKeepable({ ttlMs, staleWhileRevalidateMs = 0, staleIfErrorMs = 0, isPrivate }: AnswerHints): boolean {
  return !isPrivate && (ttlMs > 0 || staleWhileRevalidateMs > 0 || staleIfErrorMs > 0);
}

function atLeastNone(ms: number | undefined): number {
  return ms !== undefined && ms > 0 ? ms : 0;
}

/** True for the one who is to have it asked anew. */
function claim(kept: Kept, now: number): boolean {
  if (kept.renewingUntil > now) return false;
  kept.renewingUntil = now + RENEWAL_MS;
  return true;
}
