import type { AppliedChange } from "#gateway/members/hub-graph.ts";
import { startTestHub } from "#tests/support/start-test-hub.ts";
import { atMost, type Bench, exactly, type Figure, NO_PROMISE } from "./bench.ts";
import { quantile, runMany, timed } from "./load.ts";
import { inTurn } from "./measure.ts";
import { askOutlet, type OutletAnswer } from "./outlets/ask-outlet.ts";
import { type BackgroundLoad, startBackgroundLoad } from "./outlets/background-load.ts";
import { type Outlet, startOutlets } from "./outlets/start-outlets.ts";

const WORLD = { seed: 1, patents: 500 };
const REQUESTS = 2_000;
const CONCURRENCY = 16;
const REQUESTS_BESIDE_SILENT = 300;

/** Ten outlets, each in another dialect, plugged in from manifests while the hub serves, loaded, and taken out again. */
export const bench: Bench = {
  summary: "ten outlets in ten dialects: joined and taken out under load, asked all at once, one of them silent",
  run: async () => {
    await using hub = await startTestHub(WORLD);
    await using outlets = await startOutlets(WORLD);
    const load = startBackgroundLoad(hub);
    const graph = hub.hub.graph;
    const joined = await inTurn(outlets.all, ({ definition }) => graph.apply([{ kind: "put", definition }]));
    const loaded = await timed(() => askAll(hub.url, outlets.all, REQUESTS));
    const calls = await upstreamCalls(outlets.all);
    const beside = await besideSilent(hub.url, outlets.all);
    const left = await inTurn(outlets.all, ({ code }) => graph.apply([{ kind: "remove", code }]));
    await load.stop();
    return [
      ...changes("joining", joined),
      ...asked(loaded.result, loaded.ms, calls),
      ...beside,
      ...changes("leaving", left),
      ...background(load),
    ];
  },
};

function askAll(url: string, outlets: readonly Outlet[], count: number): Promise<readonly OutletAnswer[]> {
  return runMany(count, CONCURRENCY, (turn) => {
    const outlet = outlets[turn % outlets.length];
    if (outlet === undefined) throw new RangeError("no outlets");
    return askOutlet(url, outlet, turn);
  });
}

async function upstreamCalls(outlets: readonly Outlet[]): Promise<number> {
  const counts = await Promise.all(outlets.map(({ demo }) => demo.counts()));
  return counts.flatMap((count) => Object.values(count)).reduce((sum, calls) => sum + calls, 0);
}

/** What is kept of the silent one is still given out; of the others nothing may be missing. */
async function besideSilent(url: string, outlets: readonly Outlet[]): Promise<readonly Figure[]> {
  const [silent, ...others] = outlets;
  await silent?.demo.setFault({ mode: "hang" });
  const answers = await askAll(url, others, REQUESTS_BESIDE_SILENT);
  await silent?.demo.setFault({ mode: "none" });
  return [
    {
      what: "one outlet silent: failed requests to the other nine",
      unit: "",
      promised: exactly(0),
      measured: answers.filter(({ isWhole }) => !isWhole).length,
    },
  ];
}

function changes(what: string, applied: readonly AppliedChange[]): readonly Figure[] {
  const served = applied.flatMap((change) => (change.kind === "served" ? [change.tookMs] : []));
  return [
    { what: `${what}: changes refused`, unit: "", promised: exactly(0), measured: applied.length - served.length },
    { what: `${what}: the slowest of ten changes`, unit: "ms", promised: NO_PROMISE, measured: Math.max(...served) },
  ];
}

function asked(answers: readonly OutletAnswer[], ms: number, calls: number): readonly Figure[] {
  const times = answers.map((answer) => answer.ms);
  const rows = answers.reduce((sum, answer) => sum + answer.rows, 0);
  const failed = answers.filter(({ isWhole }) => !isWhole).length;
  return [
    {
      what: `${REQUESTS} lists of ten outlets, ${CONCURRENCY} at a time: failed`,
      unit: "",
      promised: exactly(0),
      measured: failed,
    },
    { what: "records in them", unit: "", promised: NO_PROMISE, measured: rows },
    { what: "requests a second", unit: "", promised: NO_PROMISE, measured: REQUESTS / (ms / 1_000) },
    { what: "time of a request, median", unit: "ms", promised: NO_PROMISE, measured: quantile(times, 0.5) },
    { what: "time of a request, p99", unit: "ms", promised: NO_PROMISE, measured: quantile(times, 0.99) },
    { what: "upstream calls of all ten", unit: "", promised: atMost(REQUESTS / 10), measured: calls },
  ];
}

function background({ asked: count, failed }: BackgroundLoad): readonly Figure[] {
  return [
    { what: "requests to the hub's own nodes meanwhile", unit: "", promised: NO_PROMISE, measured: count() },
    { what: "failed of them", unit: "", promised: exactly(0), measured: failed() },
  ];
}
