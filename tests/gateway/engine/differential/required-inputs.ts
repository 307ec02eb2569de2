import { type GraphQLSchema, getArgumentValues, isObjectType, Kind, parse, type SelectionSetNode } from "graphql";
import { fieldOf, type Graph } from "./graph-model.ts";
import type { Thing, World } from "./world.ts";

/** What a @requires asks for, as the world has it. `whole` has hidden fields too. */
export function inputsInWorld(
  parts: { readonly graph: Graph; readonly world: World; readonly whole: GraphQLSchema },
  thing: Thing,
  { selections }: SelectionSetNode,
): unknown {
  const { graph, world, whole } = parts;
  const type = whole.getType(thing.__typename);
  if (!isObjectType(type)) throw new Error(`no type ${thing.__typename}`);
  const told = selections.flatMap((node) => {
    if (node.kind !== Kind.FIELD || node.name.value === "__typename") return [];
    const definition = type.getFields()[node.name.value];
    if (definition === undefined) throw new Error(`no field ${type.name}.${node.name.value}`);
    const { owner, field } = fieldOf(graph, type.name, node.name.value);
    const inputs = field.requires === null ? undefined : inputsInWorld(parts, thing, fieldSet(field.requires));
    const args = getArgumentValues(definition, node);
    const value = world.value({ owner, field, ident: thing.ident, args, inputs });
    return [[node.name.value, mapThings(value, (inner) => below(parts, inner, node.selectionSet))]];
  });
  return Object.fromEntries(told);
}

function below(parts: Parameters<typeof inputsInWorld>[0], thing: Thing, set: SelectionSetNode | undefined): unknown {
  if (set === undefined) throw new Error("an object without a selection");
  return inputsInWorld(parts, thing, set);
}

/** The same from a representation: what is missing there is missing here. */
export function inputsInRepresentation(value: unknown, set: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map((item) => inputsInRepresentation(item, set));
  if (typeof value !== "object" || value === null) return value;
  const object = value as Readonly<Record<string, unknown>>;
  const told = set.selections.flatMap((node) => {
    if (node.kind !== Kind.FIELD || node.name.value === "__typename") return [];
    const inner = object[node.name.value];
    return [
      [node.name.value, node.selectionSet === undefined ? inner : inputsInRepresentation(inner, node.selectionSet)],
    ];
  });
  return Object.fromEntries(told);
}

export function mapThings(value: unknown, change: (thing: Thing) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapThings(item, change));
  return isThing(value) ? change(value) : value;
}

function isThing(value: unknown): value is Thing {
  return typeof value === "object" && value !== null && "ident" in value && "__typename" in value;
}

const known = new Map<string, SelectionSetNode>();

export function fieldSet(text: string): SelectionSetNode {
  const set = known.get(text) ?? parseFieldSet(text);
  known.set(text, set);
  return set;
}

function parseFieldSet(text: string): SelectionSetNode {
  const [operation] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`no field set: ${text}`);
  return operation.selectionSet;
}
