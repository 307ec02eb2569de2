import { LRUCache } from "lru-cache";
import { POLITE_DEFAULTS, type Politeness } from "./politeness.ts";
import type { RecordRenewals, RenewRecords } from "./record-renewals.ts";
import {
  cutLife,
  keepUntil,
  type ShelfLife,
  type Stage,
  type StaleLimits,
  shelfLife,
  shortLife,
  stageAt,
} from "./shelf-life.ts";
import type { Clock, Sourced } from "./source.ts";

/** Absence is believed for a shorter time than presence: what is filed today should be found today. */
const NEGATIVE_TTL_MS = 30_000;

export interface RecordCacheOptions {
  readonly ttlMs: number;
  readonly max?: number;
  /** For how long records are of use after their time, and kept at all; as POLITE_DEFAULTS says where nothing is said. */
  readonly stale?: StaleLimits & Partial<Pick<Politeness, "keepAtMostMs">>;
  /** Renews records behind those given out; without it nothing stale is given out unasked. */
  readonly renewals?: RecordRenewals;
}

interface KeptRecord<T> {
  readonly record: Sourced<T | null>;
  /** When the oldest part of it was read, epoch milliseconds. */
  readonly since: number;
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
  readonly #keepAtMostMs: number | null;
  readonly #renewals: RecordRenewals | null;

  constructor(clock: Clock, { ttlMs, max, stale, renewals }: RecordCacheOptions) {
    this.#clock = clock;
    this.#ttlMs = ttlMs;
    this.#stale = stale ?? POLITE_DEFAULTS;
    this.#keepAtMostMs = stale?.keepAtMostMs ?? null;
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

  /** Of two records the one fetched later stays. `since`: when the oldest part of it was read, where that was before. */
  prime(id: string, record: Sourced<T | null>, since = record.fetchedAt): void {
    const known = this.#entries.peek(id);
    if (known !== undefined && known.record.fetchedAt > record.fetchedAt) return;
    const ttlMs = record.value === null ? Math.min(this.#ttlMs, NEGATIVE_TTL_MS) : this.#ttlMs;
    const expiresAt = record.fetchedAt + ttlMs;
    const life = record.value === null ? shortLife(expiresAt) : shelfLife(expiresAt, ttlMs, this.#stale);
    const until = keepUntil(Math.min(since, record.fetchedAt), this.#keepAtMostMs);
    this.#entries.set(id, { record, since, life: cutLife(life, until), failedAt: null });
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

  /** Milliseconds for which anything of these records may be kept; undefined where there is no such limit. */
  keepLeftMs(ids: readonly string[]): number | undefined {
    if (this.#keepAtMostMs === null) return undefined;
    const now = this.#clock.now();
    const left = ids.map((id) => keepUntil(this.#entries.peek(id)?.since ?? now, this.#keepAtMostMs) - now);
    return Math.max(0, Math.min(...left));
  }

  /** Deletes records that are past all their times. */
  sweep(): void {
    const now = this.#clock.now();
    for (const [id, { life }] of this.#entries.entries()) if (stageAt(life, now) === "over") this.#entries.delete(id);
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
