import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { createUpstreamMetrics } from "#adapters/runtime/call/metrics.ts";
import { openSharedLedger } from "#adapters/runtime/manners/shared-ledger.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { openTakeDowns, type TakeDowns } from "#subgraphs/runtime/take-downs.ts";
import { NodeStates } from "./execute/node-states.ts";
import type { HubConfig } from "./hub-config.ts";
import { closeNodes, dataOf, type OpenedNode, type Opening, openNodes } from "./open-nodes.ts";
import type { Metrics } from "./report/metrics.ts";
import { type ComposedGraph, composeGraph } from "./supergraph/compose-graph.ts";

/** The nodes that are there from the start, open, and the graph that they make; and how others are opened. */
export interface OpenGraph {
  readonly composed: ComposedGraph;
  readonly opened: readonly OpenedNode[];
  readonly opening: Opening;
  readonly states: NodeStates;
  readonly takeDowns: TakeDowns;
  close(): Promise<void>;
}

/** Composes the graph while the nodes are opened. On failure whatever was opened is closed. */
export async function openGraph(
  { hub, logger, definitions, members, keys, hosts }: HubConfig,
  metrics: Metrics,
): Promise<OpenGraph> {
  const data = dataOf(hub);
  const takeDowns = await openTakeDowns({ dataDir: data.dataDir, clock: systemClock, logger });
  const composing = composeGraph(definitions);
  const ledger = await openSharedLedger(data.dataDir, logger);
  const gates = new HostGates(SYSTEM_TIMER, ledger);
  const surroundings = { ...data, logger, metrics: createUpstreamMetrics(metrics.registry), gates, takeDowns, hosts };
  const opening: Opening = { surroundings, states: new NodeStates(), remote: { clock: systemClock, keys }, hosts };
  const opened = openNodes(members, opening);
  const close = async () => {
    takeDowns.close();
    await opened.then(closeNodes, () => {});
    // The nodes' last calls are entered before it closes.
    await ledger.close();
  };
  const [composed, open] = await Promise.allSettled([composing, opened]);
  if (composed.status === "rejected" || open.status === "rejected") {
    await close().catch(() => {});
    throw composed.status === "rejected" ? composed.reason : open.status === "rejected" ? open.reason : undefined;
  }
  const { states } = opening;
  for (const { node, problems } of composed.value.leftOut) {
    logger.error(
      { node, problems },
      "node's schema does not compose; it is quarantined, its types are not in the graph",
    );
    states.set(node, "QUARANTINED");
  }
  return { composed: composed.value, opened: open.value, opening, states, takeDowns, close };
}
