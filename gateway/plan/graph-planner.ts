import { operationFromDocument } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { parse } from "graphql";
import { checkPlan } from "./check-plan.ts";
import type { QueryPlan, SupergraphFacts } from "./planner.ts";
import { withoutShadows } from "./shadow-members.ts";
import { readSupergraph } from "./supergraph-facts.ts";

/** Plans in the thread that asks. */
export interface GraphPlanner {
  readonly facts: SupergraphFacts;
  /** Throws where there is no plan. */
  plan(document: string): QueryPlan;
}

/** How many ways the planner may look at before it takes the best of them, and after how many it gives up. */
export interface PlannerBounds {
  readonly maxEvaluatedPlans?: number;
  readonly pathsLimit?: number;
}

export function createGraphPlanner(supergraphSdl: string, bounds: PlannerBounds = {}): GraphPlanner {
  const { supergraph, facts, api } = readSupergraph(supergraphSdl);
  const subgraphs = supergraph.subgraphs();
  const planner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: false, debug: { ...bounds } });
  const planOf = (document: string): QueryPlan => {
    const operation = operationFromDocument(api, parse(document, { noLocation: true }), { validate: false });
    const { node } = planner.buildQueryPlan(operation);
    // Stock @apollo/gateway answers such an operation with null and no word.
    if (node === undefined) throw new Error("no subgraph can be asked for this");
    if (node.kind === "Subscription" || node.kind === "Defer") throw new Error(`${node.kind} is not served`);
    // Parsed documents and absent keys stay behind.
    const plan = JSON.parse(JSON.stringify({ node })) as QueryPlan;
    checkPlan(plan.node, subgraphs);
    return withoutShadows(plan);
  };
  return { facts, plan: planOf };
}
