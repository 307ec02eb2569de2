import type { Composed } from "#tests/gateway/engine/differential/compose-graph.ts";
import { type Executor, ourEngine, plannerOf } from "#tests/gateway/engine/differential/executors.ts";
import { FEATURES } from "#tests/gateway/engine/differential/features.ts";
import { keepingEngine } from "#tests/gateway/engine/differential/keeping.ts";
import { ourRouter, remoteEngine } from "#tests/gateway/engine/differential/remote.ts";
import { type CaseDifference, type Report, runCases } from "#tests/gateway/engine/differential/run-cases.ts";
import { stockGateway } from "#tests/gateway/engine/differential/stock-gateway.ts";
import type { World } from "#tests/gateway/engine/differential/world.ts";
import { type Bench, exactly, type Figure, NO_PROMISE } from "./bench.ts";
import { readCount, WrongUse } from "./wrong-use.ts";

const CASES = 20_000;
const CASES_PER_GRAPH = 40;
const GRAPHS_PER_LINE = 25;

/**
 * `-- differential 20000 SEED router,stock`: how many cases, the first graph's seed, whom to ask beside our engine (in
 * process, its questions together and alone, and over HTTP; each with and without a store of what members answered).
 */
export const bench: Bench = {
  summary: "random operations over random graphs: our engine against one schema over the same data (20000 cases)",
  usage: "[CASES [SEED [stock,router]]]",
  run: async ([cases = String(CASES), seed = "1", others = "", ...further]) => {
    const unknown = [...others.split(","), ...further].filter((name) => !["", "stock", "router"].includes(name));
    if (unknown.length > 0) throw new WrongUse(`unknown: ${unknown.join(", ")}; there are stock, router`);
    const report = await runCases({
      seed: readCount("SEED", seed, 2 ** 31),
      cases: readCount("CASES", cases),
      casesPerGraph: CASES_PER_GRAPH,
      onGraph: tellProgress,
      onDifference: (difference) => tell("differs", difference),
      onWithoutPlan: (graph, operation, why) => tell("without a plan", { graph, operation, why }),
      open: (composed, world) => openAll(composed, world, others.split(",")),
    });
    for (const why of report.unread) tell("cannot be opened", why);
    return toFigures(report);
  },
};

async function openAll(composed: Composed, world: World, others: readonly string[]): Promise<readonly Executor[]> {
  const planner = plannerOf(composed);
  return [
    await ourEngine(composed, world, { name: "ours", planner }),
    await ourEngine(composed, world, { name: "ours, a question at a time", planner, takesBatches: false }),
    await keepingEngine(composed, world, planner),
    await remoteEngine(composed, world, { planner, keeps: false }),
    await remoteEngine(composed, world, { planner, keeps: true }),
    ...(others.includes("router") ? [await ourRouter(composed, world)] : []),
    ...(others.includes("stock") ? [await stockGateway(composed, world)] : []),
  ];
}

function tell(what: string, told: unknown): void {
  process.stdout.write(`${what}: ${JSON.stringify(told)}\n`);
}

function tellProgress({ graphs, cases, differences, unexplained }: Report): void {
  if (graphs % GRAPHS_PER_LINE !== 0) return;
  process.stdout.write(`${graphs} graphs, ${cases} cases, ${differences.length} differences (${unexplained.length})\n`);
}

function toFigures(report: Report): readonly Figure[] {
  const counted = (name: string, count: number): Figure => ({
    what: name,
    promised: NO_PROMISE,
    measured: count,
    unit: "",
  });
  const all = (counts: ReadonlyMap<string, number>, before = "") =>
    [...counts].map(([name, count]) => counted(before + name, count));
  const never = FEATURES.filter((feature) => !report.features.has(feature));
  return [
    counted("graphs", report.graphs),
    counted("of them that do not compose", report.refused),
    counted("cases", report.cases),
    ...all(report.asked, "answers compared: "),
    ...all(report.withoutPlan, "without a plan: "),
    ...all(report.exceptions),
    ...all(byKind(report.unexplained), "without a known cause, "),
    ...all(report.features, "with "),
    { what: `features that never occur ${never.join(", ")}`, promised: exactly(0), measured: never.length, unit: "" },
    {
      what: "graphs that compose but cannot be opened",
      promised: exactly(0),
      measured: report.unread.length,
      unit: "",
    },
    ...all(byKind(report.differences), "differences, "),
    { what: "differences", promised: exactly(0), measured: report.differences.length, unit: "" },
  ];
}

function byKind(differences: readonly CaseDifference[]): ReadonlyMap<string, number> {
  const kinds = Map.groupBy(differences, ({ executor, difference }) => `${executor}: ${difference.kind}`);
  return new Map([...kinds].map(([kind, { length }]) => [kind, length]));
}
