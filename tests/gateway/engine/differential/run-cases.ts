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
  /** Of each graph only this operation. */
  readonly operation?: number;
  /** For each graph: what is to answer like the monolith. The first is asked first. */
  readonly open: (composed: Composed, world: World) => Promise<readonly Executor[]>;
  readonly onGraph?: (report: Report) => void;
  readonly onDifference?: (difference: CaseDifference) => void;
  readonly onWithoutPlan?: (graph: number, operation: number, why: string) => void;
}

/** A case is found again by its graph's seed and the operation's number in it. */
export interface CaseDifference {
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
  /** Graphs that compose but cannot be opened, with why. */
  readonly unread: string[];
  cases: number;
  /** Operations that were made but are not valid. */
  invalid: number;
  /** By executor. */
  readonly asked: Map<string, number>;
  readonly withoutPlan: Map<string, number>;
  readonly exceptions: Map<string, number>;
  readonly features: Map<Feature, number>;
  readonly differences: CaseDifference[];
  /** Of executors that have faults, what none of those that are known explains. */
  readonly unexplained: CaseDifference[];
}

/** Random operations over random graphs, each asked of all executors and compared with the monolith's answer. */
export async function runCases(options: RunOptions): Promise<Report> {
  const report: Report = {
    graphs: 0,
    refused: 0,
    unread: [],
    cases: 0,
    invalid: 0,
    asked: new Map(),
    withoutPlan: new Map(),
    exceptions: new Map(),
    features: new Map(),
    differences: [],
    unexplained: [],
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
  const executors = await openAll(options, composed, world).catch((error: Error) => error);
  if (executors instanceof Error) {
    report.unread.push(`${graph}: ${executors.message}`);
    return;
  }
  for (const executor of executors) opened.use(executor);
  for (let index = 0; index < options.casesPerGraph && report.cases < options.cases; index++) {
    if (index !== (options.operation ?? index)) continue;
    if (index % CASES_PER_WORLD === 0) for (const { forget } of executors) forget?.();
    const operation = randomOperation(composed.api, `${graph}.${index}`);
    if (operation === null) report.invalid++;
    else await runCase({ composed, world, executors, graph, index, operation, options }, report);
  }
}

async function openAll({ open }: RunOptions, composed: Composed, world: World): Promise<readonly Executor[]> {
  return open(composed, world);
}

interface Case {
  readonly composed: Composed;
  readonly world: World;
  readonly executors: readonly Executor[];
  readonly graph: number;
  readonly index: number;
  readonly operation: Operation;
  readonly options: RunOptions;
}

async function runCase(test: Case, report: Report): Promise<void> {
  const { composed, world, executors, index, operation } = test;
  report.cases++;
  beginWorld(world, index);
  const wanted = await askMonolith(composed, world, operation);
  const expected: Expected = { wanted, effects: world.effects.join(), features: new Set() };
  for (const feature of featuresOf(composed, operation, wanted)) expected.features.add(feature);
  for (const executor of executors) {
    const turns = executor.forget === undefined ? [executor.name] : [executor.name, `${executor.name}, again`];
    for (const name of turns) {
      // Who has no plan may have taken long to find that out; the others would too.
      if (!(await askOne(test, { ...executor, name }, expected, report))) return;
    }
  }
  for (const feature of expected.features) add(report.features, feature);
}

interface Expected {
  readonly wanted: Answer;
  readonly effects: string;
  readonly features: Set<Feature>;
}

/** False where there is no plan. */
async function askOne(test: Case, executor: Executor, expected: Expected, report: Report): Promise<boolean> {
  const { world, index, operation } = test;
  const { wanted, effects, features } = expected;
  beginWorld(world, index);
  const before = executor.asked();
  const got = await answerOf(executor, operation);
  if (got instanceof Error) {
    if (!isWithoutPlan(got))
      tell(test, { executor, features, found: [{ kind: "thrown", got: got.stack ?? "" }] }, report);
    add(report.withoutPlan, executor.name);
    test.options.onWithoutPlan?.(test.graph, index, got.message);
    return false;
  }
  add(report.asked, executor.name);
  for (const feature of questionsIn(executor.asked() - before)) features.add(feature);
  const found = [...differences(wanted, got), ...effectsDiffer(wanted, effects, world.effects.join())];
  tell(test, { executor, features, found }, report);
  return true;
}

/** Two operations after each other see the same data, so that what one leaves behind is of use to the other. */
const CASES_PER_WORLD = 2;

function beginWorld(world: World, index: number): void {
  const number = Math.floor(index / CASES_PER_WORLD);
  world.begin(number, WEATHERS[number % WEATHERS.length] as Weather);
}

interface Found {
  readonly executor: Executor;
  readonly features: ReadonlySet<Feature>;
  readonly found: readonly Difference[];
}

function tell(test: Case, { executor, features, found }: Found, report: Report): void {
  if (found.length === 0) return;
  const { composed, graph, index, operation, options } = test;
  const faults = executor.faults?.({ composed, operation, features, found }) ?? [];
  for (const fault of faults) add(report.exceptions, `${executor.name}: ${fault}`);
  if (faults.length > 0) return;
  for (const difference of found) {
    const exception = exceptionOf(difference);
    if (exception !== undefined) {
      add(report.exceptions, `${executor.name}: ${exception}`);
      continue;
    }
    const told = { executor: executor.name, graph, operation: index, difference };
    (executor.faults === undefined ? report.differences : report.unexplained).push(told);
    options.onDifference?.(told);
  }
}

async function answerOf(executor: Executor, operation: Operation): Promise<Answer | Error> {
  try {
    return await executor.ask(operation);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What a mutation that lost all of its data did is between it and its members. */
function effectsDiffer({ data }: Answer, wanted: string, got: string): readonly Difference[] {
  return data === null || wanted === got ? [] : [{ kind: "data", at: "effects", wanted, got }];
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
