import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import type { StandingOthers } from "#subgraphs/runtime/node-store.ts";
import { createOperatorCheck } from "./access/operator-token.ts";
import { createAdminApi } from "./admin/admin-api.ts";
import { createOperatorDesk } from "./admin/operator-desk.ts";
import { PauseBook } from "./admin/pause-book.ts";
import { registerCacheMetrics } from "./cache/cache-metrics.ts";
import { FetchStore } from "./cache/fetch-store.ts";
import { fetchTypes } from "./cache/fetch-types.ts";
import { Flights } from "./cache/flights.ts";
import type { KeptEntities } from "./cache/invalidation.ts";
import { readOperationTypes } from "./cache/operation-types.ts";
import { consoleRoutes } from "./console/console-routes.ts";
import { type ApolloEngineParts, createApolloEngine } from "./execute/apollo-engine.ts";
import { Bulkheads } from "./execute/bulkheads.ts";
import { createCallNode } from "./execute/call-node.ts";
import { createMemoryEntityCache } from "./execute/entity-cache.ts";
import { createEntityFetcher } from "./execute/fetch-entities.ts";
import { createHubEngine } from "./execute/hub-engine.ts";
import { createNodeMetrics } from "./execute/node-metrics.ts";
import { createRunOperation } from "./execute/run-operation.ts";
import type { SharedCall } from "./execute/share-calls.ts";
import { staleFreshness } from "./execute/stale-freshness.ts";
import { createStandingOthers } from "./execute/standing-others.ts";
import { createCostGuard } from "./guard/cost/cost-limit.ts";
import { type CostTable, readCostTable } from "./guard/cost/cost-table.ts";
import { createGuard } from "./guard/create-guard.ts";
import { watchEventLoop } from "./guard/event-loop-lag.ts";
import { createLoadMetrics } from "./guard/load-metrics.ts";
import { createLoadShedder } from "./guard/load-shedder.ts";
import { createFront, type Front } from "./http/front.ts";
import { type FrontCaches, openFrontCaches } from "./http/front-caches.ts";
import type { HubConfig } from "./hub-config.ts";
import type { OpenGraph } from "./open-graph.ts";
import type { Metrics } from "./report/metrics.ts";
import { privateTypes } from "./supergraph/private-types.ts";

/** All that answers over HTTP. */
export interface Serving {
  readonly front: Front;
  /** The nodes as one of them may ask the others behind the hub's back. */
  readonly others: StandingOthers;
  /** Once the last request has been answered. */
  stop(): Promise<void>;
}

/** From the open graph to a server that only has to listen. */
export async function createServing(config: HubConfig, graph: OpenGraph, metrics: Metrics): Promise<Serving> {
  const { logger, hub } = config;
  const nodes = graph.opened.map(({ node }) => node);
  const { supergraphSdl } = graph;
  const table = readCostTable(supergraphSdl);
  const { callNode, entityCache, bulkheads, ...asking } = createAsking(config, graph, { table, metrics });
  const { introspection, limits } = config.guard;
  const parts = { supergraphSdl, nodes, callNode, introspection, logger };
  const engine = await asking.createEngine(parts);
  const lag = watchEventLoop();
  const shedder = createLoadShedder({
    limits: config.load,
    lag,
    clock: systemClock,
    metrics: createLoadMetrics(metrics.registry),
  });
  const isOperator = createOperatorCheck(hub.adminToken);
  const pauses = await PauseBook.open(hub.dataDir);
  const caches = await openCaches(config, graph, { table, entityCache, metrics });
  const desk = createOperatorDesk({ ...graph, bulkheads, entityCache, responses: caches, shedder, pauses, logger });
  const front = createFront({
    run: createRunOperation({ engine, nodes, callNode, clock: systemClock, logger }),
    guard: createGuard(config.guard),
    cost: createCostGuard(table, limits),
    caches,
    settings: config.front,
    clock: systemClock,
    logger,
    metrics,
    readiness: () => true,
    routes: await consoleRoutes(),
    shedder,
    isOperator,
    admin: hub.adminToken === undefined ? undefined : createAdminApi({ desk, isOperator, logger }),
  });
  const stop = async () => {
    lag.stop();
    desk.close();
    await engine.stop();
  };
  return { front, others: createStandingOthers(nodes, callNode, systemClock), stop };
}

/** The way to the nodes, and the cache before it. */
function createAsking(
  { hub, cache, logger }: HubConfig,
  graph: OpenGraph,
  { table, metrics: { registry } }: Omit<CacheParts, "entityCache">,
) {
  const metrics = createNodeMetrics(registry);
  const bulkheads = new Bulkheads(SYSTEM_TIMER, metrics);
  const callNode = createCallNode({ timer: SYSTEM_TIMER, metrics, logger, bulkheads });
  const isPrivateType = privacyOf(graph);
  const asking = { callNode, bulkheads };
  const maxBytes = cache.entityCacheBytes;
  if (hub.engine === "stock") {
    const entityCache = createMemoryEntityCache(systemClock, maxBytes);
    const entities = createEntityFetcher({ callNode, cache: entityCache, clock: systemClock, metrics, isPrivateType });
    return { ...asking, entityCache, createEngine: (parts: EngineParts) => createApolloEngine({ ...parts, entities }) };
  }
  const asStale = staleFreshness(graph.opened.map(({ node }) => node.typeDefs));
  const underWay = new Flights<SharedCall>();
  const typesBelow = (query: string) => fetchTypes(query, table);
  const entityCache = new FetchStore({ clock: systemClock, maxBytes, isPrivateType, typesBelow, asStale, underWay });
  const calls = cache.sharesInFlight ? underWay : null;
  const createEngine = (parts: EngineParts) =>
    createHubEngine({ ...parts, fetches: entityCache, metrics, timer: SYSTEM_TIMER, calls });
  return { ...asking, entityCache, createEngine };
}

type EngineParts = Omit<ApolloEngineParts, "entities">;

interface CacheParts {
  readonly table: CostTable;
  readonly entityCache: KeptEntities;
  readonly metrics: Metrics;
}

/** The caches before the engine. When a record is taken down, or a node comes or goes, nothing older is given out any more. */
async function openCaches(
  { cache }: HubConfig,
  graph: OpenGraph,
  { table, entityCache, metrics: { registry } }: CacheParts,
): Promise<FrontCaches> {
  const isPrivateType = privacyOf(graph);
  const caches = await openFrontCaches(cache, {
    clock: systemClock,
    typesOf: (document) => readOperationTypes(document, table, isPrivateType),
  });
  const forget = () => {
    entityCache.clear();
    caches.invalidate({});
  };
  graph.takeDowns.onChange(forget);
  graph.states.onChange(forget);
  registerCacheMetrics(registry, () => caches.figures, entityCache);
  return caches;
}

function privacyOf({ opened }: OpenGraph): (typeName: string) => boolean {
  const hidden = privateTypes(opened.map(({ node }) => node.typeDefs));
  return (typeName) => hidden.has(typeName);
}
