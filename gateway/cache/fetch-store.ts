import { LRUCache } from "lru-cache";
import type { Clock } from "#adapters/runtime/source.ts";
import type { FetchIdentity, FetchShelf } from "#gateway/engine/fetch-cache.ts";
import type { AnswerHints } from "#gateway/engine/subgraph.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";
import type { SourceReport } from "#subgraphs/runtime/source-report.ts";
import type { Forgetful, Invalidation } from "./invalidation.ts";

/** "Not there" is believed for a short while only. */
const NEGATIVE_TTL_MS = 30_000;
/** Fetches whose long texts are remembered under short names; one that is forgotten begins anew. */
const KNOWN_FETCHES = 20_000;
/** Of an entry beside its value. */
const OVERHEAD_BYTES = 300;

type Value = Readonly<Record<string, unknown>> | null;

/** An entity, or the root fields of one fetch. */
interface Kept {
  readonly value: Value;
  readonly subgraph: string;
  /** Null for root fields, which may hold anything. */
  readonly typeName: string | null;
  readonly hints: AnswerHints;
  /** Epoch milliseconds. */
  readonly storedAt: number;
  readonly until: number;
  readonly bytes: number;
}

/** What was taken of one fetch. */
interface Taken {
  readonly hits: number;
  readonly misses: number;
  /** Time that is left of the entry that ends first, milliseconds. */
  readonly ttlMs: number;
  readonly tags: readonly string[];
  /** Where it came from, with its age now. */
  readonly sources: readonly SourceReport[];
}

export interface ShelfOptions {
  /** All about the caller that may change an answer. */
  readonly partition: string;
  readonly onClose: (taken: Taken) => void;
}

export interface FetchStoreOptions {
  readonly clock: Clock;
  readonly maxBytes: number;
  /** Questions to subgraphs: whoever asks after a call to forget asks anew. */
  readonly underWay?: { close(): void } | undefined;
  /** Types that are never kept. */
  readonly isPrivateType?: (typeName: string) => boolean;
}

/** Subgraphs' answers in memory, one entry for each representation and fetch; bounded in bytes. */
export class FetchStore implements Forgetful {
  readonly #clock: Clock;
  readonly #isPrivateType: (typeName: string) => boolean;
  readonly #underWay: FetchStoreOptions["underWay"];
  readonly #entries: LRUCache<string, Kept>;
  readonly #names = new LRUCache<string, string>({ max: KNOWN_FETCHES });
  #nextName = 0;
  #generation = 0;

  constructor({ clock, maxBytes, underWay, isPrivateType = () => false }: FetchStoreOptions) {
    this.#clock = clock;
    this.#underWay = underWay;
    this.#isPrivateType = isPrivateType;
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: Math.ceil(maxBytes / 16),
      sizeCalculation: ({ bytes }, key) => bytes + 2 * key.length + OVERHEAD_BYTES,
    });
  }

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#entries.calculatedSize;
  }

  open(fetch: FetchIdentity, { partition, onClose }: ShelfOptions): FetchShelf {
    const name = this.#nameOf(fetch, partition);
    const now = this.#clock.now();
    const generation = this.#generation;
    const taking = new Taking(now);
    return {
      take: (key) => {
        const kept = this.#get(name + key, now);
        taking.count(kept);
        return kept?.value;
      },
      // What was asked for before a call to forget does not enter after it.
      put: (key, typeName, value, hints) => {
        if (generation === this.#generation)
          this.#put(name + key, { subgraph: fetch.subgraph, typeName, value, hints });
      },
      close: () => onClose(taking.read()),
    };
  }

  clear(): void {
    this.invalidate({});
  }

  invalidate(what: Invalidation): number {
    this.#generation += 1;
    this.#underWay?.close();
    const before = this.#entries.size;
    const meets = matcherOf(what);
    if (meets === null) this.#entries.clear();
    else for (const [key, kept] of this.#entries.entries()) if (meets(kept)) this.#entries.delete(key);
    return before - this.#entries.size;
  }

  #get(key: string, now: number): Kept | undefined {
    const kept = this.#entries.get(key);
    if (kept === undefined || kept.until > now) return kept;
    this.#entries.delete(key);
    return undefined;
  }

  #put(key: string, entry: Pick<Kept, "subgraph" | "typeName" | "value" | "hints">): void {
    const { typeName, value, hints } = entry;
    if (!(hints.ttlMs > 0) || hints.isPrivate || (typeName !== null && this.#isPrivateType(typeName))) return;
    const storedAt = this.#clock.now();
    const until = storedAt + (value === null ? Math.min(hints.ttlMs, NEGATIVE_TTL_MS) : hints.ttlMs);
    // A value takes more as objects than as text.
    this.#entries.set(key, { ...entry, storedAt, until, bytes: 4 * JSON.stringify(value).length });
  }

  #nameOf({ subgraph, query, variables }: FetchIdentity, partition: string): string {
    const text = JSON.stringify([subgraph, partition, query, variables]);
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = `${this.#nextName++}:`;
    this.#names.set(text, name);
    return name;
  }
}

/** Adds up what is taken: answers kept together have the same sources. */
class Taking {
  readonly #now: number;
  readonly #answers = new Map<AnswerHints, { readonly storedAt: number }>();
  #hits = 0;
  #misses = 0;
  #until = Number.POSITIVE_INFINITY;

  constructor(now: number) {
    this.#now = now;
  }

  count(kept: Kept | undefined): void {
    if (kept === undefined) {
      this.#misses += 1;
      return;
    }
    this.#hits += 1;
    this.#until = Math.min(this.#until, kept.until);
    if (!this.#answers.has(kept.hints)) this.#answers.set(kept.hints, kept);
  }

  read(): Taken {
    const answers = [...this.#answers];
    return {
      hits: this.#hits,
      misses: this.#misses,
      ttlMs: this.#until - this.#now,
      tags: answers.flatMap(([{ tags = [] }]) => tags),
      sources: answers.flatMap(([{ sources = [] }, { storedAt }]) =>
        sources.map((report) => fromCache(report, this.#now - storedAt)),
      ),
    };
  }
}

function fromCache(report: SourceReport, ageMs: number): SourceReport {
  const ageSeconds = report.ageSeconds + Math.floor(ageMs / 1_000);
  return { ...report, outcome: "OK", upstreamCalls: 0, cacheHits: 1, ageSeconds, durationMs: 0 };
}

/** Null for all. Root fields may hold any type and record: they go with each. */
function matcherOf({ node, type, id, tag }: Invalidation): ((kept: Kept) => boolean) | null {
  if (node === undefined && type === undefined && id === undefined && tag === undefined) return null;
  const types = [type, id === undefined ? undefined : decodeNodeId(id)?.typename].filter((name) => name !== undefined);
  return ({ subgraph, typeName, hints: { tags = [] } }) =>
    (node === undefined || subgraph === node) &&
    (tag === undefined || tags.includes(tag)) &&
    (typeName === null || types.every((name) => name === typeName));
}
