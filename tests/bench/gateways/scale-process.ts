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
import { watchTurns } from "#tests/bench/thread-cpu.ts";
import { type Journey, readJourneys } from "#tests/journeys/read-journeys.ts";

// What a large graph costs a gateway: `scale-process.ts SUPERGRAPH CHANGED-SUPERGRAPH`.
const SWAPS = 5;
const [file = "", changedFile = ""] = process.argv.slice(2);
const [sdl, changed] = await Promise.all([readFile(file, "utf8"), readFile(changedFile, "utf8")]);
const journeys = ["foundation", "national"].flatMap(readJourneys);

const before = await openGateway(sdl);
await inTurn(journeys, before.ask);
const cold = [...before.waited];
const swaps = await stallsOf(async () => void (await swap()).close());
const kept = await keptAfterSwap();
const stock = await stallsOf(loadStock);
await before.close();
process.send?.({
  ready: {
    journeys: String(journeys.length),
    kept: String(kept),
    p50Ms: String(quantile(cold, 0.5)),
    p95Ms: String(quantile(cold, 0.95)),
    firstSwapMs: String(swaps[0]?.wallMs),
    swapMs: String(middle(swaps, ({ wallMs }) => wallMs)),
    swapCpuMs: String(middle(swaps, ({ cpuMs }) => cpuMs)),
    stockMs: String(middle(stock, ({ wallMs }) => wallMs)),
  },
});

/** An engine over a graph whose nodes have nothing to say, and how long each plan was waited for. */
async function openGateway(supergraphSdl: string) {
  const planner = await startPlanner([supergraphSdl]);
  const waited: number[] = [];
  const engine = await createEngine(planner, (ms) => waited.push(ms));
  const ask = ({ query, variables }: Journey) => engine.execute({ document: parse(query), variables }, null);
  return { engine, waited, ask, close: () => planner.close() };
}

/** A second planner and engine for the changed graph, which take over what the first had planned. */
async function swap(): Promise<Awaited<ReturnType<typeof openGateway>>> {
  const after = await openGateway(changed);
  await after.engine.prepare(before.engine.planned());
  return after;
}

/** Journeys that find their plans there. */
async function keptAfterSwap(): Promise<number> {
  const { ask, waited, close } = await swap();
  let kept = 0;
  for (const journey of journeys) {
    const planned = waited.length;
    await ask(journey);
    if (waited.length === planned) kept += 1;
  }
  await close();
  return kept;
}

/** An engine whose nodes have nothing to say: only planning is looked at. */
function createEngine(planner: Planner, onPlanned: (ms: number) => void): Promise<FederationEngine<null>> {
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

async function loadStock(): Promise<void> {
  const gateway = new ApolloGateway({ supergraphSdl: changed });
  await gateway.load();
  await gateway.stop();
}

interface Stall {
  /** The longest that this thread was away. */
  readonly wallMs: number;
  /** The most that it did in one turn: nobody else on the machine has a part in that. */
  readonly cpuMs: number;
}

/** Of each of several times. */
async function stallsOf(run: () => Promise<void>): Promise<readonly Stall[]> {
  const stalls: Stall[] = [];
  await medianMs(SWAPS, async () => {
    const delays = monitorEventLoopDelay({ resolution: 1 });
    const turns = watchTurns();
    delays.enable();
    await setTimeout(20);
    await run();
    await setTimeout(20);
    delays.disable();
    stalls.push({ wallMs: delays.max / 1e6, cpuMs: turns.end() });
  });
  return stalls;
}

function middle(stalls: readonly Stall[], pick: (stall: Stall) => number): number {
  return quantile(stalls.map(pick), 0.5);
}
