import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { SourceEvent } from "#adapters/runtime/source.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { type CacheMetrics, type CacheResult, createCacheMetrics, NO_CACHE_METRICS } from "./cache-metrics.ts";
import { createStandingMetrics, NO_STANDING_METRICS, type StandingMetrics } from "./standing-metrics.ts";

/** Where the pipeline reports figures. Labels are names from code, never data of a request. */
export interface UpstreamMetrics extends CacheMetrics, StandingMetrics {
  /** Once per question. */
  answered(event: SourceEvent, cache: CacheResult): void;
  /** Once per call that left for the upstream; `result` is a status or the kind of failure. */
  called(source: string, operation: string, result: string): void;
  /** What a source tells about itself (SourceRuntime.measure). */
  measured(source: string, figure: string, value: number): void;
}

export const NO_METRICS: UpstreamMetrics = {
  ...NO_CACHE_METRICS,
  answered: ignore,
  called: ignore,
  ...NO_STANDING_METRICS,
  measured: ignore,
};

function ignore(): void {}

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

/** The same figures for every source, in Prometheus form. One per registry. */
export function createUpstreamMetrics(registry: Registry): UpstreamMetrics {
  const registers = [registry];
  const duration = new Histogram({
    name: "hub_upstream_duration_seconds",
    help: "Time from a question to a source until its answer or failure, waiting in line included",
    labelNames: ["source", "operation", "outcome"],
    buckets: SECONDS,
    registers,
  });
  const calls = new Counter({
    name: "hub_upstream_calls_total",
    help: "Calls that left for the upstream, retries and redirects included",
    labelNames: ["source", "operation", "result"],
    registers,
  });
  const cache = new Counter({
    name: "hub_upstream_cache_total",
    help: "Questions by how they were met: fresh, stale-while-revalidate, stale-if-error, gone (kept), shared (joined a call in flight), revalidated (304), miss",
    labelNames: ["source", "operation", "result"],
    registers,
  });
  const figures = new Gauge({
    name: "hub_source_figure",
    help: "What a source tells about itself, such as the part of a quota that is used; its README lists the figures",
    labelNames: ["source", "figure"],
    registers,
  });
  return {
    ...createCacheMetrics(registry),
    ...createStandingMetrics(registry, systemClock),
    answered: ({ source, operation, outcome, durationMs }, result) => {
      duration.observe({ source, operation, outcome }, durationMs / 1_000);
      cache.inc({ source, operation, result });
    },
    called: (source, operation, result) => calls.inc({ source, operation, result }),
    measured: (source, figure, value) => figures.set({ source, figure }, value),
  };
}
