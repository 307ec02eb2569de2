import { type Part, tellInParts } from "#gateway/children/parts.ts";
import { serveParent, tellParent } from "#gateway/children/serve-parent.ts";
import { createGraphPlanner, type GraphPlanner } from "./graph-planner.ts";
import type { QueryPlan, SupergraphFacts } from "./planner.ts";

/** What the process is asked. */
export type PlanQuestion =
  /** The first ones: parts of a supergraph's text, and then that it is whole. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "open" }
  | { readonly kind: "plan"; readonly id: number; readonly document: string }
  /** Until the next graph is opened. */
  | { readonly kind: "rest" };

export type PlanAnswer =
  | Part
  /** With the list "apiSdl". */
  | { readonly kind: "ready"; readonly facts: Omit<SupergraphFacts, "apiSdl"> }
  | { readonly kind: "unreadable"; readonly message: string }
  | { readonly kind: "plan"; readonly id: number; readonly plan: QueryPlan }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };

/** Who asks something new waits for a plan; who is being served goes first. */
const NICENESS = 10;

let planner: GraphPlanner | null = null;
let heard = "";

serveParent<PlanQuestion>(NICENESS, (question) => {
  if (question.kind === "rest") planner = null;
  else if (question.kind === "text") heard += question.text;
  else if (question.kind === "open") open();
  else tellParent(plan(question.id, question.document));
});

function open(): void {
  const supergraphSdl = heard;
  heard = "";
  try {
    planner = createGraphPlanner(supergraphSdl);
    const { apiSdl, ...facts } = planner.facts;
    tellInParts<PlanAnswer>({ apiSdl }, { kind: "ready", facts });
  } catch (error) {
    tellParent<PlanAnswer>({ kind: "unreadable", message: messageOf(error) });
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
