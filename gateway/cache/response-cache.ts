import { LRUCache } from "lru-cache";
import type { Clock } from "#adapters/runtime/source.ts";
import type { Answer } from "#gateway/http/answer.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";
import type { Forgetful, Invalidation } from "./invalidation.ts";

/** A whole answer that anybody who asks the same may have. */
interface KeptAnswer {
  readonly answer: Answer;
  readonly until: number;
  readonly nodes: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
  /** Types whose records may be in it; null for all. */
  readonly types: ReadonlySet<string> | null;
  /** Bytes of the answer when it was last reckoned: compressed forms come later. */
  readonly bytes: number;
}

export interface ResponseFigures {
  readonly responses: number;
  readonly bytes: number;
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  readonly invalidations: number;
}

/** Of one operation at a time, while it is answered: only what began after the last call to forget may be kept. */
export interface Keeping extends Omit<KeptAnswer, "answer" | "bytes"> {
  readonly generation: number;
}

/** Key, headers and book-keeping of one answer. */
const OVERHEAD_BYTES = 1_500;
const MAX_RESPONSES = 50_000;

/** Whole answers of public operations as ready bytes, bounded in bytes. */
export class ResponseCache implements Forgetful {
  readonly #entries: LRUCache<string, KeptAnswer>;
  readonly #clock: Clock;
  #generation = 0;
  #hits = 0;
  #misses = 0;
  #evictions = 0;
  #invalidations = 0;

  constructor(clock: Clock, maxBytes: number) {
    this.#clock = clock;
    this.#entries = new LRUCache({
      max: MAX_RESPONSES,
      maxSize: maxBytes,
      maxEntrySize: Math.ceil(maxBytes / 16),
      sizeCalculation: ({ bytes }) => bytes + OVERHEAD_BYTES,
      dispose: (_entry, _key, reason) => {
        if (reason === "evict") this.#evictions += 1;
      },
    });
  }

  /** Changes with every call to forget. */
  get generation(): number {
    return this.#generation;
  }

  get figures(): ResponseFigures {
    return {
      responses: this.#entries.size,
      bytes: this.#entries.calculatedSize,
      hits: this.#hits,
      misses: this.#misses,
      evictions: this.#evictions,
      invalidations: this.#invalidations,
    };
  }

  find(key: string): Answer | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.until <= this.#clock.now()) {
      if (entry !== undefined) this.#entries.delete(key);
      this.#misses += 1;
      return undefined;
    }
    this.#hits += 1;
    const bytes = entry.answer.body.memory;
    if (bytes !== entry.bytes) this.#entries.set(key, { ...entry, bytes });
    return entry.answer;
  }

  keep(key: string, answer: Answer, { generation, ...origin }: Keeping): void {
    if (generation === this.#generation) this.#entries.set(key, { answer, ...origin, bytes: answer.body.memory });
  }

  /** An id's record may be in every answer that holds records of its type: which ones it holds is not remembered. */
  invalidate({ node, type, id, tag }: Invalidation): number {
    this.#generation += 1;
    const types = [type, id === undefined ? undefined : (decodeNodeId(id)?.typename ?? "")];
    const isMeant = (entry: KeptAnswer) =>
      (node === undefined || entry.nodes.has(node)) &&
      (tag === undefined || entry.tags.has(tag)) &&
      types.every((name) => name === undefined || entry.types === null || entry.types.has(name));
    const before = this.#entries.size;
    if ([node, type, id, tag].every((word) => word === undefined)) this.#entries.clear();
    else for (const [key, entry] of [...this.#entries.entries()]) if (isMeant(entry)) this.#entries.delete(key);
    const count = before - this.#entries.size;
    this.#invalidations += count;
    return count;
  }
}
