import "#gateway/report/telemetry-off.ts";
import { readFile } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { ApolloGateway } from "@apollo/gateway";
import { parse } from "graphql";
import { createFederationEngine, type FederationEngine } from "#gateway/engine/federation-engine.ts";
import type { Planner } from "#gateway/plan/planner.ts";
import { startPlanner } from "#gateway/plan/start-planner.ts";
import { quantile } from "#tests/bench/load.ts";
import { inTurn, medianMs } from "#tests/bench/measure.ts";
import { readJourneys } from "#tests/journeys/read-journeys.ts";

// What a large graph costs a gateway: `scale-process.ts SUPERGRAPH CHANGED-SUPERGRAPH`.
const SWAPS = 5;
const [file = "", changedFile = ""] = process.argv.slice(2);
const [sdl, changed] = await Promise.all([readFile(file, "utf8"), readFile(changedFile, "utf8")]);
const journeys = ["foundation", "national"].flatMap(readJourneys);

const cold = await planAll(sdl);
const [swapMs, stockMs] = [await stallOf(swap), await stallOf(loadStock)];
process.send?.({
  ready: {
    journeys: String(cold.length),
    p50Ms: String(quantile(cold, 0.5)),
    p95Ms: String(quantile(cold, 0.95)),
    swapMs: String(swapMs),
    stockMs: String(stockMs),
  },
});

/** How long every journey waits for its first plan. */
async function planAll(supergraphSdl: string): Promise<readonly number[]> {
  const planner = await startPlanner(supergraphSdl);
  const waited: number[] = [];
  const engine = createEngine(planner, (ms) => waited.push(ms));
  await inTurn(journeys, async ({ query, variables }) => engine.execute({ document: parse(query), variables }, null));
  await planner.close();
  return waited;
}

/** An engine whose nodes have nothing to say: only planning is looked at. */
function createEngine(planner: Planner, onPlanned: (ms: number) => void): FederationEngine<null> {
  const plan: Planner["plan"] = async (document) => {
    const startedAt = performance.now();
    const made = await planner.plan(document);
    onPlanned(performance.now() - startedAt);
    return made;
  };
  const ask = async () => ({ data: null });
  return createFederationEngine<null>({
    planner: { ...planner, plan },
    subgraphs: new Map(namesIn(sdl).map((name) => [name, { name, takesBatches: false, ask }])),
    allowsObjectScalars: false,
    describeMisfit: (message) => ({ message }),
  });
}

function namesIn(supergraphSdl: string): readonly string[] {
  return [...supergraphSdl.matchAll(/@join__graph\(name: "([^"]+)"/g)].flatMap(([, name]) => name ?? []);
}

async function swap(): Promise<void> {
  const planner = await startPlanner(changed);
  createEngine(planner, () => {});
  await planner.close();
}

async function loadStock(): Promise<void> {
  const gateway = new ApolloGateway({ supergraphSdl: changed });
  await gateway.load();
  await gateway.stop();
}

/** The longest that this thread was away while it ran: the middle of several times. */
async function stallOf(run: () => Promise<void>): Promise<number> {
  const longest: number[] = [];
  await medianMs(SWAPS, async () => {
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    await setTimeout(20);
    await run();
    await setTimeout(20);
    delays.disable();
    longest.push(delays.max / 1e6);
  });
  return quantile(longest, 0.5);
}
