import type { DocumentNode } from "graphql";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import { foldDefinitions } from "./fold-selections.ts";

/** Refuses operations with too many fields at the root: each is a request to some node. */
export function refuseRootFields(document: DocumentNode, limit: number): Refusal | undefined {
  const { operations } = foldDefinitions(document, { field: () => 1, join: (a, b) => a + b });
  if (Math.max(0, ...operations) <= limit) return undefined;
  return refuse("QUERY_TOO_MANY_ROOT_FIELDS", { zh: `上限为 ${limit} 个`, en: `the limit is ${limit}` });
}
