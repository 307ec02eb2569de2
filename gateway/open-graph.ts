import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { createUpstreamMetrics } from "#adapters/runtime/call/metrics.ts";
import { openSharedLedger } from "#adapters/runtime/manners/shared-ledger.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { ComposedSchemas } from "#subgraphs/runtime/node-schema.ts";
import { openTakeDowns, type TakeDowns } from "#subgraphs/runtime/take-downs.ts";
import { NodeStates } from "./execute/node-states.ts";
import type { HubConfig } from "./hub-config.ts";
import { composeAtStart, type StartingGraph } from "./members/compose-at-start.ts";
import { LastGood } from "./members/last-good.ts";
import { closeNodes, dataOf, type OpenedNode, type Opening, openNodes, quarantine } from "./open-nodes.ts";
import type { Metrics } from "./report/metrics.ts";
import type { ComposedGraph } from "./supergraph/compose-graph.ts";

/** The nodes that are there from the start, open, and the graph that they make; and how others are opened. */
export interface OpenGraph {
  readonly composed: ComposedGraph;
  readonly opened: readonly OpenedNode[];
  readonly opening: Opening;
  readonly states: NodeStates;
  readonly takeDowns: TakeDowns;
  readonly lastGood: LastGood;
  close(): Promise<void>;
}

/** Composes the graph while the nodes are opened. On failure whatever was opened is closed. */
export async function openGraph(
  { hub, logger, definitions, members, keys, hosts }: HubConfig,
  metrics: Metrics,
): Promise<OpenGraph> {
  const data = dataOf(hub);
  const takeDowns = await openTakeDowns({ dataDir: data.dataDir, clock: systemClock, logger });
  const lastGood = new LastGood(data.dataDir, logger);
  const composing = lastGood.read().then((kept) => composeAtStart(definitions, kept));
  const ledger = await openSharedLedger(data.dataDir, logger);
  const gates = new HostGates(SYSTEM_TIMER, ledger);
  const { registry, nodes } = metrics;
  const told = { logger, metrics: createUpstreamMetrics(registry), countRecords: nodes.countRecords };
  const surroundings = { ...data, ...told, gates, takeDowns, hosts, schemas: new ComposedSchemas() };
  const opening: Opening = { surroundings, states: new NodeStates(), remote: { clock: systemClock, keys }, hosts };
  const opened = openNodes(members, opening);
  const close = async () => {
    takeDowns.close();
    await opened.then(closeNodes, () => {});
    await lastGood.settled();
    // The nodes' last calls are entered before it closes.
    await ledger.close();
  };
  const [composed, open] = await Promise.allSettled([composing, opened]);
  if (composed.status === "rejected" || open.status === "rejected") {
    await close().catch(() => {});
    throw composed.status === "rejected" ? composed.reason : open.status === "rejected" ? open.reason : undefined;
  }
  const { states } = opening;
  const { graph } = composed.value;
  for (const { node, problems } of graph.leftOut) {
    logger.error(
      { node, problems },
      "node's schema does not compose; it is quarantined, its types are not in the graph",
    );
    states.set(node, "QUARANTINED");
  }
  const held = await holdBack(open.value, composed.value, opening);
  return { composed: graph, opened: held, opening, states, takeDowns, lastGood, close };
}

/** Nodes that do not fit any more keep their types and are asked no more; whoever sees the others sees what they were. */
async function holdBack(
  opened: readonly OpenedNode[],
  { held, schemas }: StartingGraph,
  opening: Opening,
): Promise<readonly OpenedNode[]> {
  if (held.size === 0) return opened;
  const isHeld = ({ node }: OpenedNode) => held.has(node.code);
  await closeNodes(opened.filter(isHeld));
  const error = new Error("its schema does not compose; the one of the last good graph stands");
  return Promise.all(
    opened.map((one) => {
      const schema = schemas.get(one.node.code);
      if (schema === undefined) return one;
      if (isHeld(one)) return quarantine(one.member, schema, { opening, error });
      return one.node.seesOthers ? one.served(schema) : one;
    }),
  );
}
