import { Counter, Gauge, type Registry } from "prom-client";
import type { KeptEntities } from "./invalidation.ts";
import type { RegisteredDocuments } from "./registered-documents.ts";
import type { ResponseFigures } from "./response-cache.ts";

/** What the front's caches count themselves; read when somebody looks. */
export interface CacheFigures {
  readonly responses: ResponseFigures | null;
  /** Requests that came aboard an execution under way. */
  readonly shared: number;
  readonly documents: Pick<RegisteredDocuments, "size" | "bytes"> | null;
}

type EntityFigures = Pick<KeptEntities, "size" | "bytes" | "evictions" | "invalidations">;

/** `entities`: what is kept of nodes' answers; what is taken of them is counted by node (execute/node-metrics). */
export function registerCacheMetrics(registry: Registry, read: () => CacheFigures, entities: EntityFigures): void {
  const registers = [registry];
  const counters = (name: string, help: string, figures: () => Readonly<Record<string, number>>) =>
    new Counter({
      name,
      help,
      labelNames: ["outcome"],
      registers,
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(figures())) this.inc({ outcome }, count);
      },
    });
  const gauges = (name: string, help: string, figures: () => Readonly<Record<string, number>>) =>
    new Gauge({
      name,
      help,
      labelNames: ["cache"],
      registers,
      collect() {
        for (const [cache, value] of Object.entries(figures())) this.set({ cache }, value);
      },
    });
  counters("hub_response_cache_total", "Public operations looked up among whole answers, and answers given up", () => {
    const { hits = 0, misses = 0, evictions = 0, invalidations = 0 } = read().responses ?? {};
    return { hit: hits, miss: misses, evicted: evictions, invalidated: invalidations };
  });
  counters("hub_entity_cache_total", "Answers of nodes given up: for want of room, or forgotten", () => ({
    evicted: entities.evictions,
    invalidated: entities.invalidations,
  }));
  counters("hub_executions_shared_total", "Requests answered by an execution that was under way for another", () => ({
    shared: read().shared,
  }));
  gauges("hub_cache_entries", "Entries of the caches", () => {
    const { responses, documents } = read();
    return { responses: responses?.responses ?? 0, documents: documents?.size ?? 0, entities: entities.size };
  });
  gauges("hub_cache_bytes", "Memory of the caches", () => {
    const { responses, documents } = read();
    return { responses: responses?.bytes ?? 0, documents: documents?.bytes ?? 0, entities: entities.bytes };
  });
}
