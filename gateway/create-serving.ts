import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import type { StandingOthers } from "#subgraphs/runtime/node-store.ts";
import { createOperatorCheck } from "./access/operator-token.ts";
import { createAdminApi } from "./admin/admin-api.ts";
import { createOperatorDesk } from "./admin/operator-desk.ts";
import { PauseBook } from "./admin/pause-book.ts";
import { registerCacheMetrics } from "./cache/cache-metrics.ts";
import type { KeptEntities } from "./cache/invalidation.ts";
import { readOperationTypes } from "./cache/operation-types.ts";
import { consoleRoutes } from "./console/console-routes.ts";
import { createStandingOthers } from "./execute/standing-others.ts";
import { createGuard } from "./guard/create-guard.ts";
import { watchEventLoop } from "./guard/event-loop-lag.ts";
import { createLoadMetrics } from "./guard/load-metrics.ts";
import { createLoadShedder } from "./guard/load-shedder.ts";
import { createFront, type Front } from "./http/front.ts";
import { type FrontCaches, openFrontCaches } from "./http/front-caches.ts";
import type { Route } from "./http/route.ts";
import type { HubConfig } from "./hub-config.ts";
import { createOutRoute } from "./links/out-route.ts";
import { createPagesAt } from "./links/page-hosts.ts";
import { createAsking } from "./members/create-asking.ts";
import { forgetMembers } from "./members/forget-members.ts";
import { FactsInForce } from "./members/graph-facts.ts";
import type { HubGraph } from "./members/hub-graph.ts";
import { openLiveGraph } from "./members/open-live-graph.ts";
import { QuarantineWatch } from "./members/quarantine-watch.ts";
import type { OpenGraph } from "./open-graph.ts";
import { QuarantineBook } from "./registry/quarantine-book.ts";
import { servePlugging } from "./registry/serve-plugging.ts";
import type { Metrics } from "./report/metrics.ts";

/** All that answers over HTTP. */
export interface Serving {
  readonly front: Front;
  readonly graph: HubGraph;
  /** The nodes as one of them may ask the others behind the hub's back. */
  readonly others: StandingOthers;
  /** Once the last request has been answered. */
  stop(): Promise<void>;
}

/** From the open graph to a server that only has to listen. */
export async function createServing(config: HubConfig, open: OpenGraph, metrics: Metrics): Promise<Serving> {
  const { logger, hub } = config;
  const { states, takeDowns } = open;
  const facts = new FactsInForce();
  const quarantines = new QuarantineBook(config.plugging.registry, logger);
  const watch = new QuarantineWatch({ timer: SYSTEM_TIMER, states, logger, told: quarantines });
  const asking = createAsking(config, { facts, onAnswer: (node, response) => watch.answered(node, response) }, metrics);
  const { entityCache, bulkheads } = asking;
  const caches = await openCaches(config, facts, { entityCache, metrics });
  const forget = forgetMembers({ entityCache, caches, bulkheads, states, facts, watch });
  const graph = await openLiveGraph(config, open, {
    asking,
    facts,
    changed: forget.changed,
    standingOf: config.plugging.standingOf,
    countConflict: metrics.nodes.countConflict,
  });
  states.onChange((code) => forget.answersOf([code], graph.current));
  // What was taken down may be a part of anything.
  takeDowns.onChange(forget.all);
  const { lag, shedder } = watchLoad(config, metrics);
  const isOperator = createOperatorCheck(hub.adminToken);
  const pauses = await PauseBook.open(hub.dataDir);
  const desk = createOperatorDesk({
    get opened() {
      return graph.opened();
    },
    onMembersChange: (listener) => graph.onChange(listener),
    states,
    takeDowns,
    bulkheads,
    entityCache,
    responses: caches,
    shedder,
    pauses,
    logger,
  });
  const served = await servePlugging(config, {
    ...{ graph, states, watch, pauses, desk, isOperator, caches, metrics: metrics.registry },
  });
  const front = createFront({
    run: graph.run,
    guard: createGuard(config.guard),
    cost: { check: (...operation) => graph.current.cost.check(...operation) },
    caches,
    settings: config.front,
    clock: systemClock,
    logger,
    metrics,
    readiness: () => true,
    routes: [...(await consoleRoutes()), outRoute(graph, metrics)],
    shedder,
    isOperator,
    admin:
      hub.adminToken === undefined
        ? undefined
        : createAdminApi({ desk, nodes: served.desks, findCaller: served.findCaller, logger }),
  });
  const stop = async () => {
    lag.stop();
    watch.close();
    desk.close();
    await Promise.all([quarantines.settled(), served.stop()]);
    await graph.close();
  };
  const others = createStandingOthers(() => graph.nodes(), asking.callNode, systemClock);
  return { front, graph, others, stop };
}

function outRoute(graph: HubGraph, { nodes: { countClick } }: Metrics): Route {
  return createOutRoute({ pagesAt: createPagesAt(() => graph.opened()), countClick });
}

function watchLoad({ load }: HubConfig, { registry }: Metrics) {
  const lag = watchEventLoop();
  const metrics = createLoadMetrics(registry);
  return { lag, shedder: createLoadShedder({ limits: load, lag, clock: systemClock, metrics }) };
}

interface CacheParts {
  readonly entityCache: KeptEntities;
  readonly metrics: Metrics;
}

/** The caches before the engine. */
async function openCaches(
  { cache }: HubConfig,
  facts: FactsInForce,
  { entityCache, metrics: { registry } }: CacheParts,
): Promise<FrontCaches> {
  const caches = await openFrontCaches(cache, {
    clock: systemClock,
    typesOf: (document) => {
      const { table, isPrivateType } = facts.read();
      return readOperationTypes(document, table, isPrivateType);
    },
  });
  registerCacheMetrics(registry, () => caches.figures, entityCache);
  return caches;
}
