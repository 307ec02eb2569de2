import { execute, type GraphQLSchema, parse, validate } from "graphql";
import { createFederationEngine } from "#gateway/engine/federation-engine.ts";
import type { FetchCache } from "#gateway/engine/fetch-cache.ts";
import type { Subgraph, SubgraphAnswer } from "#gateway/engine/subgraph.ts";
import { createGraphPlanner } from "#gateway/plan/graph-planner.ts";
import type { Planner, QueryPlan } from "#gateway/plan/planner.ts";
import type { Composed } from "./compose-graph.ts";
import { memberSchema } from "./member-schema.ts";
import type { Answer, Request } from "./monolith.ts";
import type { FaultyCase } from "./stock-faults.ts";
import type { World } from "./world.ts";

/** Some operations have so many ways that looking at all of them takes minutes; which one is taken is all one here. */
export const PLANNER_BOUNDS = { maxEvaluatedPlans: 100, pathsLimit: 2_000 };

/** How long members let their answers be kept. */
export const KEPT_MS = 3_600_000;

/** Something that answers operations over a graph whose members answer from a world. */
export interface Executor extends AsyncDisposable {
  readonly name: string;
  ask(request: Request): Promise<Answer>;
  /** Questions to members so far. */
  readonly asked: () => number;
  /** Told before the members answer from another world, for who keeps answers; such a one is asked everything twice. */
  readonly forget?: () => void;
  /** Why it may answer wrong. */
  readonly faults?: (faulty: FaultyCase) => readonly string[];
}

export interface OurOptions {
  readonly name: string;
  readonly takesBatches?: boolean;
  readonly planner: Planner;
  readonly cache?: FetchCache<null>;
  readonly forget?: () => void;
}

/** One for all executors of a graph: they plan alike. */
export function plannerOf({ supergraphSdl }: Composed): Planner {
  const { facts, plan } = createGraphPlanner(supergraphSdl, PLANNER_BOUNDS);
  const known = new Map<string, Promise<QueryPlan>>();
  const planned = (document: string) => {
    const made = known.get(document) ?? Promise.try(plan, document);
    known.set(document, made);
    return made;
  };
  return { facts, plan: planned, close: async () => {} };
}

/** Our engine; members answer in the same thread. What they answer must never be written into. */
export async function ourEngine(composed: Composed, world: World, options: OurOptions): Promise<Executor> {
  const { name, takesBatches = true, planner, cache, forget } = options;
  let asked = 0;
  const member = (code: string): Subgraph<null> => {
    const answer = answering(memberSchema(composed, code, world));
    const ask: Subgraph<null>["ask"] = async ({ query, variables, representations }) => {
      asked++;
      const told = await answer(query, representations === undefined ? variables : { ...variables, representations });
      return frozen({ ...told, hints: { ttlMs: KEPT_MS, isPrivate: false } });
    };
    return { name: code, takesBatches, ask };
  };
  const engine = await createFederationEngine<null>({
    planner,
    subgraphs: new Map(composed.graph.members.map((code) => [code, member(code)])),
    ...(cache === undefined ? {} : { cache }),
    allowsObjectScalars: true,
    describeMisfit: (message) => ({ message }),
  });
  return {
    name,
    ask: (request) => engine.execute(request, null),
    asked: () => asked,
    ...(forget === undefined ? {} : { forget }),
    [Symbol.asyncDispose]: async () => {},
  };
}

export type Answering = (query: string, variables: Readonly<Record<string, unknown>>) => Promise<SubgraphAnswer>;

/** A member as a server would answer. */
export function answering(schema: GraphQLSchema): Answering {
  return async (query, variableValues) => {
    const document = parse(query);
    const [invalid] = validate(schema, document);
    if (invalid !== undefined) return { data: null, errors: [{ message: `invalid question: ${invalid.message}` }] };
    const { data, errors } = await execute({ schema, document, variableValues });
    return {
      data: data ?? null,
      ...(errors === undefined ? {} : { errors: errors.map(({ message, path }) => ({ message, path })) }),
    };
  };
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
