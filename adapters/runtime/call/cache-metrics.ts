import { Counter, Gauge, type Registry } from "prom-client";

/**
 * How a question was met: by a fresh answer, by a stale one that is renewed behind or stands in for a failure, by the
 * memory that nothing is there; by joining a call in flight; by a call whose answer was "unchanged"; by a call.
 */
export type CacheResult =
  | "fresh"
  | "stale-while-revalidate"
  | "stale-if-error"
  | "gone"
  | "shared"
  | "revalidated"
  | "miss";

/** What became of renewing a stale answer behind the one given; dropped = not done, too many wait or the upstream is not to be asked. */
export type RefreshResult = "renewed" | "revalidated" | "failed" | "dropped";

/** Where the caches of a source report figures. */
export interface CacheMetrics {
  /** Once per stale answer whose renewal was due. */
  refreshed(source: string, operation: string, result: RefreshResult): void;
  /** What a source's cache of answers holds, after every change. */
  kept(source: string, entries: number, bytes: number): void;
  /** Records looked up by id, by how they were met. */
  recordsFound(source: string, kind: string, result: CacheResult, count: number): void;
}

export const NO_CACHE_METRICS: CacheMetrics = { refreshed: ignore, kept: ignore, recordsFound: ignore };

function ignore(): void {}

export function createCacheMetrics(registry: Registry): CacheMetrics {
  const registers = [registry];
  const refreshes = new Counter({
    name: "hub_upstream_refreshes_total",
    help: "Stale answers that were to be renewed behind the one given: renewed, revalidated (304), failed, dropped",
    labelNames: ["source", "operation", "result"],
    registers,
  });
  const entries = new Gauge({
    name: "hub_upstream_cache_entries",
    help: "Answers that a source's cache holds",
    labelNames: ["source"],
    registers,
  });
  const size = new Gauge({
    name: "hub_upstream_cache_bytes",
    help: "Sum of the body sizes of the answers that a source's cache holds",
    labelNames: ["source"],
    registers,
  });
  const records = new Counter({
    name: "hub_records_total",
    help: "Records looked up by id: fresh, stale-while-revalidate, stale-if-error, miss",
    labelNames: ["source", "kind", "result"],
    registers,
  });
  return {
    refreshed: (source, operation, result) => refreshes.inc({ source, operation, result }),
    kept: (source, count, bytes) => {
      entries.set({ source }, count);
      size.set({ source }, bytes);
    },
    recordsFound: (source, kind, result, count) => records.inc({ source, kind, result }, count),
  };
}
