import type { Clock } from "#adapters/runtime/source.ts";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { EventLoopLag } from "./event-loop-lag.ts";
import type { LoadMetrics } from "./load-metrics.ts";
import type { LoadLimits } from "./load-settings.ts";

/** Lag is judged over windows of this length; two bad ones in a row are an overload. */
const WINDOW_MS = 500;
/** Clients come back after 1 to 3 seconds, not all at once. */
const LONGEST_RETRY_S = 3;

/** Refuses requests before anything of them is read, while the hub has more to do than it can. */
export interface LoadShedder {
  /** One more request is being served, until the function returned is called. */
  enter(): () => void;
  /** Why a request is refused now; undefined when it may be read. */
  refusal(): Refusal | undefined;
  readonly standing: LoadStanding;
}

export interface LoadStanding {
  readonly inFlight: number;
  readonly lagMs: number;
  readonly isShedding: boolean;
}

export interface LoadShedderParts {
  readonly limits: LoadLimits;
  readonly lag: Pick<EventLoopLag, "read">;
  readonly clock: Clock;
  readonly metrics: LoadMetrics;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

export function createLoadShedder(parts: LoadShedderParts): LoadShedder {
  const { limits, metrics, random = Math.random } = parts;
  const lag = new LagJudge(parts);
  let inFlight = 0;
  const excess = () => {
    if (inFlight > limits.requests) return "requests";
    return lag.isTooLong() ? "lag" : undefined;
  };
  return {
    enter: () => {
      inFlight += 1;
      return () => {
        inFlight -= 1;
      };
    },
    refusal: () => {
      const reason = excess();
      if (reason === undefined) return undefined;
      metrics.countShed(reason);
      const seconds = 1 + Math.floor(random() * LONGEST_RETRY_S);
      return refuse("OVERLOADED", undefined, { headers: { "retry-after": String(seconds) } });
    },
    get standing() {
      return { inFlight, lagMs: lag.lastMs, isShedding: excess() !== undefined };
    },
  };
}

/** Reads the lag when somebody comes, once a window at most: an idle hub does nothing. */
class LagJudge {
  readonly #parts: LoadShedderParts;
  #readAt: number;
  #last = 0;
  #badWindows = 0;

  constructor(parts: LoadShedderParts) {
    this.#parts = parts;
    this.#readAt = parts.clock.now();
  }

  get lastMs(): number {
    return this.#last;
  }

  isTooLong(): boolean {
    const { clock, lag, limits, metrics } = this.#parts;
    const now = clock.now();
    // A clock that was put back must not stop the readings.
    if (Math.abs(now - this.#readAt) >= WINDOW_MS) {
      this.#readAt = now;
      this.#last = lag.read();
      this.#badWindows = this.#last > limits.lag ? this.#badWindows + 1 : 0;
      metrics.observeLag(this.#last);
    }
    return this.#badWindows >= 2;
  }
}
