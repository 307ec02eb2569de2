import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeExtensionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from "graphql";
import { placeholderName } from "#schema/kinds.ts";

type Added = ReadonlyMap<string, readonly InterfaceTypeExtensionNode[]>;

/**
 * `extend interface Listing { … }` gives its fields to the interface and to every type that implements it, whoever owns
 * that type; such a type can then be asked for here by its key. A definition folded again is the same object.
 */
export class InterfaceFields {
  /** By the interface's name. */
  readonly #added: Added;
  /** By their own names. */
  readonly #placeholders: ReadonlyMap<string, readonly DefinitionNode[]>;
  readonly #folded = new WeakMap<DefinitionNode, DefinitionNode>();

  /** Of the extensions among them. */
  constructor(definitions: readonly DefinitionNode[]) {
    this.#added = Map.groupBy(definitions.filter(isInterfaceExtension), ({ name }) => name.value);
    this.#placeholders = new Map(
      [...this.#added].map(([name, added]) => [placeholderName(name), placeholder(name, added)]),
    );
  }

  /** Extensions are not in what comes of it. */
  fold(definitions: readonly DefinitionNode[]): readonly DefinitionNode[] {
    const kept = definitions.filter((one) => !isInterfaceExtension(one));
    const names = new Set(kept.flatMap((one) => (one.kind === Kind.OBJECT_TYPE_DEFINITION ? [one.name.value] : [])));
    const missing = [...this.#placeholders].filter(([name]) => !names.has(name));
    return [...kept.map((one) => this.#foldOne(one)), ...missing.flatMap(([, one]) => one)];
  }

  #foldOne(definition: DefinitionNode): DefinitionNode {
    const folded = this.#folded.get(definition) ?? fold(definition, this.#added);
    this.#folded.set(definition, folded);
    return folded;
  }
}

function isInterfaceExtension(one: DefinitionNode): one is InterfaceTypeExtensionNode {
  return one.kind === Kind.INTERFACE_TYPE_EXTENSION;
}

/** The hub's placeholder of the kind has the fields too, but stands in no list here: no planner would go to it. */
function placeholder(name: string, extensions: readonly InterfaceTypeExtensionNode[]): readonly DefinitionNode[] {
  const { definitions } = parse(
    `"占位类型，从不出现。 / A placeholder, never seen."
     type ${placeholderName(name)} @key(fields: "id", resolvable: false) @inaccessible {
       "全局标识。 / Global id."
       id: ID!
     }`,
    { noLocation: true },
  );
  return definitions.map((one) =>
    one.kind === Kind.OBJECT_TYPE_DEFINITION
      ? { ...one, fields: [...(one.fields ?? []), ...fieldsOf(extensions)] }
      : one,
  );
}

function fold(definition: DefinitionNode, added: Added): DefinitionNode {
  if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION) {
    const fields = fieldsOf(added.get(definition.name.value)).map(withoutCost);
    return { ...definition, fields: [...(definition.fields ?? []), ...fields] };
  }
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return definition;
  const fields = (definition.interfaces ?? []).flatMap(({ name }) => fieldsOf(added.get(name.value)));
  return fields.length === 0 ? definition : extended(definition, fields);
}

/** `@cost` stands on the fields of types alone (IBM's specification). */
function withoutCost(field: FieldDefinitionNode): FieldDefinitionNode {
  return { ...field, directives: (field.directives ?? []).filter(({ name }) => name.value !== "cost") };
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

function fieldsOf(extensions: readonly InterfaceTypeExtensionNode[] = []): readonly FieldDefinitionNode[] {
  return extensions.flatMap(({ fields }) => fields ?? []);
}
