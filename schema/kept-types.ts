import {
  type DefinitionNode,
  type GraphQLArgument,
  type GraphQLDirective,
  type GraphQLInputField,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  isUnionType,
  Kind,
  type ScalarTypeDefinitionNode,
  type TypeDefinitionNode,
  valueFromAST,
  visit,
} from "graphql";

export type KeptTypes = ReadonlyMap<string, GraphQLNamedType>;

/**
 * Types of the last schema, by name, that the next one has too: the same definitions, which lead to nothing that is not the
 * same. None where types are extended.
 */
export function keptTypes(last: GraphQLSchema | undefined, definitions: readonly DefinitionNode[]): KeptTypes {
  if (last === undefined || definitions.some(isTypeExtensionNode)) return new Map();
  const types = definitions.filter(isTypeDefinitionNode);
  const kept = new Map<string, GraphQLNamedType>();
  const users = new Map<string, string[]>();
  for (const definition of types) {
    const { value: name } = definition.name;
    const type = last.getType(name);
    if (type?.astNode === definition) kept.set(name, type);
    for (const used of namesIn(definition)) {
      const known = users.get(used);
      if (known === undefined) users.set(used, [name]);
      else known.push(name);
    }
  }
  const otherwise = types.map(({ name }) => name.value).filter((name) => !kept.has(name));
  for (const name of otherwise) otherwise.push(...(users.get(name) ?? []).filter((user) => kept.delete(user)));
  return kept;
}

const names = new WeakMap<TypeDefinitionNode, readonly string[]>();

/** Of the types to which a definition leads at once. */
function namesIn(definition: TypeDefinitionNode): readonly string[] {
  const known = names.get(definition);
  if (known !== undefined) return known;
  const found = new Set<string>();
  visit(definition, { NamedType: ({ name }) => void found.add(name.value) });
  const made = [...found];
  names.set(definition, made);
  return made;
}

/** Definitions by which others can be made that lead to kept types: they stand in until those are put in their place. */
export function standIns(kept: KeptTypes): readonly ScalarTypeDefinitionNode[] {
  return [...kept.keys()].map((value) => ({ kind: Kind.SCALAR_TYPE_DEFINITION, name: { kind: Kind.NAME, value } }));
}

type Input = GraphQLArgument | GraphQLInputField;

/** Puts kept types in the place of their stand-ins wherever types and directives that were made anew lead to them. */
export function leadToKept(
  types: readonly GraphQLNamedType[],
  directives: readonly GraphQLDirective[],
  kept: KeptTypes,
): void {
  const inputs = new Map(types.filter(isInputObjectType).map((type) => [type, Object.values(type.getFields())]));
  const args = [...directives.flatMap((directive) => directive.args), ...types.flatMap(argumentsOf)];
  for (const type of types) replaceOutputs(type, kept);
  const all: readonly Input[] = [...args, ...[...inputs.values()].flat()];
  for (const input of all) input.type = inPlace(input.type, kept);
  // Default values are made of the types' fields, and of theirs: the innermost first.
  const settle = (some: readonly Input[]) => {
    for (const input of some) {
      const type = getNamedType(input.type);
      const fields = isInputObjectType(type) ? inputs.get(type) : undefined;
      if (isInputObjectType(type) && inputs.delete(type)) settle(fields ?? []);
      input.defaultValue = valueFromAST(input.astNode?.defaultValue, input.type);
    }
  };
  settle(all);
}

function argumentsOf(type: GraphQLNamedType): readonly GraphQLArgument[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()).flatMap(({ args }) => args) : [];
}

function replaceOutputs(type: GraphQLNamedType, kept: KeptTypes): void {
  if (isUnionType(type)) replaceAll(type.getTypes(), kept);
  if (!isObjectType(type) && !isInterfaceType(type)) return;
  replaceAll(type.getInterfaces(), kept);
  for (const field of Object.values(type.getFields())) field.type = inPlace(field.type, kept);
}

/** The type's own list, which graphql-js gives as it is. */
function replaceAll<Type extends GraphQLNamedType>(types: readonly Type[], kept: KeptTypes): void {
  for (const [index, type] of types.entries()) (types as Type[])[index] = inPlace(type, kept);
}

/** The kept type, where this is its stand-in, or made of it. */
export function inPlace<Type extends GraphQLType>(type: Type, kept: KeptTypes): Type {
  return replaced(type, kept) as Type;
}

function replaced(type: GraphQLType, kept: KeptTypes): GraphQLType {
  if (isNonNullType(type)) return new GraphQLNonNull(replaced(type.ofType, kept) as typeof type.ofType);
  if (isListType(type)) return new GraphQLList(replaced(type.ofType, kept));
  return kept.get(type.name) ?? type;
}
