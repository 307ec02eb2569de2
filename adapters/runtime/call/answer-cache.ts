import { LRUCache } from "lru-cache";

/** A decoded answer with its origin in time. */
export interface Answered<T> {
  readonly value: T;
  /** Epoch milliseconds of the upstream answer. */
  readonly fetchedAt: number;
  /** Epoch milliseconds; equal to fetchedAt when it may not be served again. */
  readonly expiresAt: number;
}

export interface AnswerCacheLimits {
  readonly maxEntries: number;
  /** Sum of the decoded body sizes. */
  readonly maxBytes: number;
}

export const DEFAULT_CACHE_LIMITS: AnswerCacheLimits = { maxEntries: 5_000, maxBytes: 64 * 1024 * 1024 };

/** Decoded public answers, bounded by number and by bytes, least recently used first out. Failures never enter. */
export class AnswerCache {
  readonly #entries: LRUCache<string, Answered<unknown>>;

  constructor({ maxEntries, maxBytes }: AnswerCacheLimits) {
    this.#entries = new LRUCache({ max: maxEntries, maxSize: maxBytes });
  }

  /** The answer if it may still be served. */
  get(key: string, now: number): Answered<unknown> | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.expiresAt > now) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, answer: Answered<unknown>, bytes: number): void {
    if (answer.expiresAt > answer.fetchedAt) this.#entries.set(key, answer, { size: Math.max(1, bytes) });
  }

  clear(): void {
    this.#entries.clear();
  }
}
