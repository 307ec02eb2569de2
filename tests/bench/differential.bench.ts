import { ourEngine, ourRouter } from "#tests/gateway/engine/differential/executors.ts";
import { FEATURES } from "#tests/gateway/engine/differential/features.ts";
import { type Report, runCases } from "#tests/gateway/engine/differential/run-cases.ts";
import { stockGateway } from "#tests/gateway/engine/differential/stock-gateway.ts";
import { type Bench, exactly, type Figure, NO_PROMISE } from "./bench.ts";

const CASES = 20_000;
const CASES_PER_GRAPH = 40;
const GRAPHS_PER_LINE = 25;

/** `-- differential 20000 SEED stock,router`: how many cases, the first graph's seed, whom to ask beside our engine. */
export const bench: Bench = {
  summary: "random operations over random graphs: our engine against one schema over the same data (20000 cases)",
  run: async ([cases = String(CASES), seed = "1", others = ""]) => {
    const asked = others.split(",");
    const report = await runCases({
      seed: Number(seed),
      cases: Number(cases),
      casesPerGraph: CASES_PER_GRAPH,
      onGraph: tellProgress,
      open: async (composed, world) => [
        await ourEngine(composed, world, true),
        await ourEngine(composed, world, false),
        ...(asked.includes("router") ? [await ourRouter(composed, world)] : []),
        ...(asked.includes("stock") ? [await stockGateway(composed, world)] : []),
      ],
    });
    for (const difference of report.differences.slice(0, 50)) process.stdout.write(`${JSON.stringify(difference)}\n`);
    return toFigures(report);
  },
};

function tellProgress({ graphs, cases, differences }: Report): void {
  if (graphs % GRAPHS_PER_LINE === 0) {
    process.stdout.write(`${graphs} graphs, ${cases} cases, ${differences.length} differences\n`);
  }
}

function toFigures(report: Report): readonly Figure[] {
  const counted = (name: string, count: number): Figure => ({
    what: name,
    promised: NO_PROMISE,
    measured: count,
    unit: "",
  });
  const never = FEATURES.filter((feature) => !report.features.has(feature));
  return [
    counted("graphs", report.graphs),
    counted("of them that do not compose", report.refused),
    counted("cases", report.cases),
    ...[...report.withoutPlan].map(([name, count]) => counted(`without a plan: ${name}`, count)),
    ...[...report.exceptions].map(([name, count]) => counted(name, count)),
    ...[...report.features].map(([name, count]) => counted(`with ${name}`, count)),
    { what: `features that never occur ${never.join(", ")}`, promised: exactly(0), measured: never.length, unit: "" },
    { what: "differences", promised: exactly(0), measured: report.differences.length, unit: "" },
  ];
}
