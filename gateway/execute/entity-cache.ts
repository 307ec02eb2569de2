import { LRUCache } from "lru-cache";
import type { Clock } from "#adapters/runtime/source.ts";
import type { KeptEntities } from "#gateway/cache/invalidation.ts";

/** One entity as a node answered it. Kept as text, so that no reader can change what the next one gets. */
export interface CachedEntity {
  /** JSON of the entity, "null" for one that does not exist. */
  readonly json: string;
  /** The sources it came from, and how old their answers were when it was stored. */
  readonly sources: readonly { readonly code: string; readonly ageSeconds: number }[];
  /** Epoch milliseconds. */
  readonly storedAt: number;
  readonly expiresAt: number;
}

/** Answers of `_entities`, one entry per representation. Other stores (shared between gateways) can take its place. */
export interface EntityCache extends KeptEntities {
  get(key: string): CachedEntity | undefined;
  set(key: string, entity: CachedEntity): void;
  /** Changes when the cache is cleared: what was asked before must not enter after. */
  readonly generation: number;
}

/** In memory, bounded in bytes. */
export function createMemoryEntityCache(clock: Clock, maxBytes: number): EntityCache {
  let evictions = 0;
  let invalidations = 0;
  const entries = new LRUCache<string, CachedEntity>({
    maxSize: maxBytes,
    maxEntrySize: Math.ceil(maxBytes / 100),
    // Strings of JSON and keys are mostly one or two bytes a character; two is the safe side.
    sizeCalculation: (entity, key) => 2 * (entity.json.length + key.length) + 200,
    dispose: (_entity, _key, reason) => {
      if (reason === "evict") evictions += 1;
    },
  });
  let generation = 0;
  const clear = () => {
    generation += 1;
    invalidations += entries.size;
    entries.clear();
  };
  return {
    get generation() {
      return generation;
    },
    get evictions() {
      return evictions;
    },
    get invalidations() {
      return invalidations;
    },
    get size() {
      return entries.size;
    },
    get bytes() {
      return entries.calculatedSize;
    },
    get: (key) => {
      const entity = entries.get(key);
      if (entity === undefined || entity.expiresAt > clock.now()) return entity;
      entries.delete(key);
      return undefined;
    },
    set: (key, entity) => void entries.set(key, entity),
    clear,
    // Which entity an entry holds is not remembered: all are asked for anew.
    invalidate: () => {
      const { size } = entries;
      clear();
      return size;
    },
  };
}
