import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { createUpstreamMetrics } from "#adapters/runtime/call/metrics.ts";
import { openSharedLedger } from "#adapters/runtime/manners/shared-ledger.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { openTakeDowns, type TakeDowns } from "#subgraphs/runtime/take-downs.ts";
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
  readonly takeDowns: TakeDowns;
  close(): Promise<void>;
}

/** Composes the graph while the nodes are opened. On failure whatever was opened is closed. */
export async function openGraph(
  { hub, logger, definitions, members, keys }: HubConfig,
  metrics: Metrics,
): Promise<OpenGraph> {
  const data = dataOf(hub);
  const takeDowns = await openTakeDowns({ dataDir: data.dataDir, clock: systemClock, logger });
  const composing = composeGraph(definitions);
  const states = new NodeStates();
  const ledger = openSharedLedger(data.dataDir, logger);
  const opening = ledger.then((shared) => {
    const gates = new HostGates(SYSTEM_TIMER, shared);
    const surroundings = { ...data, logger, metrics: createUpstreamMetrics(metrics.registry), gates, takeDowns };
    return openNodes(members, { surroundings, states, remote: { clock: systemClock, keys } });
  });
  const close = async () => {
    takeDowns.close();
    await opening.then(closeNodes, () => {});
    // The nodes' last calls are entered before it closes.
    await ledger.then((shared) => shared.close());
  };
  const [composed, opened] = await Promise.allSettled([composing, opening]);
  if (composed.status === "rejected" || opened.status === "rejected") {
    await close().catch(() => {});
    throw composed.status === "rejected" ? composed.reason : opened.status === "rejected" ? opened.reason : undefined;
  }
  for (const { node, problems } of composed.value.leftOut) {
    logger.error(
      { node, problems },
      "node's schema does not compose; it is quarantined, its types are not in the graph",
    );
    states.set(node, "QUARANTINED");
  }
  return { supergraphSdl: composed.value.supergraphSdl, opened: opened.value, states, takeDowns, close };
}
