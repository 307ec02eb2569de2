import { type Difference, differences } from "./compare-answers.ts";
import { type Composed, composeGraph } from "./compose-graph.ts";
import { exceptionOf, isWithoutPlan } from "./exceptions.ts";
import type { Executor } from "./executors.ts";
import { type Feature, featuresOf, questionsIn } from "./features.ts";
import { type Answer, askMonolith } from "./monolith.ts";
import { randomGraph } from "./random-graph.ts";
import { type Operation, randomOperation } from "./random-operation.ts";
import { WEATHERS, type Weather, World } from "./world.ts";

export interface RunOptions {
  /** The first graph's; the others' follow. */
  readonly seed: number;
  readonly cases: number;
  readonly casesPerGraph: number;
  /** For each graph: what is to answer like the monolith. The first is asked first. */
  readonly open: (composed: Composed, world: World) => Promise<readonly Executor[]>;
  readonly onGraph?: (report: Report) => void;
}

interface CaseDifference {
  readonly executor: string;
  readonly graph: number;
  readonly operation: number;
  readonly difference: Difference;
}

/** What a run came to. */
export interface Report {
  graphs: number;
  /** Graphs that did not compose. */
  refused: number;
  cases: number;
  /** Operations that were made but are not valid. */
  invalid: number;
  /** By executor. */
  readonly withoutPlan: Map<string, number>;
  readonly exceptions: Map<string, number>;
  readonly features: Map<Feature, number>;
  readonly differences: CaseDifference[];
}

/** Random operations over random graphs, each asked of all executors and compared with the monolith's answer. */
export async function runCases(options: RunOptions): Promise<Report> {
  const report: Report = {
    graphs: 0,
    refused: 0,
    cases: 0,
    invalid: 0,
    withoutPlan: new Map(),
    exceptions: new Map(),
    features: new Map(),
    differences: [],
  };
  for (let graph = options.seed; report.cases < options.cases; graph++) {
    const composing = composeGraph(randomGraph(graph));
    report.graphs++;
    if (composing.kind === "composed") await runGraph(composing.composed, graph, options, report);
    else report.refused++;
    options.onGraph?.(report);
  }
  return report;
}

async function runGraph(composed: Composed, graph: number, options: RunOptions, report: Report): Promise<void> {
  const world = new World(composed.graph);
  await using opened = new AsyncDisposableStack();
  const executors = await options.open(composed, world);
  for (const executor of executors) opened.use(executor);
  for (let index = 0; index < options.casesPerGraph && report.cases < options.cases; index++) {
    const operation = randomOperation(composed.api, `${graph}.${index}`);
    if (operation === null) report.invalid++;
    else await runCase({ composed, world, executors, graph, index, operation }, report);
  }
}

interface Case {
  readonly composed: Composed;
  readonly world: World;
  readonly executors: readonly Executor[];
  readonly graph: number;
  readonly index: number;
  readonly operation: Operation;
}

async function runCase(test: Case, report: Report): Promise<void> {
  const { composed, world, executors, index, operation } = test;
  report.cases++;
  const weather = weatherOf(index);
  world.begin(index, weather);
  const wanted = await askMonolith(composed, world, operation);
  const effects = world.effects.join();
  const features = new Set(featuresOf(composed, operation, wanted));
  for (const executor of executors) {
    world.begin(index, weather);
    const before = executor.asked();
    const got = await answerOf(executor, operation);
    // Who has no plan may have taken long to find that out; the others would too.
    if (got === null) {
      add(report.withoutPlan, executor.name);
      break;
    }
    for (const feature of questionsIn(executor.asked() - before)) features.add(feature);
    const found = [...differences(wanted, got), ...effectsDiffer(wanted, effects, world.effects.join())];
    tell(test, { executor, features, found }, report);
  }
  for (const feature of features) add(report.features, feature);
}

interface Found {
  readonly executor: Executor;
  readonly features: ReadonlySet<Feature>;
  readonly found: readonly Difference[];
}

function tell({ composed, graph, index, operation }: Case, { executor, features, found }: Found, report: Report): void {
  if (found.length === 0) return;
  const faults = executor.faults?.(composed, operation, features) ?? [];
  for (const fault of faults) add(report.exceptions, `${executor.name}: ${fault}`);
  if (faults.length > 0) return;
  for (const difference of found) {
    const exception = exceptionOf(difference);
    if (exception !== undefined) add(report.exceptions, `${executor.name}: ${exception}`);
    else report.differences.push({ executor: executor.name, graph, operation: index, difference });
  }
}

function weatherOf(index: number): Weather {
  return WEATHERS[index % WEATHERS.length] as Weather;
}

/** Null where there is no plan. */
async function answerOf(executor: Executor, operation: Operation): Promise<Answer | null> {
  try {
    return await executor.ask(operation);
  } catch (error) {
    if (isWithoutPlan(error)) return null;
    throw new Error(`${executor.name} fails with ${operation.text}`, { cause: error });
  }
}

/** What a mutation that lost all of its data did is between it and its members. */
function effectsDiffer({ data }: Answer, wanted: string, got: string): readonly Difference[] {
  return data === null || wanted === got ? [] : [{ kind: "data", at: "effects", wanted, got }];
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
