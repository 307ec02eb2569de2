import type { DocumentNode } from "graphql";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import { foldDefinitions } from "./fold-selections.ts";

/** Refuses operations whose deepest leaf lies further from the root than the limit. */
export function refuseDepth(document: DocumentNode, limit: number): Refusal | undefined {
  const { operations } = foldDefinitions(document, {
    field: (_, inner) => 1 + inner(),
    join: (a, b) => Math.max(a, b),
  });
  if (Math.max(0, ...operations) <= limit) return undefined;
  return refuse("QUERY_TOO_DEEP", { zh: `上限为 ${limit} 层`, en: `the limit is ${limit} levels` });
}
