import { type DocumentNode, Kind, type SelectionNode, type SelectionSetNode } from "graphql";
import type { CostTable } from "#gateway/guard/cost/cost-table.ts";

/** What an answer may hold, by the document alone. */
export interface OperationTypes {
  /** Object types of which it may hold records; null for more than are worth remembering. */
  readonly names: ReadonlySet<string> | null;
  /** A private type's own fields are asked for. */
  readonly isPrivate: boolean;
}

/** An answer of more types than this is forgotten with any type. */
const MAX_TYPES = 200;

/** Of answers that tell of the graph itself. */
export const SCHEMA_TYPE = "__Schema";
const INTROSPECTION: ReadonlySet<string> = new Set(["__schema", "__type"]);

export type Graph = Pick<CostTable, "rootType" | "fieldOf" | "possibleTypes">;

/** Reads all operations and fragments of a document, each once. */
export function readOperationTypes(
  document: DocumentNode,
  graph: Graph,
  isPrivateType: (typeName: string) => boolean,
): OperationTypes {
  const names = new Set<string>();
  let isPrivate = false;
  const visit = ({ selections }: SelectionSetNode, parent: string): void => {
    const possible = [...graph.possibleTypes(parent)];
    isPrivate ||= possible.length > 0 && possible.every(isPrivateType);
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD && INTROSPECTION.has(selection.name.value)) names.add(SCHEMA_TYPE);
      const typeName = typeBelow(selection, parent, graph);
      if (typeName === undefined || selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) continue;
      for (const name of graph.possibleTypes(typeName)) names.add(name);
      visit(selection.selectionSet, typeName);
    }
  };
  for (const [typeName, set] of selectionSets(document, graph)) visit(set, typeName);
  return { names: names.size > MAX_TYPES ? null : names, isPrivate };
}

function selectionSets(
  { definitions }: DocumentNode,
  graph: Graph,
): readonly (readonly [typeName: string, set: SelectionSetNode])[] {
  return definitions.flatMap((definition) => {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      return [[definition.typeCondition.name.value, definition.selectionSet] as const];
    }
    const root = definition.kind === Kind.OPERATION_DEFINITION ? graph.rootType(definition.operation) : undefined;
    return root !== undefined && "selectionSet" in definition ? [[root, definition.selectionSet] as const] : [];
  });
}

function typeBelow(selection: SelectionNode, parent: string, graph: Graph): string | undefined {
  if (selection.kind === Kind.FIELD) return graph.fieldOf(parent, selection.name.value)?.typeName;
  return selection.kind === Kind.INLINE_FRAGMENT ? (selection.typeCondition?.name.value ?? parent) : undefined;
}
