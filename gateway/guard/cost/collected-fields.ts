import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from "graphql";
import type { CostOperation } from "./cost-operation.ts";
import type { CostTable } from "./cost-table.ts";

type Sets = readonly (SelectionSetNode | undefined)[];

/** A field of an answer: all the places in the document that ask for it, and the type on which they do. */
export interface AskedField {
  readonly typeName: string;
  /** Never empty; merged by execution, so their name and arguments are the same. */
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
}

export interface CollectedFields {
  /** Asked of every value, by response key. */
  readonly always: ReadonlyMap<string, AskedField>;
  /** Asked of values of some types only. */
  readonly sometimes: readonly { readonly typeName: string; readonly set: SelectionSetNode }[];
}

/** The fields of one place of the answer, fragments expanded: to be run after the guards against size and cycles. */
export function collectFields(sets: Sets, typeName: string, operation: CostOperation): CollectedFields {
  const always = new Map<string, AskedField>();
  const sometimes: { typeName: string; set: SelectionSetNode }[] = [];
  const visit = (selection: SelectionNode) => {
    if (operation.isSkipped(selection)) return;
    if (selection.kind === Kind.FIELD) {
      addField(always, selection, typeName);
      return;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? operation.fragment(selection.name.value) : selection;
    if (fragment === undefined) return;
    const condition = fragment.typeCondition?.name.value ?? typeName;
    if (covers(operation.table, condition, typeName)) fragment.selectionSet.selections.forEach(visit);
    else sometimes.push({ typeName: condition, set: fragment.selectionSet });
  };
  for (const set of sets) set?.selections.forEach(visit);
  return { always, sometimes };
}

export function addField(fields: Map<string, AskedField>, field: FieldNode, typeName: string): void {
  const key = (field.alias ?? field.name).value;
  const known = fields.get(key);
  fields.set(key, known === undefined ? { typeName, nodes: [field] } : { ...known, nodes: [...known.nodes, field] });
}

/** Every value of the inner type is one of the outer. */
function covers(table: CostTable, outer: string, inner: string): boolean {
  return outer === inner || table.possibleTypes(inner).isSubsetOf(table.possibleTypes(outer));
}
