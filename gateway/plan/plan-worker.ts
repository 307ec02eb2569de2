import { parentPort, workerData } from "node:worker_threads";
import { createGraphPlanner } from "./graph-planner.ts";
import type { QueryPlan, SupergraphFacts } from "./planner.ts";

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
const planner = createGraphPlanner(supergraphSdl);
say({ kind: "ready", facts: planner.facts });

parentPort?.on("message", ({ id, document }: PlanQuestion) => {
  try {
    say({ kind: "plan", id, plan: planner.plan(document) });
  } catch (error) {
    say({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
  }
});

function say(answer: PlanAnswer): void {
  parentPort?.postMessage(answer);
}
