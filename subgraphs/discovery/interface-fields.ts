import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeExtensionNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from "graphql";

/**
 * `extend interface Listing { … }` gives its fields to the interface and to every type that implements it, whoever owns
 * that type; such a type can then be asked for here by its key.
 */
export function foldInterfaceFields({ definitions, ...document }: DocumentNode): DocumentNode {
  const extensions = definitions.filter((one) => one.kind === Kind.INTERFACE_TYPE_EXTENSION);
  const added = Map.groupBy(extensions, ({ name }) => name.value);
  const folded = definitions.filter((one) => one.kind !== Kind.INTERFACE_TYPE_EXTENSION).map((one) => fold(one, added));
  return { ...document, definitions: folded };
}

function fold(
  definition: DefinitionNode,
  added: ReadonlyMap<string, readonly InterfaceTypeExtensionNode[]>,
): DefinitionNode {
  if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION) {
    const fields = fieldsOf(added.get(definition.name.value)).map(withoutCost);
    return { ...definition, fields: [...(definition.fields ?? []), ...fields] };
  }
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return definition;
  const fields = (definition.interfaces ?? []).flatMap(({ name }) => fieldsOf(added.get(name.value)));
  return fields.length === 0 ? definition : extended(definition, fields);
}

function extended(type: ObjectTypeDefinitionNode, fields: readonly FieldDefinitionNode[]): ObjectTypeDefinitionNode {
  const { fields: own = [], directives = [] } = type;
  return { ...type, fields: [...own, ...fields], directives: directives.map(resolvable) };
}

/** A key is resolvable unless it says otherwise. */
function resolvable(directive: ConstDirectiveNode): ConstDirectiveNode {
  if (directive.name.value !== "key") return directive;
  return { ...directive, arguments: (directive.arguments ?? []).filter(({ name }) => name.value !== "resolvable") };
}

/** A cost belongs to the types' fields: federation refuses it on an interface's. */
function withoutCost(field: FieldDefinitionNode): FieldDefinitionNode {
  return { ...field, directives: (field.directives ?? []).filter(({ name }) => name.value !== "cost") };
}

function fieldsOf(extensions: readonly InterfaceTypeExtensionNode[] = []): readonly FieldDefinitionNode[] {
  return extensions.flatMap(({ fields }) => fields ?? []);
}
