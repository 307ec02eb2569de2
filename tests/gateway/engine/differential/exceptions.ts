import { PlanningError } from "#gateway/plan/planner.ts";
import type { Difference } from "./compare-answers.ts";

/** Differences that are known, each with why it is left. */
export const EXCEPTIONS = {
  /**
   * Where conditions on an interface's object and on one of its types meet, @apollo/query-planner fetches for all what is
   * asked of some. The data is right; an error of what was not asked stands at the object.
   */
  "an error of what was fetched unasked": ({ kind }: Difference) => kind === "stray",
} as const;

/** @apollo/query-planner 2.14.4 finds no plan for some valid operations; clients are told so. */
export function isWithoutPlan(error: unknown): boolean {
  if (error instanceof PlanningError) return true;
  const message = error instanceof Error ? error.message : "";
  return PLANNER_FAULTS.some((fault) => fault.test(message));
}

const PLANNER_FAULTS = [
  // Its own bound (`pathsLimit`).
  /^Too many options generated/,
  // Interface objects, where only the interface's own name is known.
  /^We should have an edge from \w+\(\w+\) for __typename/,
  /is potentially an interface object type at runtime$/,
  // A circle among the fetches.
  /^Invalid array length$/,
  // Chains of @requires that come back to a member (plan/check-plan.ts).
  /^[\w#]+ cannot be asked for \w+\.\w+$/,
] as const;

export function exceptionOf(difference: Difference): keyof typeof EXCEPTIONS | undefined {
  const names = Object.keys(EXCEPTIONS) as (keyof typeof EXCEPTIONS)[];
  return names.find((name) => EXCEPTIONS[name](difference));
}
