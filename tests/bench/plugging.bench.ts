import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { composeGraph } from "#gateway/supergraph/compose-graph.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import { atMost, type Bench, exactly, type Figure, NO_PROMISE } from "./bench.ts";
import { manyNodes } from "./gateways/many-nodes.ts";
import { quantile, timed } from "./load.ts";
import { type BenchHub, startBenchHub, type Watched } from "./plugging/hub-questions.ts";
import { type LoadTold, steadyLoad } from "./plugging/steady-load.ts";
import { readCount } from "./wrong-use.ts";

const PAIRS = 7;
const PER_SECOND = 100;
const QUIET_MS = 5_000;
/** Until the caches, the plans and the compiled code are what they stay. */
const WARM_UP = 10;
/** A hub looks so often at what other processes write into its registry (gateway/registry/node-registry.ts). */
const EVERY_MS = 1_000;
/** Changes without a pause between them. */
const HASTE = 10;
const HEAP_GROWTH = 1.05;
const P99_RATIO = 1.1;
const P99_SLACK_MS = 2;
const VERBS = { join: "joins", change: "changes", leave: "leaves" } as const;

/** Nodes that join, change and leave while clients ask: `npm run bench -- plugging --cycles 100`. */
export const bench: Bench = {
  summary: "a node plugged in, changed and removed 100 times under load; 50 nodes of 20 types composed and joined",
  usage: "[--cycles N]",
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options: { cycles: { type: "string", default: "100" } } });
    const count = readCount("--cycles", values.cycles, 100_000);
    await using folder = await temporaryFolder();
    await using hub = await startBenchHub(folder.path);
    const cycles = await measureCycles(hub, count);
    return [...cycles, ...(await measureHaste(hub)), ...(await measureCrowd(hub))];
  },
};

interface Pair {
  readonly quiet: LoadTold;
  readonly busy: LoadTold;
}

async function measureCycles(hub: BenchHub, cycles: number): Promise<readonly Figure[]> {
  const watched: Watched[] = [];
  const turn = async (count: number) => {
    for (let cycle = 0; cycle < count; cycle += 1) watched.push(await hub.change({ kind: "cycle", everyMs: EVERY_MS }));
  };
  await during(hub, () => changeInHaste(hub, WARM_UP));
  const before = await hub.heap();
  const pairs: Pair[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const quiet = await during(hub, () => setTimeout(QUIET_MS));
    const share = Math.round((cycles * (pair + 1)) / PAIRS) - Math.round((cycles * pair) / PAIRS);
    pairs.push({ quiet, busy: await during(hub, () => turn(share)) });
  }
  const grown = (await hub.heap()) / before;
  return toFigures(pairs, watched, grown);
}

async function changeInHaste(hub: BenchHub, cycles: number): Promise<void> {
  for (let cycle = 0; cycle < cycles; cycle += 1) await hub.change({ kind: "cycle", everyMs: 0 });
}

async function measureHaste(hub: BenchHub): Promise<readonly Figure[]> {
  const { p99Ms, failed } = await during(hub, () => changeInHaste(hub, HASTE));
  return [
    { what: "changes without a pause: failed requests", unit: "", promised: exactly(0), measured: failed },
    { what: "changes without a pause: p99 of requests", unit: "ms", promised: NO_PROMISE, measured: p99Ms },
  ];
}

/** The load for as long as that takes. */
async function during(hub: BenchHub, run: () => Promise<unknown>): Promise<LoadTold> {
  let isOver = false;
  const loading = steadyLoad(hub.url, PER_SECOND, () => isOver);
  try {
    await run();
  } finally {
    isOver = true;
  }
  return loading;
}

