import type { Clock } from "#adapters/runtime/source.ts";

/** Bytes used of a quota, as OPS told it then (epoch ms). */
export interface BytesTold {
  readonly bytes: number;
  readonly toldAt: number;
}

export type QuotaSpan = "hour" | "week";

/** What is known of both quotas; it may be kept over a restart. */
export type QuotaUse = Readonly<Partial<Record<QuotaSpan, BytesTold>>>;

/** Bytes after which OPS is asked no more; null = no limit of ours. */
export type QuotaLimits = Readonly<Record<QuotaSpan, number | null>>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** OPS does not tell when a quota renews: one question after such a pause finds out. */
const SPANS: Readonly<Record<QuotaSpan, { readonly lengthMs: number; readonly pauseMs: number }>> = {
  hour: { lengthMs: HOUR_MS, pauseMs: 10 * MINUTE_MS },
  week: { lengthMs: 7 * 24 * HOUR_MS, pauseMs: HOUR_MS },
};

/** Stops before OPS refuses: at a share of its quotas of bytes that the operator sets. */
export class ByteQuota {
  readonly #clock: Clock;
  readonly #limits: QuotaLimits;
  #use: QuotaUse;
  #askedAt = 0;

  constructor(clock: Clock, limits: QuotaLimits, known: QuotaUse = {}) {
    this.#clock = clock;
    this.#limits = limits;
    this.#use = known;
  }

  get use(): QuotaUse {
    return this.#use;
  }

  /** Milliseconds until OPS may be asked; 0 = now. */
  waitMs(): number {
    const now = this.#clock.now();
    const waits = this.#reached().map(([span, { toldAt }]) => {
      return Math.max(toldAt, this.#askedAt) + SPANS[span].pauseMs - now;
    });
    return Math.max(0, ...waits);
  }

  /** A question leaves. Beyond a limit it is the one that finds out. */
  leave(): void {
    if (this.#reached().length > 0) this.#askedAt = this.#clock.now();
  }

  note(told: Readonly<Record<QuotaSpan, number | null>>): void {
    for (const span of ["hour", "week"] as const) {
      const bytes = told[span];
      if (bytes !== null) this.#use = { ...this.#use, [span]: { bytes, toldAt: this.#clock.now() } };
    }
  }

  #reached(): readonly (readonly [QuotaSpan, BytesTold])[] {
    const now = this.#clock.now();
    return (["hour", "week"] as const).flatMap((span) => {
      const [told, limit] = [this.#use[span], this.#limits[span]];
      const isReached = told !== undefined && limit !== null && told.bytes >= limit;
      // What was told a whole span ago has been renewed since.
      return isReached && now - told.toldAt < SPANS[span].lengthMs ? [[span, told] as const] : [];
    });
  }
}
