/** The most that one host may be asked: what its owner and our operator allow. */
export interface PaceLimits {
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly concurrency: number;
}

/** Where between the floor and the ceiling we are (additive increase, multiplicative decrease). */
export interface Pace {
  readonly concurrency: number;
  readonly requestsPerSecond: number;
  /** When it was last halved, epoch milliseconds. */
  readonly loweredAt: number;
}

/** Slower than this nobody with a deadline would be served; beyond it, the breaker decides. */
const LEAST_RATE_SHARE = 1 / 4;
/** So many good calls lead from nothing to the ceiling. */
const STEPS_TO_CEILING = 16;

export function atCeiling({ concurrency, requestsPerSecond }: PaceLimits): Pace {
  return { concurrency, requestsPerSecond, loweredAt: 0 };
}

/** Never above the ceiling, which may have come down in the meantime. */
export function withinCeiling(pace: Pace, ceiling: PaceLimits): Pace {
  return {
    ...pace,
    concurrency: Math.min(pace.concurrency, ceiling.concurrency),
    requestsPerSecond: Math.min(pace.requestsPerSecond, ceiling.requestsPerSecond),
  };
}

/** After a good call. */
export function raise(pace: Pace, ceiling: PaceLimits): Pace {
  const raised = {
    ...pace,
    concurrency: pace.concurrency + 1 / pace.concurrency,
    requestsPerSecond: pace.requestsPerSecond + ceiling.requestsPerSecond / STEPS_TO_CEILING,
  };
  return withinCeiling(raised, ceiling);
}

/**
 * After a call on which the host strained. Calls that were under way at the last halving belong to the same
 * incident: eight time-outs at once halve once.
 */
export function lower(
  pace: Pace,
  ceiling: PaceLimits,
  { calledAt, now }: { readonly calledAt: number; readonly now: number },
): Pace {
  if (calledAt < pace.loweredAt) return withinCeiling(pace, ceiling);
  const halved = {
    concurrency: Math.max(1, pace.concurrency / 2),
    requestsPerSecond: Math.max(ceiling.requestsPerSecond * LEAST_RATE_SHARE, pace.requestsPerSecond / 2),
    loweredAt: now,
  };
  return withinCeiling(halved, ceiling);
}
