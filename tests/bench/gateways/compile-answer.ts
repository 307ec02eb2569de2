import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import { SHOP_FIELDS, type ShopRecord } from "./shop-data.ts";

type Variables = Readonly<Record<string, unknown>>;
/** The data of an answer, as JSON. */
export type WriteAnswer = (variables: Variables) => string;
type WriteValue = (value: unknown, variables: Variables) => string;
type ReadArguments = (variables: Variables) => Variables;

/**
 * A subgraph that costs little: one query of a gateway's, compiled to the writing of its answer, so that the load's side of
 * the machine keeps up with the fastest gateway. It knows fields, fragments, aliases, arguments and entities; nulls,
 * directives and errors do not occur in it.
 */
export function compileAnswer(schema: GraphQLSchema, document: DocumentNode): WriteAnswer {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const root = schema.getQueryType();
  if (operation?.operation !== "query" || root == null) throw new Error("only queries are answered");
  const write = new Compiler(schema, fragments).objectWriter(root, [operation.selectionSet]);
  return (variables) => write({}, variables);
}

class Compiler {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(schema: GraphQLSchema, fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#schema = schema;
    this.#fragments = fragments;
  }

  objectWriter(type: GraphQLObjectType, selections: readonly SelectionSetNode[]): WriteValue {
    const parts = [...this.#collect(type, selections)].map(([key, nodes], index) => {
      const prefix = `${index === 0 ? "{" : ","}${JSON.stringify(key)}:`;
      return { prefix, write: this.#fieldWriter(type, nodes) };
    });
    return (record, variables) => {
      let text = "";
      for (const { prefix, write } of parts) text += prefix + write(record, variables);
      return `${text}}`;
    };
  }

  /** Fields by response key, those of fragments that fit the type among them. */
  #collect(type: GraphQLObjectType, selections: readonly SelectionSetNode[]): ReadonlyMap<string, FieldNode[]> {
    const fields = new Map<string, FieldNode[]>();
    const visit = (selection: SelectionNode): void => {
      if ((selection.directives?.length ?? 0) > 0) throw new Error("directives are not answered");
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        fields.set(key, [...(fields.get(key) ?? []), selection]);
      } else this.#inFragment(type, selection).forEach(visit);
    };
    for (const { selections: inSet } of selections) inSet.forEach(visit);
    return fields;
  }

  /** What a fragment selects of this type: nothing where it is about others. */
  #inFragment(
    type: GraphQLObjectType,
    selection: InlineFragmentNode | FragmentSpreadNode,
  ): SelectionSetNode["selections"] {
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    if (fragment === undefined) throw new Error("a fragment that is not there");
    return this.#fits(type, fragment.typeCondition?.name.value) ? fragment.selectionSet.selections : [];
  }

  #fits(type: GraphQLObjectType, condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const other = this.#schema.getType(condition);
    return isAbstractType(other) && this.#schema.isSubType(other, type);
  }

  #fieldWriter(type: GraphQLObjectType, nodes: readonly FieldNode[]): WriteValue {
    const [node] = nodes;
    if (node === undefined) throw new Error("a field without a node");
    const name = node.name.value;
    if (name === "__typename") return () => JSON.stringify(type.name);
    const field = type.getFields()[name];
    if (field === undefined) throw new Error(`${type.name} has no field ${name}`);
    const argumentsOf = readArguments(field, node);
    const write = this.#valueWriter(getNamedType(field.type), nodes);
    if (name === "_entities") return (_, variables) => write(argumentsOf(variables)["representations"], variables);
    const resolve = SHOP_FIELDS[type.name]?.[name];
    if (resolve === undefined) throw new Error(`${type.name}.${name} has no data`);
    return (record, variables) => write(resolve(record as ShopRecord, argumentsOf(variables)), variables);
  }

  #valueWriter(type: GraphQLNamedType, nodes: readonly FieldNode[]): WriteValue {
    const selections = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const write = this.#itemWriter(type, selections);
    return (value, variables) => {
      if (!Array.isArray(value)) return write(value, variables);
      let text = "";
      for (const item of value) text += (text === "" ? "" : ",") + write(item, variables);
      return `[${text}]`;
    };
  }

  #itemWriter(type: GraphQLNamedType, selections: readonly SelectionSetNode[]): WriteValue {
    if (isObjectType(type)) return this.objectWriter(type, selections);
    if (!isAbstractType(type)) return (value) => JSON.stringify(value);
    const writers = new Map(
      this.#schema.getPossibleTypes(type).map((possible) => [possible.name, this.objectWriter(possible, selections)]),
    );
    return (value, variables) => {
      const write = writers.get(String((value as ShopRecord)["__typename"]));
      if (write === undefined) throw new Error("a representation of an unknown type");
      return write(value, variables);
    };
  }
}

function readArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): ReadArguments {
  if (field.args.length === 0) return () => NO_ARGUMENTS;
  const readers = field.args.map(({ name, defaultValue }) => {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (value?.kind === Kind.VARIABLE) {
      const variable = value.name.value;
      return [name, (variables: Variables) => variables[variable] ?? defaultValue] as const;
    }
    const constant: unknown = value === undefined ? defaultValue : valueFromASTUntyped(value);
    return [name, () => constant] as const;
  });
  return (variables) => Object.fromEntries(readers.map(([name, read]) => [name, read(variables)]));
}

const NO_ARGUMENTS: Variables = {};
