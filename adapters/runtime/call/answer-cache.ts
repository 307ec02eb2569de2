import { LRUCache } from "lru-cache";
import { type ShelfLife, type Stage, stageAt } from "#adapters/runtime/shelf-life.ts";
import type { UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { Validators } from "./validators.ts";

/** A decoded answer with its origin in time. */
export interface Answered<T> {
  readonly value: T;
  /** Epoch milliseconds of the upstream answer. */
  readonly fetchedAt: number;
  /** Epoch milliseconds; equal to fetchedAt when it may not be served again. */
  readonly expiresAt: number;
}

/** A public answer as it is kept. */
export interface KeptAnswer {
  readonly kind: "answer";
  readonly answer: Answered<unknown>;
  readonly life: ShelfLife;
  /** What to ask "has it changed?" with; null when the upstream gave nothing. */
  readonly validators: Validators | null;
  /** Size of the body. */
  readonly bytes: number;
  /** When renewing it last failed, epoch milliseconds; null when it did not. */
  readonly failedAt: number | null;
}

/** "There is nothing here (any more)", where the question has no other word for it. */
export interface KeptAbsence {
  readonly kind: "gone";
  readonly failure: UpstreamFailure;
  readonly life: ShelfLife;
  readonly bytes: number;
}

export type Found = (KeptAnswer & { readonly stage: Exclude<Stage, "over"> }) | KeptAbsence;

export interface AnswerCacheLimits {
  readonly maxEntries: number;
  /** Sum of the decoded body sizes. */
  readonly maxBytes: number;
}

export const DEFAULT_CACHE_LIMITS: AnswerCacheLimits = { maxEntries: 5_000, maxBytes: 64 * 1024 * 1024 };

/** Decoded public answers, bounded by number and by bytes, least recently used first out. They stay past their time, for want of better. */
export class AnswerCache {
  readonly #entries: LRUCache<string, KeptAnswer | KeptAbsence>;
  #generation = 0;

  constructor({ maxEntries, maxBytes }: AnswerCacheLimits) {
    this.#entries = new LRUCache({ max: maxEntries, maxSize: maxBytes });
  }

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#entries.calculatedSize;
  }

  /** Changes when the cache is cleared: what was asked before must not enter after. */
  get generation(): number {
    return this.#generation;
  }

  /** What is kept and how it may be used now. */
  find(key: string, now: number): Found | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const stage = stageAt(entry.life, now);
    if (stage !== "over") return entry.kind === "gone" ? entry : { ...entry, stage };
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, entry: KeptAnswer | KeptAbsence): void {
    this.#entries.set(key, entry, { size: Math.max(1, entry.bytes) });
  }

  /** Renewing the entry failed; it is left alone for a while. */
  noteFailure(key: string, now: number): void {
    const entry = this.#entries.peek(key);
    if (entry?.kind === "answer") this.set(key, { ...entry, failedAt: now });
  }

  /** Deletes what nothing may be made of any more. */
  sweep(now: number): void {
    for (const [key, { life }] of this.#entries.entries()) if (stageAt(life, now) === "over") this.#entries.delete(key);
  }

  clear(): void {
    this.#generation += 1;
    this.#entries.clear();
  }
}
