import { LRUCache } from "lru-cache";
import type { Clock, Sourced } from "./source.ts";

/** A bounded cache of decoded public records, keyed by the source's own record id. Absence is remembered too (null). */
export class RecordCache<T> {
  readonly #entries: LRUCache<string, { readonly record: Sourced<T | null>; readonly expiresAt: number }>;
  readonly #clock: Clock;
  readonly #ttlMs: number;

  constructor(clock: Clock, options: { readonly ttlMs: number; readonly max?: number }) {
    this.#clock = clock;
    this.#ttlMs = options.ttlMs;
    this.#entries = new LRUCache({ max: options.max ?? 10_000 });
  }

  /** The remembered record; undefined when nothing is known (or no longer). */
  get(id: string): Sourced<T | null> | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    if (entry.expiresAt > this.#clock.now()) return entry.record;
    this.#entries.delete(id);
    return undefined;
  }

  prime(id: string, record: Sourced<T | null>): void {
    this.#entries.set(id, { record, expiresAt: record.fetchedAt + this.#ttlMs });
  }

  clear(): void {
    this.#entries.clear();
  }
}
