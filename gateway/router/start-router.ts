import type { Logger } from "#adapters/runtime/logger.ts";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER, type Timer } from "#adapters/runtime/timer.ts";
import { registerCacheMetrics } from "#gateway/cache/cache-metrics.ts";
import { CACHE_SETTINGS } from "#gateway/cache/cache-settings.ts";
import { FetchStore } from "#gateway/cache/fetch-store.ts";
import { createNodeMetrics } from "#gateway/execute/node-metrics.ts";
import { createGuard } from "#gateway/guard/create-guard.ts";
import { watchEventLoop } from "#gateway/guard/event-loop-lag.ts";
import { GUARD_SETTINGS } from "#gateway/guard/guard-settings.ts";
import { createLoadMetrics } from "#gateway/guard/load-metrics.ts";
import { LOAD_SETTINGS } from "#gateway/guard/load-settings.ts";
import { createLoadShedder } from "#gateway/guard/load-shedder.ts";
import { createFront } from "#gateway/http/front.ts";
import { openFrontCaches } from "#gateway/http/front-caches.ts";
import { createLogger, LOG_SETTINGS } from "#gateway/report/logger.ts";
import { createMetrics } from "#gateway/report/metrics.ts";
import { GraphSlot } from "#gateway/supergraph/graph-slot.ts";
import type { PlainSubgraphFacts } from "./read-supergraph.ts";
import { openRoutedGraph, type RoutedGraph } from "./routed-graph.ts";
import { ROUTER_FRONT_SETTINGS, ROUTER_LIMITS } from "./router-settings.ts";

/** What became of a new supergraph. */
interface Replacement {
  readonly isReplaced: boolean;
  /** Operations of the old graph that have plans in the new one. */
  readonly plans: number;
}

/** A running router. */
export interface Router {
  readonly url: string;
  /** As it was started. */
  readonly subgraphs: readonly PlainSubgraphFacts[];
  /** Reads the file again and serves what is in it now, if that can be served; never throws. */
  reload(): Promise<Replacement>;
  /** Not ready at once, requests in flight finish, then everything is closed. */
  stop(): Promise<void>;
}

/** Serves any composed supergraph, its subgraphs being asked at the addresses in it. Throws SettingsError. */
export async function startRouter(
  settings: Settings,
  supergraphFile: string,
  timer: Timer = SYSTEM_TIMER,
): Promise<Router> {
  const frontSettings = settings.slice("hub", ROUTER_FRONT_SETTINGS);
  const { load } = settings.slice("hub", LOAD_SETTINGS);
  const cacheSettings = settings.slice("hub", CACHE_SETTINGS);
  const logger = createLogger(settings.slice("hub", LOG_SETTINGS));
  const metrics = createMetrics();
  const caches = await openFrontCaches(cacheSettings, { clock: timer });
  const nodeMetrics = createNodeMetrics(metrics.registry);
  const fetches = new FetchStore({ clock: timer, maxBytes: cacheSettings.entityCacheBytes });
  registerCacheMetrics(metrics.registry, () => caches.figures, fetches);
  const forget = () => {
    caches.prepared.clear();
    caches.invalidate({});
    fetches.clear();
  };
  const { sharesInFlight } = cacheSettings;
  const open = (generation: number) =>
    openRoutedGraph(supergraphFile, { logger, metrics: nodeMetrics, fetches, timer, sharesInFlight, generation });
  await using opened = new AsyncDisposableStack();
  const slot = new GraphSlot<RoutedGraph>(await open(0), { forget, logger });
  opened.defer(() => slot.close());
  const lag = watchEventLoop();
  opened.defer(async () => lag.stop());
  const front = createFront({
    run: slot.run,
    guard: createGuard(GUARD_SETTINGS.parse({ limits: ROUTER_LIMITS })),
    caches,
    settings: frontSettings,
    clock: timer,
    logger,
    metrics,
    readiness: () => true,
    shedder: createLoadShedder({
      limits: load,
      lag,
      clock: systemClock,
      metrics: createLoadMetrics(metrics.registry),
    }),
  });
  const { url } = await front.listen();
  opened.defer(() => front.drain());
  const running = opened.move();
  const reload = () => replace(slot, open, logger);
  return { url, subgraphs: slot.current.subgraphs, reload, stop: () => running.disposeAsync() };
}

async function replace(
  slot: GraphSlot<RoutedGraph>,
  open: (generation: number) => Promise<RoutedGraph>,
  logger: Logger,
): Promise<Replacement> {
  try {
    const { graph, plans } = await slot.replace(open);
    logger.info({ subgraphs: graph.subgraphs.length, plans }, "a new supergraph is served");
    return { isReplaced: true, plans };
  } catch (error) {
    logger.error({ err: error }, "the new supergraph cannot be served; the old one goes on");
    return { isReplaced: false, plans: 0 };
  }
}
