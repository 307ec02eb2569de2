import "#gateway/report/telemetry-off.ts";
import type { SandboxCounts } from "#adapters/runtime/sandbox/sandbox-module.ts";
import type { SandboxProcess } from "#adapters/runtime/sandbox/start-sandbox.ts";
import { readSettings } from "#adapters/runtime/settings/read-settings.ts";
import { type Subgraph, startSubgraph } from "#gateway/cli/start-subgraph.ts";
import { type Hub, startHub } from "#gateway/start-hub.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { askHub, type HeaderMap, type HubAnswer, type Variables } from "./hub-client.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Figures of all sandboxes: calls by source, then by operation. Sources that were not asked are left out. */
export type UpstreamCounts = Readonly<Record<string, SandboxCounts>>;

export interface TestHub extends AsyncDisposable {
  readonly hub: Hub;
  readonly url: string;
  /** Stand-ins by source code, wherever their node runs. */
  readonly sandboxes: ReadonlyMap<string, SandboxProcess>;
  /** The stand-in of that source. */
  sandbox(source: string): SandboxProcess;
  ask<Data = Readonly<Record<string, unknown>>>(
    query: string,
    variables?: Variables,
    headers?: HeaderMap,
  ): Promise<HubAnswer<Data>>;
  /** Calls that the upstreams received since the last `resetCounts`. */
  counts(): Promise<UpstreamCounts>;
  resetCounts(): Promise<void>;
  /** Requests that the gateway sent to a node since its start. */
  nodeRequests(node: string): Promise<number>;
  stop(): Promise<void>;
}

export interface TestHubOptions {
  /** Size of the generated world; 300 by default. */
  readonly patents?: number;
  /** Further settings, as environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** A store that is there already; a folder of its own otherwise. */
  readonly dataDir?: string;
}

/** For tests that let a source fail more often than its breaker bears. */
export const NO_BREAKERS: Readonly<Record<string, string>> = Object.fromEntries(
  ["SICHUAN_PORTAL", "CHONGQING_KJY01", "CNIPA_AGENCIES", "NATIONAL_REGISTERS", "EPO_OPS"].flatMap((source) => [
    [`HUB_${source}_POLITENESS_BREAKER_FAILURES_IN_ROW`, "1000"],
    [`HUB_${source}_POLITENESS_BREAKER_CALLS`, "1000"],
  ]),
);

const SIGNING_KEYS = "test-2026:0123456789abcdef0123456789abcdef";

/** The whole hub in this process, on a port of its own, with its sandboxes and a small world. */
export async function startTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  await using started = new AsyncDisposableStack();
  const env = await environment(options, started);
  const hub = await startHub(readSettings({ env, file: null }));
  started.defer(() => hub.stop());
  return toTestHub(hub, hub.sandboxes, started.move());
}

/** The same over @apollo/gateway as it comes. */
export function startStockHub(options: TestHubOptions = {}): Promise<TestHub> {
  return startTestHub({ ...options, env: { ...options.env, HUB_ENGINE: "stock" } });
}

/** The same with every platform as an HTTP server of its own, asked by signed requests. */
export async function startTestHubOfSubgraphs(options: TestHubOptions = {}): Promise<TestHub> {
  await using started = new AsyncDisposableStack();
  const env = { ...(await environment(options, started)), HUB_SIGNING_KEYS: SIGNING_KEYS };
  const platforms = (await discoverNodes()).filter(({ seesOthers }) => seesOthers !== true);
  const subgraphs = await Promise.all(
    platforms.map(async (definition) => {
      const subgraph = await startSubgraph(definition, readSettings({ env, file: null }), 0);
      started.defer(() => subgraph.stop());
      return [definition.code, subgraph] as const;
    }),
  );
  const urls = Object.fromEntries(subgraphs.map(([code, { url }]) => [`HUB_NODE_${code.toUpperCase()}_URL`, url]));
  const hub = await startHub(readSettings({ env: { ...env, ...urls }, file: null }));
  started.defer(() => hub.stop());
  return toTestHub(hub, sandboxesOf(subgraphs.map(([, subgraph]) => subgraph)), started.move());
}

async function environment({ patents = 300, env = {}, dataDir }: TestHubOptions, started: AsyncDisposableStack) {
  const folder = dataDir ?? started.use(await temporaryFolder()).path;
  return {
    PORT: "0",
    HUB_DATA_DIR: folder,
    HUB_SANDBOX_PATENTS: String(patents),
    HUB_LOG_LEVEL: "silent",
    // Harvests would be counted with what a test asks.
    HUB_SUMMARIES_HARVEST: "off",
    ...env,
  };
}

function sandboxesOf(subgraphs: readonly Subgraph[]): ReadonlyMap<string, SandboxProcess> {
  return new Map(
    subgraphs.flatMap(({ sources }) =>
      sources.flatMap(({ definition, sandbox }) => (sandbox === null ? [] : [[definition.code, sandbox] as const])),
    ),
  );
}

function toTestHub(hub: Hub, sandboxes: TestHub["sandboxes"], started: AsyncDisposableStack): TestHub {
  const { url } = hub;
  const stop = () => started.disposeAsync();
  return {
    hub,
    url,
    sandboxes,
    sandbox: (source) => {
      const sandbox = sandboxes.get(source);
      if (sandbox === undefined) throw new Error(`no sandbox of ${source}`);
      return sandbox;
    },
    ask: (query, variables, headers) => askHub(url, query, variables, headers),
    counts: () => countsOf(sandboxes),
    resetCounts: async () => void (await Promise.all([...sandboxes.values()].map((sandbox) => sandbox.resetCounts()))),
    nodeRequests: (node) => nodeRequests(url, node),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function countsOf(sandboxes: TestHub["sandboxes"]): Promise<UpstreamCounts> {
  const counted = await Promise.all(
    [...sandboxes].map(async ([source, sandbox]) => [source, await sandbox.counts()] as const),
  );
  return Object.fromEntries(counted.filter(([, counts]) => Object.keys(counts).length > 0).sort());
}

async function nodeRequests(url: string, node: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const samples = metrics.matchAll(/^hub_node_duration_seconds_count\{([^}]*)\} (\d+)$/gm);
  return [...samples].reduce((sum, [, labels = "", count]) => {
    return labels.includes(`node="${node}"`) ? sum + Number(count) : sum;
  }, 0);
}
