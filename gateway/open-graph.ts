import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { createUpstreamMetrics } from "#adapters/runtime/call/metrics.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { NodeStates } from "./execute/node-states.ts";
import type { HubConfig } from "./hub-config.ts";
import { closeNodes, dataOf, type OpenedNode, openNodes } from "./open-nodes.ts";
import type { Metrics } from "./report/metrics.ts";
import { composeGraph } from "./supergraph/compose-graph.ts";

/** The nodes, open, and the graph that they make. */
export interface OpenGraph {
  readonly supergraphSdl: string;
  readonly opened: readonly OpenedNode[];
  readonly states: NodeStates;
}

/** Composes the graph while the nodes are opened. On failure whatever was opened is closed. */
export async function openGraph(
  { hub, logger, definitions, members, keys }: HubConfig,
  metrics: Metrics,
): Promise<OpenGraph> {
  const composing = composeGraph(definitions);
  const states = new NodeStates();
  const surroundings = {
    ...dataOf(hub),
    logger,
    metrics: createUpstreamMetrics(metrics.registry),
    gates: new HostGates(SYSTEM_TIMER),
  };
  const remote = { clock: systemClock, keys };
  const opening = openNodes(members, { surroundings, states, remote });
  const [composed, opened] = await Promise.allSettled([composing, opening]);
  if (composed.status === "rejected" || opened.status === "rejected") {
    if (opened.status === "fulfilled") await closeNodes(opened.value);
    throw composed.status === "rejected" ? composed.reason : opened.status === "rejected" ? opened.reason : undefined;
  }
  for (const { node, problems } of composed.value.leftOut) {
    logger.error(
      { node, problems },
      "node's schema does not compose; it is quarantined, its types are not in the graph",
    );
    states.set(node, "QUARANTINED");
  }
  return { supergraphSdl: composed.value.supergraphSdl, opened: opened.value, states };
}
