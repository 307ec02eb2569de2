import "#gateway/report/telemetry-off.ts";
import { readFile } from "node:fs/promises";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { createUpstreamMetrics } from "#adapters/runtime/call/metrics.ts";
import { loadSettings } from "#adapters/runtime/settings/load-settings.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { createServing } from "#gateway/create-serving.ts";
import { NodeStates } from "#gateway/execute/node-states.ts";
import { readCostFacts } from "#gateway/guard/cost/read-cost-facts.ts";
import { readHubConfig } from "#gateway/hub-config.ts";
import { LastGood } from "#gateway/members/last-good.ts";
import { openNodes, readyMembers } from "#gateway/open-nodes.ts";
import { createMetrics } from "#gateway/report/metrics.ts";
import { openTakeDowns } from "#subgraphs/runtime/take-downs.ts";
import { shopNodes } from "./shop-nodes.ts";

// The hub as it is, front to node, over the shop's four subgraphs as nodes of its own process: `ours-in-process.ts SUPERGRAPH`
// with PORT and HUB_DATA_DIR.
const [file = ""] = process.argv.slice(2);
const settings = await loadSettings();
const members = readyMembers(shopNodes(), settings);
const read = await readHubConfig(settings);
// The shop says nothing of the sizes of its lists, so that they are reckoned far too long.
const limits = { ...read.guard.limits, cost: Number.MAX_SAFE_INTEGER };
const config = { ...read, definitions: shopNodes(), members, guard: { ...read.guard, limits } };
const { logger } = config;
const { dataDir } = config.hub;
const metrics = createMetrics();
const states = new NodeStates();
const takeDowns = await openTakeDowns({ dataDir, clock: systemClock, logger });
const opening = {
  states,
  hosts: config.hosts,
  remote: { clock: systemClock, keys: [] },
  surroundings: {
    dataDir,
    generated: null,
    logger,
    metrics: createUpstreamMetrics(metrics.registry),
    gates: new HostGates(SYSTEM_TIMER),
    takeDowns,
    userAgent: "bench",
  },
};
const opened = await openNodes(members, opening);
const supergraphSdl = await readFile(file, "utf8");
const composed = { supergraphSdl: [supergraphSdl], costs: readCostFacts(supergraphSdl), leftOut: [] };
const lastGood = new LastGood(dataDir, logger);
const graph = { composed, lastGood, opened, opening, states, takeDowns, close: async () => {} };
const { front } = await createServing(config, graph, metrics);
await front.listen();
