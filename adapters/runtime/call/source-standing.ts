import type { PauseReason, SourceHealth } from "#adapters/runtime/source.ts";
import type { GateStanding, SourceGate } from "./source-gate.ts";

/** Where a source stands with its hosts, for `hubNodes` and metrics. */
export interface SourceStanding extends Pick<SourceHealth, "breaker" | "queueDepth" | "quotaUsed" | "pausedUntil"> {
  /** Of the longest pause. */
  readonly pauseReason: PauseReason | null;
  /** The lowest in force at any of its hosts; null without a host. */
  readonly concurrency: number | null;
  readonly requestsPerSecond: number | null;
}

const BREAKERS = ["CLOSED", "HALF_OPEN", "OPEN"] as const satisfies readonly GateStanding["breaker"][];

/** Most sources have one host; of several the worst is told. Null where there is none. */
export function readStanding(gates: readonly SourceGate[]): SourceStanding {
  const all = gates.map((gate) => gate.standing);
  if (all.length === 0) return NO_STANDING;
  const paused = all.reduce((longest, one) => ((one.pausedUntil ?? 0) > (longest.pausedUntil ?? 0) ? one : longest));
  return {
    breaker: BREAKERS.findLast((kind) => all.some(({ breaker }) => breaker === kind)) ?? null,
    queueDepth: all.reduce((sum, { queueDepth }) => sum + queueDepth, 0),
    quotaUsed: Math.max(...all.map(({ quotaUsed }) => quotaUsed)),
    pausedUntil: paused.pausedUntil,
    pauseReason: paused.pauseReason,
    concurrency: Math.min(...all.map(({ concurrency }) => concurrency)),
    requestsPerSecond: Math.min(...all.map(({ requestsPerSecond }) => requestsPerSecond)),
  };
}

const NO_STANDING: SourceStanding = {
  breaker: null,
  queueDepth: null,
  quotaUsed: null,
  pausedUntil: null,
  pauseReason: null,
  concurrency: null,
  requestsPerSecond: null,
};
