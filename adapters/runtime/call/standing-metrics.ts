import { Gauge, type Registry } from "prom-client";
import type { Clock } from "#adapters/runtime/source.ts";
import type { SourceStanding } from "./source-standing.ts";

/** Where a source stands with its hosts; read when the figures are asked for. */
export interface StandingMetrics {
  /** The function returned ends it. */
  watched(source: string, read: () => SourceStanding): () => void;
}

export const NO_STANDING_METRICS: StandingMetrics = { watched: () => () => {} };

interface Series {
  readonly name: string;
  readonly help: string;
  /** Null leaves the series out. */
  readonly value: (standing: SourceStanding, now: number) => number | null;
}

const SERIES: readonly Series[] = [
  {
    name: "hub_upstream_breaker_state",
    help: "Breaker of a source: 0 closed, 1 half open, 2 open",
    value: ({ breaker }) => (breaker === null ? null : { CLOSED: 0, HALF_OPEN: 1, OPEN: 2 }[breaker]),
  },
  {
    name: "hub_upstream_queue_depth",
    help: "Requests waiting in line for a source's host",
    value: ({ queueDepth }) => queueDepth,
  },
  {
    name: "hub_upstream_quota_used",
    help: "Calls to a source today (Asia/Shanghai), by all processes that share its ledger",
    value: ({ quotaUsed }) => quotaUsed,
  },
  {
    name: "hub_upstream_paused_seconds",
    help: "Time until a source may be asked again: its host's own wish, quiet hours or a quota used up",
    value: ({ pausedUntil }, now) => (pausedUntil === null ? 0 : Math.max(0, pausedUntil - now) / 1_000),
  },
  {
    name: "hub_upstream_concurrency_limit",
    help: "Calls at once that a source's host is asked at most, adapted to its answers",
    value: ({ concurrency }) => concurrency,
  },
  {
    name: "hub_upstream_rate_limit",
    help: "Calls per second that a source's host is asked at most, adapted to its answers",
    value: ({ requestsPerSecond }) => requestsPerSecond,
  },
];

export function createStandingMetrics(registry: Registry, clock: Clock): StandingMetrics {
  const watched = new Map<string, () => SourceStanding>();
  for (const { name, help, value } of SERIES) {
    new Gauge({
      name,
      help,
      labelNames: ["source"],
      registers: [registry],
      collect() {
        this.reset();
        for (const [source, read] of watched) {
          const figure = value(read(), clock.now());
          if (figure !== null) this.set({ source }, figure);
        }
      },
    });
  }
  return {
    watched: (source, read) => {
      watched.set(source, read);
      return () => {
        if (watched.get(source) === read) watched.delete(source);
      };
    },
  };
}
