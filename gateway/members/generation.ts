import { setImmediate } from "node:timers/promises";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import type { CallNode } from "#gateway/execute/call-node.ts";
import type { Engine } from "#gateway/execute/engine.ts";
import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import { createRunOperation } from "#gateway/execute/run-operation.ts";
import { type CostGuard, type CostLimits, createCostGuard } from "#gateway/guard/cost/cost-limit.ts";
import type { OpenedNode } from "#gateway/open-nodes.ts";
import type { ComposedGraph } from "#gateway/supergraph/compose-graph.ts";
import type { ServedGraph } from "#gateway/supergraph/graph-slot.ts";
import { OperationsUnderWay } from "#gateway/supergraph/operations-under-way.ts";
import type { FindStanding } from "#subgraphs/runtime/plug-in.ts";
import type { CountConflict } from "#subgraphs/runtime/ports.ts";
import { type GraphFacts, readGraphFacts } from "./graph-facts.ts";
import type { NodeHolds } from "./node-holds.ts";

/** One graph of the hub with all that answers over it. */
export interface Generation extends ServedGraph {
  readonly composed: ComposedGraph;
  readonly opened: readonly OpenedNode[];
  readonly nodes: readonly GatewayNode[];
  readonly facts: GraphFacts;
  readonly cost: CostGuard;
}

export interface EngineParts {
  /** In parts. */
  readonly supergraphSdl: readonly string[];
  readonly nodes: readonly GatewayNode[];
  readonly callNode: CallNode;
  readonly introspection: boolean;
  readonly logger: Logger;
}

export interface GenerationParts extends Omit<EngineParts, "supergraphSdl" | "nodes"> {
  readonly createEngine: (parts: EngineParts) => Promise<Engine>;
  readonly limits: CostLimits;
  readonly clock: Clock;
  readonly holds: NodeHolds;
  /** Of nodes that were plugged in. */
  readonly standingOf?: FindStanding | undefined;
  readonly countConflict?: CountConflict | undefined;
}

/** Whatever serves meanwhile is not held up. Rejects where no engine can be made of the graph; the nodes stay open then. */
export async function openGeneration(
  parts: GenerationParts,
  composed: ComposedGraph,
  opened: readonly OpenedNode[],
): Promise<Generation> {
  const { callNode, introspection, logger, clock, limits, holds, standingOf, countConflict } = parts;
  const nodes = opened.map(({ node }) => node);
  const engine = await parts.createEngine({
    supergraphSdl: composed.supergraphSdl,
    nodes,
    callNode,
    introspection,
    logger,
  });
  await setImmediate();
  const facts = readGraphFacts(
    composed,
    nodes.map(({ typeDefs }) => typeDefs),
  );
  await setImmediate();
  const run = createRunOperation({ engine, nodes, callNode, clock, logger, standingOf, countConflict });
  const underWay = new OperationsUnderWay(run);
  holds.take(opened);
  return {
    composed,
    opened,
    nodes,
    facts,
    cost: createCostGuard(facts.table, limits),
    run: underWay.run,
    planned: () => engine.planned(),
    prepare: (operations, signal) => engine.prepare(operations, signal),
    close: async () => {
      await underWay.ended();
      await engine.stop();
      await holds.giveBack(opened);
    },
  };
}
