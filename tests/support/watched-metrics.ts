import type { RefreshResult } from "#adapters/runtime/call/cache-metrics.ts";
import { NO_METRICS, type UpstreamMetrics } from "#adapters/runtime/call/metrics.ts";

/** Metrics that tell what became of renewals, so that a test can wait for them. */
export interface WatchedMetrics {
  readonly metrics: UpstreamMetrics;
  readonly results: readonly RefreshResult[];
  /** How questions were met, in order. */
  readonly met: readonly string[];
  /** Resolves once so many renewals have come to an end in all. */
  refreshed(count: number): Promise<void>;
}

export function watchMetrics(): WatchedMetrics {
  const results: RefreshResult[] = [];
  const met: string[] = [];
  let check = () => {};
  return {
    results,
    met,
    metrics: {
      ...NO_METRICS,
      answered: (_event, cache) => void met.push(cache),
      refreshed: (_source, _operation, result) => {
        results.push(result);
        check();
      },
    },
    refreshed: (count) =>
      new Promise((resolve) => {
        check = () => {
          if (results.length >= count) resolve();
        };
        check();
      }),
  };
}
