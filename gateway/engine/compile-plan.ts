import type { FetchNode, PlanNode, QueryPlan } from "#gateway/plan/planner.ts";
import { type FetchShape, fetchShapeOf } from "./fetch-shape.ts";
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

export interface FetchStep {
  readonly kind: "fetch";
  readonly subgraph: string;
  readonly query: string;
  /** Canonical names of the variables in it. */
  readonly variables: readonly string[];
  /** Where the objects stand that it adds to. */
  readonly path: PlanPath;
  /** Null for a fetch of root fields. */
  readonly represent: Represent | null;
  readonly shape: FetchShape;
}

export function compilePlan({ node }: QueryPlan, relations: TypeRelations): Step {
  return compileNode(node, [], relations);
}

function compileNode(node: PlanNode, path: PlanPath, relations: TypeRelations): Step {
  switch (node.kind) {
    case "Fetch":
      return compileFetch(node, path, relations);
    case "Flatten":
      return compileNode(node.node, [...path, ...node.path], relations);
    case "Sequence":
      return { kind: "sequence", steps: node.nodes.map((inner) => compileNode(inner, path, relations)) };
    case "Parallel":
      return { kind: "parallel", steps: node.nodes.map((inner) => compileNode(inner, path, relations)) };
    case "Condition": {
      const branch = (inner: PlanNode | undefined) =>
        inner === undefined ? null : compileNode(inner, path, relations);
      return {
        kind: "condition",
        variable: node.condition,
        whenTrue: branch(node.ifClause),
        whenFalse: branch(node.elseClause),
      };
    }
  }
}

function compileFetch(node: FetchNode, path: PlanPath, relations: TypeRelations): FetchStep {
  const { serviceName, operation, requires, variableUsages = [], inputRewrites = [], outputRewrites = [] } = node;
  return {
    kind: "fetch",
    subgraph: serviceName,
    query: operation,
    variables: variableUsages,
    path,
    represent: requires === undefined ? null : representationOf(requires, inputRewrites, relations),
    shape: fetchShapeOf(operation, requires !== undefined, outputRewrites, relations),
  };
}
