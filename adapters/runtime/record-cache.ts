import { LRUCache } from "lru-cache";
import { POLITE_DEFAULTS } from "./politeness.ts";
import type { RecordRenewals, RenewRecords } from "./record-renewals.ts";
import { type ShelfLife, type Stage, type StaleLimits, shelfLife, shortLife, stageAt } from "./shelf-life.ts";
import type { Clock, Sourced } from "./source.ts";

/** Absence is believed for a shorter time than presence: what is filed today should be found today. */
const NEGATIVE_TTL_MS = 30_000;

export interface RecordCacheOptions {
  readonly ttlMs: number;
  readonly max?: number;
  /** For how long records are of use after their time; as POLITE_DEFAULTS says where nothing is said. */
  readonly stale?: StaleLimits;
  /** Renews records behind those given out; without it nothing stale is given out unasked. */
  readonly renewals?: RecordRenewals;
}

interface KeptRecord<T> {
  readonly record: Sourced<T | null>;
  readonly life: ShelfLife;
  /** When asking for it anew last failed, epoch milliseconds. */
  readonly failedAt: number | null;
}

/** A record and how it may be used now. */
export interface FoundRecord<T> extends KeptRecord<T> {
  readonly stage: Exclude<Stage, "over">;
}

/** A bounded cache of decoded public records, keyed by the source's own record id. Absence is remembered too (null). */
export class RecordCache<T> {
  readonly #entries: LRUCache<string, KeptRecord<T>>;
  readonly #clock: Clock;
  readonly #ttlMs: number;
  readonly #stale: StaleLimits;
  readonly #renewals: RecordRenewals | null;

  constructor(clock: Clock, { ttlMs, max, stale, renewals }: RecordCacheOptions) {
    this.#clock = clock;
    this.#ttlMs = ttlMs;
    this.#stale = stale ?? POLITE_DEFAULTS;
    this.#renewals = renewals ?? null;
    this.#entries = new LRUCache({ max: max ?? 10_000 });
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The remembered record while it is fresh; undefined when nothing is known (or no longer). */
  get(id: string): Sourced<T | null> | undefined {
    const found = this.find(id);
    return found?.stage === "fresh" ? found.record : undefined;
  }

  /** The remembered record, also past its time; its freshness is as of now. */
  find(id: string): FoundRecord<T> | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    const stage = stageAt(entry.life, this.#clock.now());
    if (stage !== "over") return { ...entry, record: asOf(stage, entry.record), stage };
    this.#entries.delete(id);
    return undefined;
  }

  /** Whether a record past its time may be given out at once, to be renewed behind. */
  isServable({ stage, failedAt }: FoundRecord<T>): boolean {
    if (stage === "fresh" || this.hasJustFailed({ failedAt })) return true;
    return stage === "stale-while-revalidate" && this.#renewals !== null;
  }

  /** After a failure nobody waits for the upstream again, and it is left alone, for a moment. */
  hasJustFailed({ failedAt }: Pick<FoundRecord<T>, "failedAt">): boolean {
    return failedAt !== null && this.#clock.now() - failedAt < NEGATIVE_TTL_MS;
  }

  /** Of two records the one fetched later stays. */
  prime(id: string, record: Sourced<T | null>): void {
    const known = this.#entries.peek(id);
    if (known !== undefined && known.record.fetchedAt > record.fetchedAt) return;
    const ttlMs = record.value === null ? Math.min(this.#ttlMs, NEGATIVE_TTL_MS) : this.#ttlMs;
    const expiresAt = record.fetchedAt + ttlMs;
    const life = record.value === null ? shortLife(expiresAt) : shelfLife(expiresAt, ttlMs, this.#stale);
    this.#entries.set(id, { record, life, failedAt: null });
  }

  /** Asking for this record anew failed. */
  noteFailure(id: string): void {
    const entry = this.#entries.peek(id);
    if (entry !== undefined) this.#entries.set(id, { ...entry, failedAt: this.#clock.now() });
  }

  /** Has these records fetched anew behind the answer. */
  renewBehind(ids: readonly string[], renew: RenewRecords): void {
    this.#renewals?.start(ids, renew);
  }

  /** Tells how many records were met in which way. */
  tell(result: "fresh" | "stale-while-revalidate" | "stale-if-error" | "miss", count: number): void {
    this.#renewals?.tell(result, count);
  }

  /** Milliseconds for which all these records may still be reused; 0 when one of them may not. */
  ttlLeftMs(ids: readonly string[]): number {
    const now = this.#clock.now();
    const left = ids.map((id) => (this.#entries.peek(id)?.life.expiresAt ?? now) - now);
    return Math.max(0, Math.min(...left));
  }

  delete(id: string): void {
    this.#entries.delete(id);
  }

  clear(): void {
    this.#entries.clear();
  }
}

function asOf<T>(stage: Stage, record: Sourced<T>): Sourced<T> {
  const freshness = stage === "fresh" ? "FRESH" : "STALE";
  return record.freshness === freshness ? record : { ...record, freshness };
}
