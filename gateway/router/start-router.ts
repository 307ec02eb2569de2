import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { registerCacheMetrics } from "#gateway/cache/cache-metrics.ts";
import { CACHE_SETTINGS } from "#gateway/cache/cache-settings.ts";
import { FetchStore } from "#gateway/cache/fetch-store.ts";
import { createFederationEngine } from "#gateway/engine/federation-engine.ts";
import { createNodeMetrics } from "#gateway/execute/node-metrics.ts";
import { createGuard } from "#gateway/guard/create-guard.ts";
import { watchEventLoop } from "#gateway/guard/event-loop-lag.ts";
import { GUARD_SETTINGS } from "#gateway/guard/guard-settings.ts";
import { createLoadMetrics } from "#gateway/guard/load-metrics.ts";
import { LOAD_SETTINGS } from "#gateway/guard/load-settings.ts";
import { createLoadShedder } from "#gateway/guard/load-shedder.ts";
import { createFront } from "#gateway/http/front.ts";
import { openFrontCaches } from "#gateway/http/front-caches.ts";
import type { Planner } from "#gateway/plan/planner.ts";
import { startPlanner } from "#gateway/plan/start-planner.ts";
import { createLogger, LOG_SETTINGS } from "#gateway/report/logger.ts";
import { createMetrics } from "#gateway/report/metrics.ts";
import { plainFetchCache } from "./plain-fetch-cache.ts";
import { createPlainSubgraph, type PlainState, type PlainSubgraphParts } from "./plain-subgraph.ts";
import { type PlainSubgraphFacts, readSupergraphFile } from "./read-supergraph.ts";
import { ROUTER_FRONT_SETTINGS, ROUTER_LIMITS } from "./router-settings.ts";
import { createRunPlainOperation } from "./run-plain-operation.ts";

/** A running router. */
export interface Router {
  readonly url: string;
  readonly subgraphs: readonly PlainSubgraphFacts[];
  /** Not ready at once, requests in flight finish, then everything is closed. */
  stop(): Promise<void>;
}

/** Serves any composed supergraph, its subgraphs being asked at the addresses in it. Throws SettingsError. */
export async function startRouter(settings: Settings, supergraphFile: string): Promise<Router> {
  const frontSettings = settings.slice("hub", ROUTER_FRONT_SETTINGS);
  const { load } = settings.slice("hub", LOAD_SETTINGS);
  const cacheSettings = settings.slice("hub", CACHE_SETTINGS);
  const logger = createLogger(settings.slice("hub", LOG_SETTINGS));
  const metrics = createMetrics();
  const caches = await openFrontCaches(cacheSettings, { clock: systemClock });
  registerCacheMetrics(metrics.registry, () => caches.figures);
  const { sdl, subgraphs } = await readSupergraphFile(supergraphFile);
  await using opened = new AsyncDisposableStack();
  const planner = await openPlanner(sdl, supergraphFile);
  opened.defer(() => planner.close());
  const nodeMetrics = createNodeMetrics(metrics.registry);
  const fetches = new FetchStore({ clock: systemClock, maxBytes: cacheSettings.entityCacheBytes });
  const asked = openSubgraphs(subgraphs, { timer: SYSTEM_TIMER, metrics: nodeMetrics });
  for (const { close } of asked) opened.defer(close);
  const engine = await createFederationEngine<PlainState>({
    planner,
    subgraphs: new Map(asked.map((subgraph) => [subgraph.name, subgraph])),
    cache: plainFetchCache(fetches, nodeMetrics),
    allowsObjectScalars: true,
    describeMisfit,
  });
  const lag = watchEventLoop();
  opened.defer(async () => lag.stop());
  const front = createFront({
    run: createRunPlainOperation({ engine, logger }),
    guard: createGuard(GUARD_SETTINGS.parse({ limits: ROUTER_LIMITS })),
    caches,
    settings: frontSettings,
    clock: systemClock,
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
  return { url, subgraphs, stop: () => running.disposeAsync() };
}

async function openPlanner(sdl: string, path: string): Promise<Planner> {
  try {
    return await startPlanner(sdl);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(
      { zh: `supergraph 文件 ${path} 不能使用：${reason}`, en: `Supergraph file ${path} cannot be used: ${reason}` },
      { cause: error },
    );
  }
}

function openSubgraphs(facts: readonly PlainSubgraphFacts[], parts: PlainSubgraphParts) {
  return facts.map((subgraph) => createPlainSubgraph(subgraph, parts));
}

function describeMisfit(message: string, node: string | null) {
  return { message, extensions: { code: "NODE_BAD_RESPONSE", ...(node === null ? {} : { node }) } };
}
