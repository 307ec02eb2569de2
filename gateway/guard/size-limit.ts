import type { DocumentNode } from "graphql";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import { foldDefinitions } from "./fold-selections.ts";

/** Refuses what few characters blow up to many fields: over all definitions, since validation visits each. */
export function refuseSize(document: DocumentNode, limit: number): Refusal | undefined {
  const { operations, fragments } = foldDefinitions(document, {
    field: (_, inner) => 1 + inner(),
    // Spreads cost those who walk the document as much as fields do.
    fragment: (inner) => 1 + inner,
    join: (a, b) => a + b,
  });
  const size = [...operations, ...fragments].reduce((sum, figure) => sum + figure, 0);
  return size <= limit
    ? undefined
    : refuse("QUERY_TOO_LARGE", { zh: `上限为 ${limit} 个选择项`, en: `the limit is ${limit} selections` });
}
