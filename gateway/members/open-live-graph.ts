import { systemClock } from "#adapters/runtime/system-clock.ts";
import type { HubConfig } from "#gateway/hub-config.ts";
import type { OpenGraph } from "#gateway/open-graph.ts";
import { type OpenedNode, openMember, readyMember } from "#gateway/open-nodes.ts";
import type { Asking } from "./create-asking.ts";
import { type GenerationParts, openGeneration } from "./generation.ts";
import type { FactsInForce } from "./graph-facts.ts";
import { LiveGraph, type LiveGraphParts } from "./live-graph.ts";
import { NodeHolds } from "./node-holds.ts";

export interface LiveParts extends Pick<GenerationParts, "standingOf" | "countConflict"> {
  readonly asking: Asking;
  readonly facts: FactsInForce;
  readonly changed: LiveGraphParts["changed"];
}

/** The first graph, of the nodes that are open, ready to be changed. */
export async function openLiveGraph(
  { hub, settings, guard, logger }: HubConfig,
  { composed, opened, opening, lastGood }: OpenGraph,
  { asking, facts, changed, standingOf, countConflict }: LiveParts,
): Promise<LiveGraph> {
  const parts: GenerationParts = {
    callNode: asking.callNode,
    createEngine: asking.createEngine,
    introspection: guard.introspection,
    limits: guard.limits,
    clock: systemClock,
    holds: new NodeHolds(),
    logger,
    standingOf,
    countConflict,
  };
  const first = await openGeneration(parts, composed, opened);
  facts.set(first.facts);
  const live = new LiveGraph({
    first,
    ready: (definition, given) => ({ ...readyMember(definition, settings, given), openMs: hub.nodeOpenTimeout }),
    openMember: ({ member }, schema) => openMember(member, schema, opening),
    openGeneration: (graph, nodes) => openGeneration(parts, graph, nodes),
    changed,
    clock: systemClock,
    logger,
  });
  const isServed = ({ node }: OpenedNode) => !live.current.composed.leftOut.some((one) => one.node === node.code);
  const keep = () => lastGood.keep(live.opened().filter(isServed));
  live.onChange(keep);
  keep();
  return live;
}
