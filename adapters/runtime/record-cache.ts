import { LRUCache } from "lru-cache";
import type { Clock, Sourced } from "./source.ts";

/** Absence is believed for a shorter time than presence: what is filed today should be found today. */
const NEGATIVE_TTL_MS = 30_000;

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
    const ttlMs = record.value === null ? Math.min(this.#ttlMs, NEGATIVE_TTL_MS) : this.#ttlMs;
    this.#entries.set(id, { record, expiresAt: record.fetchedAt + ttlMs });
  }

  /** Milliseconds for which all these records may still be reused; 0 when one of them may not. */
  ttlLeftMs(ids: readonly string[]): number {
    const now = this.#clock.now();
    const left = ids.map((id) => (this.#entries.peek(id)?.expiresAt ?? now) - now);
    return Math.max(0, Math.min(...left));
  }

  clear(): void {
    this.#entries.clear();
  }
}
