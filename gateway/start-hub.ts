import type { SandboxProcess } from "#adapters/runtime/sandbox/start-sandbox.ts";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { consoleRoutes } from "./console/console-routes.ts";
import { createApolloEngine } from "./execute/apollo-engine.ts";
import { createCallNode } from "./execute/call-node.ts";
import { createMemoryEntityCache } from "./execute/entity-cache.ts";
import { createEntityFetcher } from "./execute/fetch-entities.ts";
import type { GatewayNode } from "./execute/gateway-node.ts";
import { createNodeMetrics } from "./execute/node-metrics.ts";
import type { NodeStates } from "./execute/node-states.ts";
import { createRunOperation } from "./execute/run-operation.ts";
import { createGuard } from "./guard/create-guard.ts";
import { createFront, type Front } from "./http/front.ts";
import { type HubConfig, readHubConfig } from "./hub-config.ts";
import { type OpenGraph, openGraph } from "./open-graph.ts";
import { closeNodes, type OpenedNode } from "./open-nodes.ts";
import { createMetrics, type Metrics } from "./report/metrics.ts";
import { privateTypes } from "./supergraph/private-types.ts";

/** A running hub. */
export interface Hub {
  readonly url: string;
  readonly nodes: readonly GatewayNode[];
  /** Stand-ins by source code. */
  readonly sandboxes: ReadonlyMap<string, SandboxProcess>;
  /** Pauses, quarantines and resumes nodes. */
  readonly states: NodeStates;
  /** Not ready at once, requests in flight finish, then everything is closed. */
  stop(): Promise<void>;
}

/** Brings the whole hub up: settings, nodes, graph, HTTP. Whatever was opened is closed again when a step fails. */
export async function startHub(settings: Settings): Promise<Hub> {
  const config = await readHubConfig(settings);
  const metrics = createMetrics();
  const graph = await openGraph(config, metrics);
  try {
    const nodes = graph.opened.map(({ node }) => node);
    const { front, stopEngine } = await createServing(config, graph, metrics);
    const { url } = await front.listen();
    return {
      url,
      nodes,
      sandboxes: sandboxesOf(graph.opened),
      states: graph.states,
      stop: async () => {
        await front.drain();
        await stopEngine();
        await closeNodes(graph.opened);
      },
    };
  } catch (error) {
    await closeNodes(graph.opened);
    throw error;
  }
}

interface Serving {
  readonly front: Front;
  stopEngine(): Promise<void>;
}

async function createServing(
  { hub, front, guard, logger }: HubConfig,
  graph: OpenGraph,
  metrics: Metrics,
): Promise<Serving> {
  const nodes = graph.opened.map(({ node }) => node);
  const hidden = privateTypes(nodes.map(({ typeDefs }) => typeDefs));
  const nodeMetrics = createNodeMetrics(metrics.registry);
  const callNode = createCallNode({ timer: SYSTEM_TIMER, metrics: nodeMetrics, logger });
  const entities = createEntityFetcher({
    callNode,
    cache: createMemoryEntityCache(systemClock, hub.entityCacheBytes),
    clock: systemClock,
    metrics: nodeMetrics,
    isPrivateType: (typeName) => hidden.has(typeName),
  });
  const { supergraphSdl } = graph;
  const { introspection } = guard;
  const engine = await createApolloEngine({ supergraphSdl, nodes, callNode, entities, introspection, logger });
  const server = createFront({
    run: createRunOperation({ engine, nodes, callNode, clock: systemClock, logger }),
    guard: createGuard(guard),
    settings: front,
    clock: systemClock,
    logger,
    metrics,
    readiness: () => true,
    routes: await consoleRoutes(),
  });
  return { front: server, stopEngine: engine.stop };
}

function sandboxesOf(opened: readonly OpenedNode[]): ReadonlyMap<string, SandboxProcess> {
  return new Map(
    opened.flatMap(({ sources }) =>
      sources.flatMap(({ definition, sandbox }) => (sandbox === null ? [] : [[definition.code, sandbox] as const])),
    ),
  );
}
