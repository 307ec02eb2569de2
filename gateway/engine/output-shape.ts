import {
  type FieldNode,
  type GraphQLCompositeType,
  GraphQLEnumType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import type { CanonicalOperation } from "./canonical-operation.ts";
import { type LeafCheck, leafCheckOf } from "./leaf-checks.ts";
import { isIntrospection } from "./selection-nodes.ts";

/** What an answer looks like at one place, ready for values: made once per operation and values of its conditions. */
export interface ObjectShape {
  readonly typeName: string;
  readonly fields: readonly FieldShape[];
}

export interface FieldShape {
  /** Key in the answer. */
  readonly responseKey: string;
  /** Key among what the plan gathered. */
  readonly sourceKey: string;
  readonly name: string;
  readonly value: ValueShape;
}

export type ValueShape =
  | { readonly kind: "typename" }
  /** Of the schema itself: the gateway's own answer. */
  | { readonly kind: "introspection"; readonly node: FieldNode }
  | { readonly kind: "leaf"; readonly isRequired: boolean; readonly check: LeafCheck; readonly typeName: string }
  | { readonly kind: "list"; readonly isRequired: boolean; readonly item: ValueShape }
  | { readonly kind: "object"; readonly isRequired: boolean; readonly typeName: string; readonly shape: ShapeSource };

/** Shape of an object by the name of its type; undefined for a type that cannot stand there. */
interface ShapeSource {
  /** The only type possible, where the place has no abstract one. */
  readonly only: ObjectShape | null;
  of(typeName: string): ObjectShape | undefined;
}

export interface ShapeOptions {
  readonly schema: GraphQLSchema;
  readonly operation: Pick<CanonicalOperation, "definition" | "fragments" | "keys">;
  /** Values of the variables in @skip and @include. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly allowsObjectScalars: boolean;
  /** Whether an object may be known by its interface only, where its type does not matter (@interfaceObject). */
  readonly allowsInterfaceObjects: boolean;
}

export function outputShape(options: ShapeOptions): ObjectShape {
  const { schema, operation } = options;
  const rootType = schema.getRootType(operation.definition.operation);
  if (!rootType) throw new Error(`no root type for ${operation.definition.operation}`);
  return objectShape(options, rootType, [operation.definition.selectionSet]);
}

export interface CollectOptions {
  readonly schema: GraphQLSchema;
  readonly operation: Pick<CanonicalOperation, "fragments">;
  /** Values of the variables in @skip and @include. */
  readonly conditions: Readonly<Record<string, unknown>>;
}

/** A type with fields. */
type FieldedType = GraphQLObjectType | GraphQLInterfaceType;

function objectShape(options: ShapeOptions, type: FieldedType, sets: readonly SelectionSetNode[]): ObjectShape {
  const fields = new Map<string, FieldNode[]>();
  for (const set of sets) collectFields(options, type, set, fields);
  return {
    typeName: type.name,
    fields: [...fields].map(([responseKey, nodes]) => fieldShape(options, type, responseKey, nodes)),
  };
}

/** Section "Field Collection" of the specification; fragments may be met again, which only repeats nodes. */
export function collectFields(
  options: CollectOptions,
  type: FieldedType,
  { selections }: SelectionSetNode,
  into: Map<string, FieldNode[]>,
): void {
  const { schema, operation, conditions } = options;
  for (const node of selections) {
    if (!isSelected(node, conditions)) continue;
    if (node.kind === Kind.FIELD) {
      addField(node, into);
      continue;
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : operation.fragments.get(node.name.value);
    const condition = fragment?.typeCondition?.name.value;
    if (fragment !== undefined && (condition === undefined || isOfType(schema, type, condition))) {
      collectFields(options, type, fragment.selectionSet, into);
    }
  }
}

function addField(node: FieldNode, into: Map<string, FieldNode[]>): void {
  const key = node.alias?.value ?? node.name.value;
  const known = into.get(key);
  if (known === undefined) into.set(key, [node]);
  else if (!known.includes(node)) known.push(node);
}

function isSelected(
  { directives = [] }: SelectionSetNode["selections"][number],
  conditions: ShapeOptions["conditions"],
): boolean {
  return directives.every(({ name, arguments: given }) => {
    const condition = given?.[0]?.value;
    if (condition === undefined || (name.value !== "skip" && name.value !== "include")) return true;
    const value =
      condition.kind === Kind.VARIABLE
        ? conditions[condition.name.value] === true
        : condition.kind === Kind.BOOLEAN && condition.value;
    return value === (name.value === "include");
  });
}

function isOfType(schema: GraphQLSchema, type: FieldedType, condition: string): boolean {
  if (type.name === condition) return true;
  const conditional = schema.getType(condition);
  return isAbstractType(conditional) && schema.isSubType(conditional, type);
}

function fieldShape(
  options: ShapeOptions,
  parent: FieldedType,
  responseKey: string,
  nodes: readonly FieldNode[],
): FieldShape {
  const [node] = nodes as readonly [FieldNode];
  const name = node.name.value;
  const sourceKey = options.operation.keys.get(node) ?? name;
  const shape = (value: ValueShape): FieldShape => ({ responseKey, sourceKey, name, value });
  if (name === "__typename") return shape({ kind: "typename" });
  if (isIntrospection(node)) return shape({ kind: "introspection", node: mergedField(nodes) });
  const field = parent.getFields()[name];
  if (field === undefined) throw new Error(`no field ${parent.name}.${name}`);
  const sets = nodes.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [selectionSet]));
  return shape(valueShape(options, field.type, sets, false));
}

