import type { FetchNode, PlanNode, QueryPlan } from "#gateway/plan/planner.ts";
import { type EntityPlace, type FetchShape, fetchShapeOf } from "./fetch-shape.ts";
import { type PlanPlace, prefixesOf } from "./plan-places.ts";
import { type Represent, representationOf } from "./representations.ts";
import type { TypeRelations } from "./type-relations.ts";

/** Keys, and "@" for every item of a list. */
export type PlanPath = readonly (string | number)[];

/** A plan with all that can be known before an operation runs. */
export type Step =
  | { readonly kind: "sequence"; readonly steps: readonly Step[] }
  | { readonly kind: "parallel"; readonly steps: readonly Step[] }
  | {
      readonly kind: "condition";
      readonly variable: string;
      readonly whenTrue: Step | null;
      readonly whenFalse: Step | null;
    }
  | FetchStep;

export interface FetchStep extends PlanPlace {
  readonly kind: "fetch";
  readonly subgraph: string;
  readonly query: string;
  /** The query without its name: equal for fetches that ask the same. */
  readonly lookup: string;
  /** Of its own among all steps of all plans. */
  readonly number: number;
  readonly isMutation: boolean;
  /** Canonical names of the variables in it. */
  readonly variables: readonly string[];
  /** Where the objects stand that it adds to. */
  readonly path: PlanPath;
  /** Null for a fetch of root fields. */
  readonly represent: Represent | null;
  readonly shape: FetchShape;
  /** Number of the look-up that it waits for, to go with it; null for one that goes at once. */
  readonly ridesWith: number | null;
  /** Others wait for it. */
  readonly isHost: boolean;
}

let nextNumber = 0;

export function compilePlan({ node }: QueryPlan, relations: TypeRelations): Step {
  const planned = fetchesOf(node, []).map(({ fetch, path }) => ({
    fetch,
    path,
    represent: representOf(fetch, relations),
  }));
  const steps = new Map(planned.map((one) => [one.fetch, compileFetch(one, planned, relations)]));
  return toStep(node, steps);
}

function toStep(node: PlanNode, steps: ReadonlyMap<FetchNode, FetchStep>): Step {
  switch (node.kind) {
    case "Fetch": {
      const step = steps.get(node);
      if (step === undefined) throw new Error("a fetch that was not compiled");
      return step;
    }
    case "Flatten":
      return toStep(node.node, steps);
    case "Sequence":
      return { kind: "sequence", steps: node.nodes.map((inner) => toStep(inner, steps)) };
    case "Parallel":
      return { kind: "parallel", steps: node.nodes.map((inner) => toStep(inner, steps)) };
    case "Condition": {
      const branch = (inner: PlanNode | undefined) => (inner === undefined ? null : toStep(inner, steps));
      return {
        kind: "condition",
        variable: node.condition,
        whenTrue: branch(node.ifClause),
        whenFalse: branch(node.elseClause),
      };
    }
  }
}

interface PlannedFetch {
  readonly fetch: FetchNode;
  readonly path: PlanPath;
}

function fetchesOf(node: PlanNode, path: PlanPath): readonly PlannedFetch[] {
  switch (node.kind) {
    case "Fetch":
      return [{ fetch: node, path }];
    case "Flatten":
      return fetchesOf(node.node, [...path, ...node.path]);
    case "Condition":
      return [node.ifClause, node.elseClause].flatMap((inner) => (inner === undefined ? [] : fetchesOf(inner, path)));
    default:
      return node.nodes.flatMap((inner) => fetchesOf(inner, path));
  }
}

function representOf({ requires, inputRewrites = [] }: FetchNode, relations: TypeRelations): Represent | null {
  return requires === undefined ? null : representationOf(requires, inputRewrites, relations);
}

interface Represented extends PlannedFetch {
  readonly represent: Represent | null;
}

function compileFetch(
  { fetch, path, represent }: Represented,
  all: readonly Represented[],
  relations: TypeRelations,
): FetchStep {
  const { serviceName, operation, requires, variableUsages = [], outputRewrites = [] } = fetch;
  const keys = keysOf(path);
  const entities = all.flatMap((other) => placeBelow(other, keys));
  return {
    kind: "fetch",
    subgraph: serviceName,
    query: operation,
    lookup: operation.slice(Math.max(0, operation.search(/[({]/))),
    number: nextNumber++,
    isMutation: operation.startsWith("mutation"),
    variables: variableUsages,
    path,
    keys,
    prefixes: prefixesOf(keys),
    represent,
    shape: fetchShapeOf(operation, requires !== undefined, outputRewrites, { relations, entities }),
    ridesWith: null,
    isHost: false,
  };
}

function placeBelow({ path, represent }: Represented, start: PlanPath): readonly EntityPlace[] {
  const keys = keysOf(path);
  if (represent === null || !start.every((key, index) => keys[index] === key)) return [];
  return [{ path: keys.slice(start.length), represent }];
}

function keysOf(path: PlanPath): PlanPath {
  return path.filter((key) => key !== "@");
}
