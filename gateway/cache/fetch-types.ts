import { Kind, parse, type SelectionNode, type SelectionSetNode } from "graphql";
import type { Graph } from "./operation-types.ts";

/**
 * Object types of which the answer to a fetch may hold records, beside the entities that it looks up. Null where it asks for
 * what the graph does not know: then it may be any.
 */
export function fetchTypes(query: string, graph: Graph): ReadonlySet<string> | null {
  const names = new Set<string>();
  let isKnown = true;
  const visitBelow = (selection: SelectionNode, parent: string): void => {
    if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      visit(selection.selectionSet, selection.typeCondition?.name.value ?? parent);
    } else if (selection.name.value === "_entities") {
      visit(selection.selectionSet, "_Entity");
    } else {
      const typeName = graph.fieldOf(parent, selection.name.value)?.typeName;
      isKnown &&= typeName !== undefined;
      for (const name of graph.possibleTypes(typeName ?? "")) names.add(name);
      visit(selection.selectionSet, typeName ?? "");
    }
  };
  const visit = ({ selections }: SelectionSetNode, parent: string): void => {
    for (const selection of selections) visitBelow(selection, parent);
  };
  for (const definition of parse(query, { noLocation: true }).definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      visit(definition.selectionSet, definition.typeCondition.name.value);
    } else if (definition.kind === Kind.OPERATION_DEFINITION) {
      visit(definition.selectionSet, graph.rootType(definition.operation) ?? "");
    }
  }
  return isKnown ? names : null;
}