function valueShape(
  options: ShapeOptions,
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  isRequired: boolean,
): ValueShape {
  if (isNonNullType(type)) return valueShape(options, type.ofType, sets, true);
  if (isListType(type)) return { kind: "list", isRequired, item: valueShape(options, type.ofType, sets, false) };
  if (isCompositeType(type)) {
    return { kind: "object", isRequired, typeName: type.name, shape: shapeSource(options, type, sets) };
  }
  if (!isLeafType(type)) throw new Error(`no output type ${String(type)}`);
  const check = leafCheckOf(type.name, type instanceof GraphQLEnumType ? type : null, options.allowsObjectScalars);
  return { kind: "leaf", isRequired, check, typeName: type.name };
}

/** Shapes of an abstract type's members are made when one is first met. */
function shapeSource(
  options: ShapeOptions,
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
): ShapeSource {
  if (isObjectType(type)) {
    const only = objectShape(options, type, sets);
    return { only, of: (typeName) => (typeName === type.name ? only : undefined) };
  }
  const { schema } = options;
  const known = new Map<string, ObjectShape>();
  return {
    only: null,
    of: (typeName) => {
      const made = known.get(typeName);
      if (made !== undefined) return made;
      const member = schema.getType(typeName);
      const shape =
        isObjectType(member) && schema.isSubType(type, member)
          ? objectShape(options, member, sets)
          : options.allowsInterfaceObjects && member === type && isInterfaceType(type)
            ? interfaceShape(options, type, sets)
            : undefined;
      if (shape !== undefined) known.set(typeName, shape);
      return shape;
    },
  };
}

/** No plan asks for the type of an interface object where it does not matter. */
function interfaceShape(
  options: ShapeOptions,
  type: GraphQLInterfaceType,
  sets: readonly SelectionSetNode[],
): ObjectShape | undefined {
  const shape = objectShape(options, type, sets);
  return shape.fields.some(({ value }) => value.kind === "typename") ? undefined : shape;
}

/** Nodes of one key as one: what each of them selects. */
export function mergedField([first, ...more]: readonly FieldNode[]): FieldNode {
  if (first === undefined) throw new Error("no field");
  const selections = [first, ...more].flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  return { ...first, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}
