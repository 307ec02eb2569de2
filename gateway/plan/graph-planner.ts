import { type Operation, operationFromDocument, type Subgraphs, type Supergraph } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { type DocumentNode, type GraphQLSchema, parse } from "graphql";
import { checkPlan, UnfitPlanError } from "./check-plan.ts";
import type { QueryPlan, SupergraphFacts } from "./planner.ts";
import { type RequiredNames, withoutRequiredNames } from "./required-names.ts";
import { withoutShadows } from "./shadow-members.ts";
import { withSpreadConditions } from "./spread-conditions.ts";
import { readSupergraph, supergraphOf } from "./supergraph-facts.ts";

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
  const { supergraph, facts, api, names } = readSupergraph(supergraphSdl);
  const usual = new CheckedPlanner(supergraph, names, bounds);
  let careful: CheckedPlanner | undefined;
  let clientSchema: GraphQLSchema | undefined;
  const planAs = (document: DocumentNode): QueryPlan => {
    const operation = operationFromDocument(api, document, { validate: false });
    try {
      return usual.plan(operation);
    } catch (error) {
      if (!(error instanceof UnfitPlanError)) throw error;
      // Where no member that computes a field has what that needs, no plan can want it of that member.
      careful ??= new CheckedPlanner(supergraphOf(supergraphSdl, "all"), names, bounds);
      return careful.plan(operation);
    }
  };
  const planOf = (text: string): QueryPlan => {
    const document = parse(text, { noLocation: true });
    try {
      return planAs(document);
    } catch (error) {
      clientSchema ??= api.toGraphQLJSSchema();
      const spread = withSpreadConditions(document, clientSchema);
      if (spread === document) throw error;
      return planAs(spread);
    }
  };
  return { facts, plan: planOf };
}

class CheckedPlanner {
  readonly #planner: QueryPlanner;
  readonly #subgraphs: Subgraphs;
  readonly #names: RequiredNames;

  constructor(supergraph: Supergraph, names: RequiredNames, bounds: PlannerBounds) {
    this.#names = names;
    this.#subgraphs = supergraph.subgraphs();
    this.#planner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: false, debug: { ...bounds } });
  }

  plan(operation: Operation): QueryPlan {
    const { node } = this.#planner.buildQueryPlan(operation);
    // Stock @apollo/gateway answers such an operation with null and no word.
    if (node === undefined) throw new Error("no subgraph can be asked for this");
    if (node.kind === "Subscription" || node.kind === "Defer") throw new Error(`${node.kind} is not served`);
    // Parsed documents and absent keys stay behind.
    const plan = JSON.parse(JSON.stringify({ node })) as QueryPlan;
    checkPlan(plan.node, this.#subgraphs);
    return withoutRequiredNames(withoutShadows(plan), this.#names);
  }
}
