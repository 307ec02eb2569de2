import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { FetchStore } from "#gateway/cache/fetch-store.ts";
import { fetchTypes } from "#gateway/cache/fetch-types.ts";
import { Flights } from "#gateway/cache/flights.ts";
import type { KeptEntities } from "#gateway/cache/invalidation.ts";
import { createApolloEngine } from "#gateway/execute/apollo-engine.ts";
import { Bulkheads } from "#gateway/execute/bulkheads.ts";
import { type CallNode, type CallNodeParts, createCallNode } from "#gateway/execute/call-node.ts";
import type { Engine } from "#gateway/execute/engine.ts";
import { createMemoryEntityCache } from "#gateway/execute/entity-cache.ts";
import { createEntityFetcher } from "#gateway/execute/fetch-entities.ts";
import { createHubEngine } from "#gateway/execute/hub-engine.ts";
import { createNodeMetrics } from "#gateway/execute/node-metrics.ts";
import type { SharedCall } from "#gateway/execute/share-calls.ts";
import type { HubConfig } from "#gateway/hub-config.ts";
import { PlannedGraphs } from "#gateway/plan/planned-graphs.ts";
import type { Metrics } from "#gateway/report/metrics.ts";
import type { EngineParts } from "./generation.ts";
import type { FactsInForce } from "./graph-facts.ts";

/** The way to the nodes, and the cache before it: both outlive every graph. */
export interface Asking {
  readonly callNode: CallNode;
  readonly bulkheads: Bulkheads;
  readonly entityCache: KeptEntities;
  createEngine(parts: EngineParts): Promise<Engine>;
}

export interface AskingParts {
  readonly facts: FactsInForce;
  readonly onAnswer: NonNullable<CallNodeParts["onAnswer"]>;
}

export function createAsking(
  { hub, cache, logger }: HubConfig,
  { facts, onAnswer }: AskingParts,
  { registry }: Metrics,
): Asking {
  const metrics = createNodeMetrics(registry);
  const bulkheads = new Bulkheads(SYSTEM_TIMER, metrics);
  const callNode = createCallNode({ timer: SYSTEM_TIMER, metrics, logger, bulkheads, onAnswer });
  const isPrivateType = (typeName: string) => facts.read().isPrivateType(typeName);
  const asking = { callNode, bulkheads };
  const maxBytes = cache.entityCacheBytes;
  if (hub.engine === "stock") {
    const entityCache = createMemoryEntityCache(systemClock, maxBytes);
    const entities = createEntityFetcher({ callNode, cache: entityCache, clock: systemClock, metrics, isPrivateType });
    return { ...asking, entityCache, createEngine: (parts) => createApolloEngine({ ...parts, entities }) };
  }
  const underWay = new Flights<SharedCall>();
  const entityCache = new FetchStore({
    clock: systemClock,
    maxBytes,
    isPrivateType,
    typesBelow: (query) => fetchTypes(query, facts.read().table),
    asStale: (value) => facts.read().asStale(value),
    underWay,
  });
  const calls = cache.sharesInFlight ? underWay : null;
  const graphs = new PlannedGraphs();
  const createEngine = (parts: EngineParts) =>
    createHubEngine({ ...parts, graphs, fetches: entityCache, metrics, timer: SYSTEM_TIMER, calls });
  return { ...asking, entityCache, createEngine };
}
