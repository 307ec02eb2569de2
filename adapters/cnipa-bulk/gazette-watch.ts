import type { SourceHealth, SourceRuntime } from "#adapters/runtime/source.ts";
import { chinaDateOf } from "#schema/codes/dates.ts";
import { SOURCE_CODE } from "./client.ts";
import type { PatentStore } from "./store/patent-store.ts";

const DAY_MS = 86_400_000;
/** What was seen is good for as long; whoever reads the health after that has it looked at again. */
const GOOD_FOR_MS = 60_000;
/** As it is told in health, `lastFailureKind`. */
export const GAZETTE_LAG = "gazette-lag";
/** As it is told in metrics. */
const FIGURE = "gazette-lag-days";

export interface WatchOptions {
  readonly store: Pick<PatentStore, "newestImported">;
  readonly periodMs: number;
}

/**
 * Whether the deliveries keep coming. CNIPA keeps updates for 30 days (FACTS B2): a hub that misses them longer has to ask
 * for them anew. Only real deliveries count; a store without any does not lag.
 */
export class GazetteWatch {
  readonly #runtime: Pick<SourceRuntime, "clock" | "logger" | "measure">;
  readonly #options: WatchOptions;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Since when it is known to lag; null while it does not. */
  #laggingSince: number | null = null;

  constructor(runtime: Pick<SourceRuntime, "clock" | "logger" | "measure">, options: WatchOptions) {
    this.#runtime = runtime;
    this.#options = options;
  }

  /** A store that cannot be asked tells of itself to those who ask it. */
  async look(): Promise<void> {
    const { clock } = this.#runtime;
    this.#lookedAt = clock.now();
    const today = chinaDateOf(clock.now());
    if (today === null) return;
    // A misprinted day in the future must not silence the alarm.
    const newest = await this.#options.store.newestImported(today).catch(() => null);
    if (newest === null) this.#laggingSince = null;
    else this.#weigh(newest, (Date.parse(today) - Date.parse(newest)) / DAY_MS);
  }

  /** The health as it is, or degraded while the feed lags. */
  judge(health: SourceHealth): SourceHealth {
    if (this.#runtime.clock.now() - this.#lookedAt >= GOOD_FOR_MS) void this.look();
    if (this.#laggingSince === null || health.state !== "UP") return health;
    return { ...health, state: "DEGRADED", lastFailureAt: this.#laggingSince, lastFailureKind: GAZETTE_LAG };
  }

  #weigh(newest: string, days: number): void {
    const { clock, logger, measure } = this.#runtime;
    measure(FIGURE, days);
    const isLagging = days * DAY_MS > this.#options.periodMs;
    if (isLagging && this.#laggingSince === null) {
      logger.warn(
        { source: SOURCE_CODE, newestGazette: newest, days },
        "the newest gazette imported is older than its period",
      );
    }
    this.#laggingSince = isLagging ? (this.#laggingSince ?? clock.now()) : null;
  }
}
