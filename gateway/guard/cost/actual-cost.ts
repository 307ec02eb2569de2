import { Kind, type SelectionSetNode } from "graphql";
import { type AskedField, addField } from "./collected-fields.ts";
import type { CostOperation } from "./cost-operation.ts";
import { ownWeight } from "./static-cost.ts";

type Data = Readonly<Record<string, unknown>>;

/** What an answer did cost, by the same weights: every field that stands in it and every value that was really given. */
export function actualCost(operation: CostOperation, data: Data): number {
  const root = operation.table.rootType(operation.definition.operation);
  return root === undefined ? 0 : costOfObject(data, [operation.definition.selectionSet], root, operation);
}

type Sets = readonly (SelectionSetNode | undefined)[];

function costOfObject(data: Data, sets: Sets, typeName: string, operation: CostOperation): number {
  let cost = 0;
  for (const [key, field] of askedFields(sets, typeName, operation)) {
    if (Object.hasOwn(data, key)) cost += costOfField(data[key], field, operation);
  }
  return cost;
}

function costOfField(value: unknown, { typeName, nodes }: AskedField, operation: CostOperation): number {
  const { table } = operation;
  const field = table.fieldOf(typeName, nodes[0].name.value);
  if (field === undefined) return 0;
  const weight = table.weightOf(field.typeName, "cheapest");
  const sets = nodes.map(({ selectionSet }) => selectionSet);
  const costOf = (item: unknown): number => {
    if (Array.isArray(item)) return item.reduce((sum: number, one) => sum + costOf(one), 0);
    if (item === null || item === undefined) return 0;
    return weight + (isObject(item) ? costOfObject(item, sets, field.typeName, operation) : 0);
  };
  return ownWeight(field, nodes[0]) + costOf(value);
}

/** All fields that the document asks for here, of whatever type: an answer holds those that applied. */
function askedFields(sets: Sets, typeName: string, operation: CostOperation): ReadonlyMap<string, AskedField> {
  const fields = new Map<string, AskedField>();
  const visit = (set: SelectionSetNode | undefined, parent: string) => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) addField(fields, selection, parent);
      else {
        const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
        const fragment = isSpread ? operation.fragment(selection.name.value) : selection;
        visit(fragment?.selectionSet, fragment?.typeCondition?.name.value ?? parent);
      }
    }
  };
  for (const set of sets) visit(set, typeName);
  return fields;
}

function isObject(value: unknown): value is Data {
  return typeof value === "object" && value !== null;
}
