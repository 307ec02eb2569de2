import type { Logger } from "#adapters/runtime/logger.ts";
import { createNodeOrders } from "#gateway/admin/node-orders.ts";
import type { NodeDesks } from "#gateway/admin/node-actions.ts";
import { isNodePaused, type OperatorDesk } from "#gateway/admin/operator-desk.ts";
import type { PauseBook } from "#gateway/admin/pause-book.ts";
import { createNodeDirectory } from "#gateway/execute/node-directory.ts";
import type { NodeStates } from "#gateway/execute/node-states.ts";
import type { HubGraph } from "#gateway/members/hub-graph.ts";
import { MemberKeeper } from "./member-keeper.ts";
import { NodeDesk } from "./node-desk.ts";
import { releaseInGraph } from "./node-entry.ts";
import type { Plugging } from "./open-plugging.ts";
import { createDemoDesk } from "./plug-in-demo.ts";
import { quarantineUnopened } from "./plugged-nodes.ts";

export interface PluggingSurroundings {
  readonly graph: HubGraph;
  readonly states: NodeStates;
  readonly pauses: PauseBook;
  readonly desk: OperatorDesk;
  readonly logger: Logger;
  /** Codes of nodes that are part of the hub. */
  readonly builtIn: ReadonlySet<string>;
  /** What was told of nodes holds no more. */
  readonly forget: () => void;
}

export interface ServedPlugging {
  readonly desks: NodeDesks;
  stop(): Promise<void>;
}

/** Plugged-in nodes come, change and go from now on, by whichever process the registry is told. */
export async function servePlugging(plugging: Plugging, around: PluggingSurroundings): Promise<ServedPlugging> {
  const { registry, read, demos, plugged } = plugging;
  const { graph, states, pauses, desk, logger, builtIn, forget } = around;
  const stageChanged = (code: string) => {
    setState(code, plugging, around);
    forget();
  };
  const begun = new Map(plugged.map(({ definition, key }) => [definition.code, key]));
  for (const { definition, isQuarantined } of plugged) {
    if (isQuarantined) states.set(definition.code, "QUARANTINED");
    else if (states.of(definition.code) === "QUARANTINED") await quarantineUnopened({ registry, read, logger }, definition.code);
  }
  const keeper = new MemberKeeper({ registry, read, graph, logger, stageChanged, begun });
  keeper.follow();
  registry.follow();
  const paused = (code: string) => ({ operator: pauses.has("nodes", code), owner: pauses.has("owners", code) });
  const nodes = new NodeDesk({ registry, keeper, read, paused, isBuiltIn: (code) => builtIn.has(code) });
  const ownerOf = (typeName: string) => createNodeDirectory(graph.nodes()).ownerOf(typeName)?.code;
  const orders = createNodeOrders({ desk, nodes, ownerOf });
  const stop = async () => {
    await keeper.stop();
  };
  return { desks: { nodes, orders, demos: createDemoDesk({ demos, nodes, registry }) }, stop };
}

/** As the registry says; what only this process knows (a node that it could not open) stays. */
function setState(code: string, { registry }: Plugging, { states, pauses }: PluggingSurroundings): void {
  const stage = releaseInGraph(registry.of(code))?.stage;
  if (stage === "QUARANTINED") states.set(code, "QUARANTINED");
  if (stage === "LIVE" && states.of(code) === "QUARANTINED")
    states.set(code, isNodePaused(code, pauses) ? "PAUSED" : "LIVE");
}
