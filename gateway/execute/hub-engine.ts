import type { Logger } from "#adapters/runtime/logger.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import type { FetchStore } from "#gateway/cache/fetch-store.ts";
import type { Flights } from "#gateway/cache/flights.ts";
import { Renewals } from "#gateway/cache/renewals.ts";
import { createFederationEngine } from "#gateway/engine/federation-engine.ts";
import { type PlannedGraph, PlannedGraphs } from "#gateway/plan/planned-graphs.ts";
import { ERROR_CODES } from "#schema/error-codes.ts";
import type { CallNode } from "./call-node.ts";
import type { Engine } from "./engine.ts";
import { startFederationGateway } from "./federation-gateway.ts";
import type { GatewayNode } from "./gateway-node.ts";
import { nodeFetchCache } from "./node-fetch-cache.ts";
import type { NodeMetrics } from "./node-metrics.ts";
import { nodeSubgraph } from "./node-subgraph.ts";
import type { RequestState } from "./request-state.ts";
import { type SharedCall, shareCalls } from "./share-calls.ts";

export interface HubEngineParts {
  /** In parts. */
  readonly supergraphSdl: readonly string[];
  readonly nodes: readonly GatewayNode[];
  readonly callNode: CallNode;
  /** What nodes answered before. */
  readonly fetches: FetchStore;
  readonly metrics: NodeMetrics;
  readonly timer: Timer;
  /** Questions under way, where those who ask the same share them. */
  readonly calls: Flights<SharedCall> | null;
  /** Of all graphs; without it the engine has a planner of its own. */
  readonly graphs?: PlannedGraphs;
  readonly introspection: boolean;
  readonly logger: Logger;
}

/** Planning by Apollo's planner in a process of its own, running by our own executor. */
export async function createHubEngine(parts: HubEngineParts): Promise<Engine> {
  const { graphs = new PlannedGraphs() } = parts;
  const planned = await graphs.take(parts.supergraphSdl);
  try {
    return await engineOver(planned, parts);
  } catch (error) {
    await planned.giveBack();
    throw error;
  }
}

async function engineOver({ planner, schema, giveBack }: PlannedGraph, parts: HubEngineParts): Promise<Engine> {
  const { nodes, fetches, metrics, introspection, logger, calls, timer } = parts;
  const callNode =
    calls === null ? parts.callNode : shareCalls(parts.callNode, { metrics, flights: calls, clock: timer });
  const renewals = new Renewals(timer);
  const engine = await createFederationEngine<RequestState>({
    planner,
    schema,
    subgraphs: new Map(nodes.map((node) => [node.code, nodeSubgraph(node, callNode)])),
    cache: nodeFetchCache(nodes, { store: fetches, renewals, metrics }),
    allowsObjectScalars: false,
    describeMisfit,
  });
  const gateway = await startFederationGateway({ engine, introspection, logger });
  const stop = async () => {
    renewals.close();
    await gateway.stop();
    await giveBack();
  };
  return {
    run: gateway.run,
    planned: () => engine.planned(),
    prepare: (operations, signal) => engine.prepare(operations, signal),
    stop,
  };
}

function describeMisfit(_message: string, node: string | null) {
  const { message, retryable } = ERROR_CODES.NODE_BAD_RESPONSE;
  return {
    message: message.en,
    extensions: { code: "NODE_BAD_RESPONSE", retryable, ...(node === null ? {} : { node }) },
  };
}
