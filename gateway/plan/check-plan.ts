import {
  type CompositeType,
  type FederationMetadata,
  type FieldDefinition,
  operationFromDocument,
  type SelectionSet,
  type Subgraphs,
} from "@apollo/federation-internals";
import { Kind, parse, type SelectionSetNode } from "graphql";
import type { FetchNode, PlanNode } from "./planner.ts";

/** A plan that would be answered wrong. */
export class UnfitPlanError extends Error {
  override readonly name = "UnfitPlanError" as const;
}

/**
 * Throws UnfitPlanError for a plan that asks a subgraph for a field which it only knows from others (`@external`), where no
 * `@provides` gives it. Planner 2.14.4 makes such plans for fields computed from computed fields (`@requires`); their answers
 * are silently wrong.
 */
export function checkPlan(node: PlanNode, subgraphs: Subgraphs): void {
  for (const fetch of fetchesOf(node)) {
    const subgraph = subgraphs.get(fetch.serviceName);
    if (subgraph === undefined) throw new Error(`no subgraph ${fetch.serviceName}`);
    const document = parse(fetch.operation, { noLocation: true });
    const { selectionSet } = operationFromDocument(subgraph.schema, document, { validate: false });
    const [stranger] = strangersIn(selectionSet, subgraph.metadata(), []);
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

type Field = FieldDefinition<CompositeType>;

/** `provided`: what the fields above let the subgraph tell here. */
function strangersIn(
  set: SelectionSet,
  metadata: FederationMetadata,
  provided: readonly SelectionSetNode[],
): readonly Field[] {
  return set.selections().flatMap((selection): readonly Field[] => {
    if (selection.kind !== "FieldSelection") return strangersIn(selection.selectionSet, metadata, provided);
    const { definition } = selection.element;
    const own = metadata.isFieldExternal(definition) && !names(provided, definition.name) ? [definition] : [];
    if (selection.selectionSet === undefined) return own;
    const below = [
      ...providedBy(definition, metadata),
      ...provided.flatMap((inner) => belowField(inner, definition.name)),
    ];
    return [...own, ...strangersIn(selection.selectionSet, metadata, below)];
  });
}

function providedBy(field: Field, metadata: FederationMetadata): readonly SelectionSetNode[] {
  return field.appliedDirectivesOf(metadata.providesDirective()).flatMap((directive) => {
    const [operation] = parse(`{${directive.arguments().fields}}`, { noLocation: true }).definitions;
    return operation?.kind === Kind.OPERATION_DEFINITION ? [operation.selectionSet] : [];
  });
}

/** Types do not count: too lenient at worst. */
function names(sets: readonly SelectionSetNode[], name: string): boolean {
  return sets.some(({ selections }) =>
    selections.some((node) =>
      node.kind === Kind.FIELD
        ? node.name.value === name
        : node.kind === Kind.INLINE_FRAGMENT && names([node.selectionSet], name),
    ),
  );
}

function belowField({ selections }: SelectionSetNode, name: string): readonly SelectionSetNode[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.INLINE_FRAGMENT) return belowField(node.selectionSet, name);
    return node.kind === Kind.FIELD && node.name.value === name && node.selectionSet !== undefined
      ? [node.selectionSet]
      : [];
  });
}
