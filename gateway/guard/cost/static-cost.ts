import type { FieldNode, SelectionSetNode } from "graphql";
import { MAX_PAGE_SIZE } from "#subgraphs/runtime/paging.ts";
import { type AskedField, collectFields } from "./collected-fields.ts";
import type { CostOperation } from "./cost-operation.ts";
import type { FieldCost } from "./cost-table.ts";

/** Assumed of a list that says nothing about its length. */
export const DEFAULT_LIST_SIZE = 50;

/** The lists inside one object that its field's slicing arguments have cut. */
interface Sized {
  readonly fields: readonly string[];
  readonly size: number;
}

type Sets = readonly (SelectionSetNode | undefined)[];

/**
 * The most that an operation may cost: the weight of every field it asks for, and of every value that it may be given, with
 * lists as long as their slicing arguments allow or as their schema assumes. Of values that may be of several types the
 * dearest is reckoned. What the schema does not know costs nothing here and is refused by validation.
 */
export function staticCost(operation: CostOperation): StaticCost {
  const { table, definition } = operation;
  const root = table.rootType(definition.operation);
  const unsliced: string[] = [];
  const walk = { operation, unsliced };
  const cost = root === undefined ? 0 : costOfSets([definition.selectionSet], root, undefined, walk);
  return { cost, unsliced };
}

export interface StaticCost {
  readonly cost: number;
  /** Names of fields that want exactly one slicing argument with a value and have none or several. */
  readonly unsliced: readonly string[];
}

interface Walk {
  readonly operation: CostOperation;
  readonly unsliced: string[];
}

function costOfSets(sets: Sets, typeName: string, sized: Sized | undefined, walk: Walk): number {
  const { always, sometimes } = collectFields(sets, typeName, walk.operation);
  let cost = 0;
  for (const field of always.values()) cost += costOfField(field, sized, walk);
  if (sometimes.length === 0) return cost;
  const costs = sometimes.map((one) => ({ ...one, cost: costOfSets([one.set], one.typeName, sized, walk) }));
  return cost + dearest(costs, typeName, walk.operation);
}

/** A value is of one type only: the dearest set of fragments that apply to it together. */
function dearest(
  fragments: readonly { readonly typeName: string; readonly cost: number }[],
  typeName: string,
  { table }: CostOperation,
): number {
  const perType = new Map<string, number>();
  for (const [condition, group] of Map.groupBy(fragments, (fragment) => fragment.typeName)) {
    const cost = group.reduce((sum, fragment) => sum + fragment.cost, 0);
    for (const member of table.possibleTypes(condition)) perType.set(member, (perType.get(member) ?? 0) + cost);
  }
  let most = 0;
  for (const member of table.possibleTypes(typeName)) most = Math.max(most, perType.get(member) ?? 0);
  return most;
}

function costOfField({ typeName, nodes }: AskedField, sized: Sized | undefined, walk: Walk): number {
  const { table } = walk.operation;
  const [node] = nodes;
  const field = table.fieldOf(typeName, node.name.value);
  if (field === undefined) return 0;
  const size = sizeOf(field, node, walk);
  const cutFields = field.listSize?.sizedFields ?? [];
  const isCut = sized?.fields.includes(node.name.value) === true;
  const count = isCut ? sized.size : field.isList && cutFields.length === 0 ? size : 1;
  const inner = cutFields.length === 0 ? undefined : { fields: cutFields, size };
  const sets = nodes.map(({ selectionSet }) => selectionSet);
  const value = table.weightOf(field.typeName, "dearest") + costOfSets(sets, field.typeName, inner, walk);
  return ownWeight(field, node) + count * value;
}

/** Of the field itself with the arguments that are given, whatever it returns. */
export function ownWeight(field: FieldCost, { arguments: args = [] }: FieldNode): number {
  return args.reduce((sum, { name }) => sum + (field.arguments.get(name.value)?.weight ?? 0), field.weight);
}

function sizeOf(field: FieldCost, node: FieldNode, { operation, unsliced }: Walk): number {
  const { slicingArguments = [], assumedSize, requireOneSlicingArgument } = field.listSize ?? {};
  const slices = slicingArguments.flatMap((name) => sliceBy(name, field, node, operation));
  const isUnsliced = slicingArguments.length > 0 && requireOneSlicingArgument === true && slices.length !== 1;
  if (isUnsliced) unsliced.push(node.name.value);
  if (slices.length > 0) return Math.max(...slices);
  return assumedSize ?? lengthOfOnlyList(field, node, operation) ?? DEFAULT_LIST_SIZE;
}

/** No list is longer than the largest page: whoever asks for more is told so by the field itself. */
function sliceBy(name: string, field: FieldCost, node: FieldNode, operation: CostOperation): readonly number[] {
  const value = givenTo(name, node, operation) ?? field.arguments.get(name)?.defaultValue;
  return typeof value === "number" ? [Math.min(MAX_PAGE_SIZE, Math.max(0, value))] : [];
}

/** Look-ups answer one item for each key of their one list: a list without a size is as long as what it was given. */
function lengthOfOnlyList(field: FieldCost, node: FieldNode, operation: CostOperation): number | undefined {
  const [list, ...others] = [...field.arguments].filter(([, argument]) => argument.isList);
  if (list === undefined || others.length > 0) return undefined;
  const value = givenTo(list[0], node, operation);
  return Array.isArray(value) ? value.length : undefined;
}

function givenTo(name: string, { arguments: args = [] }: FieldNode, { read }: CostOperation): unknown {
  const argument = args.find((candidate) => candidate.name.value === name);
  return argument === undefined ? undefined : read(argument.value);
}
