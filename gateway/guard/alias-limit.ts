import type { DocumentNode } from "graphql";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import { foldDefinitions } from "./fold-selections.ts";

/** Refuses operations that ask for one thing under too many names. */
export function refuseAliases(document: DocumentNode, limit: number): Refusal | undefined {
  const { operations } = foldDefinitions(document, {
    field: ({ alias }, inner) => (alias === undefined ? 0 : 1) + inner(),
    join: (a, b) => a + b,
  });
  if (Math.max(0, ...operations) <= limit) return undefined;
  return refuse("QUERY_TOO_MANY_ALIASES", { zh: `上限为 ${limit} 个`, en: `the limit is ${limit}` });
}
