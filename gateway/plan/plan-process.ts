import { serveParent, tellParent } from "#gateway/children/serve-parent.ts";
import { createGraphPlanner, type GraphPlanner } from "./graph-planner.ts";
import type { QueryPlan, SupergraphFacts } from "./planner.ts";

/** What the process is asked. */
export type PlanQuestion =
  /** The first one. */
  | { readonly kind: "open"; readonly supergraphSdl: string }
  | { readonly kind: "plan"; readonly id: number; readonly document: string }
  /** Until the next graph is opened. */
  | { readonly kind: "rest" };

export type PlanAnswer =
  | { readonly kind: "ready"; readonly facts: SupergraphFacts }
  | { readonly kind: "unreadable"; readonly message: string }
  | { readonly kind: "plan"; readonly id: number; readonly plan: QueryPlan }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };

/** Who asks something new waits for a plan; who is being served goes first. */
const NICENESS = 10;

let planner: GraphPlanner | null = null;

serveParent<PlanQuestion>(NICENESS, (question) => {
  if (question.kind === "rest") planner = null;
  else if (question.kind === "open") tellParent(open(question.supergraphSdl));
  else tellParent(plan(question.id, question.document));
});

function open(supergraphSdl: string): PlanAnswer {
  try {
    planner = createGraphPlanner(supergraphSdl);
    return { kind: "ready", facts: planner.facts };
  } catch (error) {
    return { kind: "unreadable", message: messageOf(error) };
  }
}

function plan(id: number, document: string): PlanAnswer {
  try {
    if (planner === null) throw new Error("no graph is open");
    return { kind: "plan", id, plan: planner.plan(document) };
  } catch (error) {
    return { kind: "failed", id, message: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
