import { parentPort, workerData } from "node:worker_threads";
import { operationFromDocument } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { parse } from "graphql";
import { checkPlan } from "./check-plan.ts";
import type { QueryPlan, SupergraphFacts } from "./planner.ts";
import { readSupergraph } from "./supergraph-facts.ts";

/** What crosses between the threads. */
export interface PlanQuestion {
  readonly id: number;
  readonly document: string;
}

export type PlanAnswer =
  | { readonly kind: "ready"; readonly facts: SupergraphFacts }
  | { readonly kind: "plan"; readonly id: number; readonly plan: QueryPlan }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };

const { supergraphSdl } = workerData as { readonly supergraphSdl: string };
const { supergraph, facts, api } = readSupergraph(supergraphSdl);
const subgraphs = supergraph.subgraphs();
const planner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: false });
say({ kind: "ready", facts });

parentPort?.on("message", ({ id, document }: PlanQuestion) => {
  try {
    say({ kind: "plan", id, plan: plan(document) });
  } catch (error) {
    say({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
  }
});

function plan(document: string): QueryPlan {
  const operation = operationFromDocument(api, parse(document, { noLocation: true }), { validate: false });
  const { node } = planner.buildQueryPlan(operation);
  // Stock @apollo/gateway answers such an operation with null and no word.
  if (node === undefined) throw new Error("no subgraph can be asked for this");
  if (node.kind === "Subscription" || node.kind === "Defer") throw new Error(`${node.kind} is not served`);
  // Parsed documents and absent keys stay behind.
  const plan = JSON.parse(JSON.stringify({ node })) as QueryPlan;
  checkPlan(plan.node, subgraphs);
  return plan;
}

function say(answer: PlanAnswer): void {
  parentPort?.postMessage(answer);
}