function toFigures(pairs: readonly Pair[], watched: readonly Watched[], grown: number): readonly Figure[] {
  const all = pairs.flatMap(({ quiet, busy }) => [quiet, busy]);
  const failure = all.find(({ firstFailure }) => firstFailure !== null)?.firstFailure;
  if (failure) process.stderr.write(`first failure: ${failure}\n`);
  const middle = (pick: (pair: Pair) => number) => quantile(pairs.map(pick), 0.5);
  const excess = middle(
    ({ quiet, busy }) => busy.p99Ms - Math.max(P99_RATIO * quiet.p99Ms, quiet.p99Ms + P99_SLACK_MS),
  );
  const took = watched.map(({ tookMs }) => tookMs / 3);
  return [
    { what: "plugged in, changed and removed", unit: "times", promised: NO_PROMISE, measured: watched.length },
    { what: "requests meanwhile", unit: "", promised: NO_PROMISE, measured: sum(all, ({ requests }) => requests) },
    { what: "failed requests", unit: "", promised: exactly(0), measured: sum(all, ({ failed }) => failed) },
    { what: "heap after GC, after ÷ before", unit: "×", promised: atMost(HEAP_GROWTH), measured: grown },
    { what: "p99 of requests, quiet", unit: "ms", promised: NO_PROMISE, measured: middle(({ quiet }) => quiet.p99Ms) },
    {
      what: "p99 of requests, while a member changes every second",
      unit: "ms",
      promised: NO_PROMISE,
      measured: middle(({ busy }) => busy.p99Ms),
    },
    { what: "p99 beyond 1.1 × quiet, or quiet + 2 ms", unit: "ms", promised: atMost(0), measured: excess },
    { what: "one change takes, p50", unit: "ms", promised: NO_PROMISE, measured: quantile(took, 0.5) },
    {
      what: "longest turn of the serving thread, CPU, p50 of cycles",
      unit: "ms",
      promised: NO_PROMISE,
      measured: quantile(
        watched.map(({ turnMs }) => turnMs),
        0.5,
      ),
    },
    ...(["join", "change", "leave"] as const).map((kind) => ({
      what: `longest turn while one ${VERBS[kind]}, CPU, p50 of cycles`,
      unit: "ms",
      promised: NO_PROMISE,
      measured: quantile(
        watched.flatMap(({ turns }) => (turns === null ? [] : [turns[kind]])),
        0.5,
      ),
    })),
    {
      what: "the serving thread was away, p50 of cycles",
      unit: "ms",
      promised: NO_PROMISE,
      measured: quantile(
        watched.map(({ awayMs }) => awayMs),
        0.5,
      ),
    },
  ];
}

const CROWD = { nodes: 50, types: 20 } as const;
const COMPOSED_MS = 6_000;
const STALL_MS = 150;

/** Many nodes at once, and one more to a graph of many. */
async function measureCrowd(hub: BenchHub): Promise<readonly Figure[]> {
  const definitions = await manyNodes(CROWD.nodes, CROWD.types);
  const { ms: composedMs } = await timed(() => composeGraph(definitions));
  const joined = await hub.change({ kind: "crowd", ...CROWD });
  const more = await hub.change({ kind: "cycle", everyMs: 0 });
  const what = `${CROWD.nodes} × ${CROWD.types}`;
  return [
    { what: `${what}: composed in its process`, unit: "ms", promised: atMost(COMPOSED_MS), measured: composedMs },
    { what: `${what}: joined at once`, unit: "ms", promised: NO_PROMISE, measured: joined.tookMs },
    { what: `${what}: longest turn while they join, CPU`, unit: "ms", promised: NO_PROMISE, measured: joined.turnMs },
    { what: `${what}: one more, each change`, unit: "ms", promised: NO_PROMISE, measured: more.tookMs / 3 },
    { what: `${what}: longest turn of one more, CPU`, unit: "ms", promised: atMost(STALL_MS), measured: more.turnMs },
    {
      what: `${what}: the serving thread was away for one more`,
      unit: "ms",
      promised: NO_PROMISE,
      measured: more.awayMs,
    },
  ];
}

function sum(loads: readonly LoadTold[], pick: (load: LoadTold) => number): number {
  return loads.reduce((total, load) => total + pick(load), 0);
}
