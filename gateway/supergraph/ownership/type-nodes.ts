import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type TypeNode,
} from "graphql";

/** What a schema says of one type, in all its parts. */
export interface TypeParts {
  readonly name: string;
  /** "Object", "Interface", "Union", "Enum", "Scalar", "InputObject". */
  readonly kind: string;
  readonly parts: readonly (TypeDefinitionNode | TypeExtensionNode)[];
}

type Composite =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode;

const ROOTS: ReadonlySet<string> = new Set(["Query", "Mutation", "Subscription"]);

export function isRootType(name: string): boolean {
  return ROOTS.has(name);
}

/** The types of a document, by name; those that it extends too. */
export function typesOf({ definitions }: DocumentNode): ReadonlyMap<string, TypeParts> {
  const types = new Map<string, TypeParts>();
  for (const part of definitions) {
    if (!isType(part)) continue;
    const name = part.name.value;
    const known = types.get(name);
    types.set(name, { name, kind: known?.kind ?? kindOf(part), parts: [...(known?.parts ?? []), part] });
  }
  return types;
}

export function fieldsOf({ parts }: TypeParts): readonly FieldDefinitionNode[] {
  return parts.flatMap((part) => (isComposite(part) ? (part.fields ?? []) : []));
}

export function interfacesOf({ parts }: TypeParts): readonly string[] {
  return parts.flatMap((part) => (isComposite(part) ? (part.interfaces ?? []).map(({ name }) => name.value) : []));
}

export function directivesOf({ parts }: TypeParts): readonly ConstDirectiveNode[] {
  return parts.flatMap(({ directives }) => directives ?? []);
}

export function directiveOf(
  { directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): ConstDirectiveNode | undefined {
  return directives.find((directive) => directive.name.value === name);
}

/** The text of an argument; null where it is not there or no text. */
export function textArgument({ arguments: args = [] }: ConstDirectiveNode, name: string): string | null {
  const value = args.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}

/** As `print` gives it, of thousands of fields at every change of the graph. */
export function typeText(type: TypeNode): string {
  if (type.kind === Kind.NAMED_TYPE) return type.name.value;
  return type.kind === Kind.LIST_TYPE ? `[${typeText(type.type)}]` : `${typeText(type.type)}!`;
}

/** One `@key`, its fields in a form that is equal for equal keys. */
export interface Key {
  readonly fields: string;
  readonly isResolvable: boolean;
}

export function keysOf(type: TypeParts): readonly Key[] {
  return directivesOf(type)
    .filter(({ name }) => name.value === "key")
    .map((directive) => ({
      fields: fieldNames(textArgument(directive, "fields") ?? "").join(" "),
      isResolvable: !(directive.arguments ?? []).some(
        ({ name, value }) => name.value === "resolvable" && value.kind === Kind.BOOLEAN && !value.value,
      ),
    }));
}

/** Names in a set of fields, at whatever depth, each with its braces' order kept: `id owner { code }`. */
function fieldNames(fieldSet: string): readonly string[] {
  return fieldSet.match(/[_A-Za-z][_0-9A-Za-z]*|[{}]/g) ?? [];
}

/** The fields of a set that stand on the type itself. */
export function outerFields(fieldSet: string): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  for (const token of fieldNames(fieldSet)) {
    if (token === "{") depth += 1;
    else if (token === "}") depth -= 1;
    else if (depth === 0) names.push(token);
  }
  return names;
}

function isType(node: DefinitionNode): node is TypeDefinitionNode | TypeExtensionNode {
  return /Type(?:Definition|Extension)$/.test(node.kind);
}

function kindOf({ kind }: DefinitionNode): string {
  return kind.replace(/Type(?:Definition|Extension)$/, "");
}

function isComposite(part: TypeDefinitionNode | TypeExtensionNode): part is Composite {
  return /^(?:Object|Interface)Type/.test(part.kind);
}
