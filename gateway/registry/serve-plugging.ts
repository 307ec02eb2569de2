import { resolve } from "node:path";
import type { Registry } from "prom-client";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { createFindCaller, type FindCaller } from "#gateway/access/admin-caller.ts";
import type { IsOperator } from "#gateway/access/operator-token.ts";
import type { NodeDesks } from "#gateway/admin/node-actions.ts";
import { createNodeOrders } from "#gateway/admin/node-orders.ts";
import type { OperatorDesk } from "#gateway/admin/operator-desk.ts";
import type { PauseBook } from "#gateway/admin/pause-book.ts";
import { createNodeDirectory } from "#gateway/execute/node-directory.ts";
import type { NodeStates } from "#gateway/execute/node-states.ts";
import { FigureBook } from "#gateway/figures/figure-book.ts";
import type { FrontCaches } from "#gateway/http/front-caches.ts";
import type { HubConfig } from "#gateway/hub-config.ts";
import type { HubGraph } from "#gateway/members/hub-graph.ts";
import type { QuarantineWatch } from "#gateway/members/quarantine-watch.ts";
import { DriftRunner } from "./drift-runner.ts";
import { forgetNodeData, forgetNodesThatLeft } from "./forget-node-data.ts";
import { lookedAtIn } from "./look-at-node.ts";
import { MemberKeeper } from "./member-keeper.ts";
import { NodeDesk } from "./node-desk.ts";
import { hasLeft } from "./node-entry.ts";
import { createNodeReports } from "./node-report.ts";
import { NodeStages } from "./node-stages.ts";
import { ownerOf } from "./owner-token.ts";
import { createDemoDesk } from "./plug-in-demo.ts";
import { quarantineUnopened } from "./plugged-nodes.ts";
import { ShadowRunner } from "./shadow-runner.ts";

export interface PluggingSurroundings {
  readonly graph: HubGraph;
  readonly states: NodeStates;
  readonly watch: QuarantineWatch;
  readonly pauses: PauseBook;
  readonly desk: OperatorDesk;
  readonly isOperator: IsOperator;
  /** What was told of nodes holds no more. */
  readonly caches: Pick<FrontCaches, "invalidate">;
  readonly metrics: Registry;
}

export interface ServedPlugging {
  readonly desks: NodeDesks;
  /** The operator, or the owner of a plugged-in node. */
  readonly findCaller: FindCaller;
  stop(): Promise<void>;
}

/** Plugged-in nodes come, change and go from now on, by whichever process the registry is told. */
export async function servePlugging(
  { plugging, definitions, hub, logger }: Pick<HubConfig, "plugging" | "definitions" | "hub" | "logger">,
  around: PluggingSurroundings,
): Promise<ServedPlugging> {
  const { registry, read, demos, plugged } = plugging;
  const { graph, states, watch, pauses, desk, caches } = around;
  const stages = new NodeStages({ registry, states, watch, pauses });
  const stageChanged = (code: string) => {
    stages.apply(code);
    caches.invalidate({ type: "HubNode" });
  };
  const own = definitions.filter((definition) => !plugged.some((node) => node.definition === definition));
  const builtIn = new Set(own.map(({ code }) => code));
  const begun = new Map(plugged.map(({ definition, key }) => [definition.code, key]));
  for (const { definition, isQuarantined } of plugged) {
    if (isQuarantined) stages.apply(definition.code);
    else if (states.of(definition.code) === "QUARANTINED")
      await quarantineUnopened({ registry, read, logger }, definition.code);
  }
  const dataDir = resolve(hub.dataDir);
  await forgetNodesThatLeft(dataDir, async () => {
    await registry.readOn();
    return (code) => builtIn.has(code) || (registry.of(code) !== undefined && !hasLeft(registry.of(code)));
  });
  const left = (code: string) => forgetNodeData(dataDir, code);
  const keeper = new MemberKeeper({ registry, read, graph, logger, stageChanged, begun, left });
  keeper.follow();
  // A node that was made anew is watched from the beginning, and may be quarantined still.
  const endStages = graph.onChange(() => stages.holdQuarantined());
  const shadows = new ShadowRunner({ registry, read, timer: SYSTEM_TIMER, logger });
  shadows.start();
  const drifts = openDrifts(hub, { plugging, around, keeper, logger });
  drifts.start();
  const figures = openFigures(hub, { around, logger });
  figures.start();
  registry.follow();
  const paused = (code: string) => ({ operator: pauses.has("nodes", code), owner: pauses.has("owners", code) });
  const nodes = new NodeDesk({
    registry,
    keeper,
    read,
    paused,
    isBuiltIn: (code) => builtIn.has(code),
    shadowOf: (entry) => shadows.reportOf(entry),
    driftOf: (entry) => drifts.standingOf(entry),
  });
  const nodeOwning = (typeName: string) => createNodeDirectory(graph.nodes()).ownerOf(typeName)?.code;
  const nodeOf = (code: string) => graph.nodes().find((node) => node.code === code);
  const reports = createNodeReports({ nodes, figures, nodeOf, now: SYSTEM_TIMER.now });
  const orders = createNodeOrders({ desk, nodes, ownerOf: nodeOwning });
  const stop = async () => {
    endStages();
    await Promise.all([keeper.stop(), shadows.stop(), drifts.stop(), figures.stop()]);
  };
  const ownerBy = (authorization: string | undefined) => ownerOf(authorization, (code) => registry.of(code));
  const findCaller = createFindCaller(around.isOperator, ownerBy);
  return { findCaller, desks: { nodes, orders, reports, demos: createDemoDesk({ demos, nodes, registry }) }, stop };
}

function openFigures(
  { dataDir }: HubConfig["hub"],
  { around: { metrics }, logger }: Pick<OpeningDrifts, "around" | "logger">,
): FigureBook {
  return new FigureBook({ metrics, dataDir: resolve(dataDir), timer: SYSTEM_TIMER, logger });
}

function openDrifts(
  { dataDir, nodeProbesEvery }: HubConfig["hub"],
  { plugging: { registry, read }, around: { graph, metrics }, keeper, logger }: OpeningDrifts,
): DriftRunner {
  const node = lookedAtIn({ opened: () => graph.opened(), has: (entry, release) => keeper.has(entry, release) });
  const where = { dataDir: resolve(dataDir), everyMs: nodeProbesEvery };
  return new DriftRunner({ registry, read, node, ...where, timer: SYSTEM_TIMER, logger, metrics });
}

interface OpeningDrifts extends Pick<HubConfig, "plugging" | "logger"> {
  readonly around: PluggingSurroundings;
  readonly keeper: MemberKeeper;
}
