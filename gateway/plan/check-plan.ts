import {
  type CompositeType,
  type FieldDefinition,
  operationFromDocument,
  type SelectionSet,
  type Subgraphs,
} from "@apollo/federation-internals";
import { parse } from "graphql";
import type { FetchNode, PlanNode } from "./planner.ts";

/** A plan that would be answered wrong. */
export class UnfitPlanError extends Error {
  override readonly name = "UnfitPlanError" as const;
}

/**
 * Throws UnfitPlanError for a plan that asks a subgraph for a field which it only knows from others (`@external`, and provided nowhere).
 * Planner 2.14.4 makes such plans for chains of `@requires` that come back to a subgraph; their answers are silently wrong.
 */
export function checkPlan(node: PlanNode, subgraphs: Subgraphs): void {
  for (const fetch of fetchesOf(node)) {
    const subgraph = subgraphs.get(fetch.serviceName);
    if (subgraph === undefined) throw new Error(`no subgraph ${fetch.serviceName}`);
    const metadata = subgraph.metadata();
    const document = parse(fetch.operation, { noLocation: true });
    const { selectionSet } = operationFromDocument(subgraph.schema, document, { validate: false });
    const stranger = fieldsOf(selectionSet).find((field) => metadata.isFieldFullyExternal(field));
    if (stranger !== undefined) throw new UnfitPlanError(`${subgraph.name} cannot be asked for ${stranger.coordinate}`);
  }
}

function fetchesOf(node: PlanNode): readonly FetchNode[] {
  switch (node.kind) {
    case "Fetch":
      return [node];
    case "Flatten":
      return fetchesOf(node.node);
    case "Parallel":
    case "Sequence":
      return node.nodes.flatMap(fetchesOf);
    case "Condition":
      return [node.ifClause, node.elseClause].flatMap((branch) => (branch === undefined ? [] : fetchesOf(branch)));
  }
}

function fieldsOf(set: SelectionSet): readonly FieldDefinition<CompositeType>[] {
  return set.selections().flatMap((selection) => {
    const below = selection.selectionSet === undefined ? [] : fieldsOf(selection.selectionSet);
    return selection.kind === "FieldSelection" ? [selection.element.definition, ...below] : below;
  });
}
