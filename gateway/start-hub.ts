import type { SandboxProcess } from "#adapters/runtime/sandbox/start-sandbox.ts";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import type { TakeDowns } from "#subgraphs/runtime/take-downs.ts";
import { createServing } from "./create-serving.ts";
import type { GatewayNode } from "./execute/gateway-node.ts";
import type { NodeStates } from "./execute/node-states.ts";
import { readHubConfig } from "./hub-config.ts";
import type { HubGraph } from "./members/hub-graph.ts";
import { openGraph } from "./open-graph.ts";
import type { OpenedNode } from "./open-nodes.ts";
import { createMetrics } from "./report/metrics.ts";

/** A running hub. */
export interface Hub {
  readonly url: string;
  /** Those of the graph that is served. */
  readonly nodes: readonly GatewayNode[];
  /** Nodes join, change and leave by it. */
  readonly graph: HubGraph;
  /** Stand-ins by source code. */
  readonly sandboxes: ReadonlyMap<string, SandboxProcess>;
  /** Pauses, quarantines and resumes nodes. */
  readonly states: NodeStates;
  /** Records taken down by their owners' order: `takeDown(id, reason)` is in force at once, in every cache too. */
  readonly takeDowns: TakeDowns;
  /** Not ready at once, requests in flight finish, then everything is closed. */
  stop(): Promise<void>;
}

/** Brings the whole hub up: settings, nodes, graph, HTTP. Whatever was opened is closed again when a step fails. */
export async function startHub(settings: Settings): Promise<Hub> {
  const config = await readHubConfig(settings);
  const metrics = createMetrics();
  await using opened = new AsyncDisposableStack();
  opened.defer(() => config.plugging.close());
  const open = await openGraph(config, metrics);
  opened.defer(() => open.close());
  const { front, graph, others, stop } = await createServing(config, open, metrics);
  opened.defer(stop);
  const { url } = await front.listen();
  opened.defer(() => front.drain());
  for (const { store } of open.opened) store?.start(others);
  const running = opened.move();
  return {
    url,
    graph,
    get nodes() {
      return graph.nodes();
    },
    get sandboxes() {
      return sandboxesOf(graph.opened());
    },
    states: open.states,
    takeDowns: open.takeDowns,
    stop: () => running.disposeAsync(),
  };
}

function sandboxesOf(opened: readonly OpenedNode[]): ReadonlyMap<string, SandboxProcess> {
  return new Map(
    opened.flatMap(({ sources }) =>
      sources.flatMap(({ definition, sandbox }) => (sandbox === null ? [] : [[definition.code, sandbox] as const])),
    ),
  );
}
