import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
  type UnionTypeDefinitionNode,
  valueFromASTUntyped,
} from "graphql";
import type { ArgumentCost, CostFacts, ListSize, PlainFieldCost } from "./cost-table.ts";

interface TypeCost {
  readonly weight: number;
  readonly interfaces: readonly string[];
  readonly fields: ReadonlyMap<string, PlainFieldCost>;
}

type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Reads weights and list sizes from a composed supergraph. A field without a list size takes that of an interface of its type;
 * a field of an interface weighs what it weighs at the dearest of its types, since interfaces cannot be given weights.
 * It takes its time (800 ms for 50 nodes of 20 types), so a graph's own is read in the process that composes it.
 */
export function readCostFacts(supergraphSdl: string): CostFacts {
  const document = parse(supergraphSdl, { noLocation: true });
  const declared = new Map(document.definitions.filter(isComposite).map((type) => [type.name.value, toTypeCost(type)]));
  const members = possibleTypes(document);
  const types = [...declared].map(([name, type]) => [name, withRelatives(name, type, { declared, members })] as const);
  return {
    types: Object.fromEntries(types.map(([name, { fields }]) => [name, JSON.stringify(Object.fromEntries(fields))])),
    weights: {
      ...Object.fromEntries(types.map(([name, { weight }]) => [name, weight])),
      ...Object.fromEntries(leafWeights(document)),
    },
    members: Object.fromEntries([...members].map(([name, names]) => [name, [...names]])),
  };
}

interface Declared {
  readonly declared: ReadonlyMap<string, TypeCost>;
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

function withRelatives(typeName: string, type: TypeCost, { declared, members }: Declared): TypeCost {
  const sameField = (fieldName: string, relatives: Iterable<string>) =>
    [...relatives].flatMap((name) => declared.get(name)?.fields.get(fieldName) ?? []);
  const fields = [...type.fields].map(([name, field]): [string, PlainFieldCost] => {
    const below = sameField(name, members.get(typeName) ?? []);
    const above = sameField(name, type.interfaces);
    const listSize = field.listSize ?? above.find((one) => one.listSize !== undefined)?.listSize;
    return [name, { ...field, listSize, weight: Math.max(field.weight, ...below.map(({ weight }) => weight)) }];
  });
  return { ...type, fields: new Map(fields) };
}

function isComposite(definition: DocumentNode["definitions"][number]): definition is Composite {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function toTypeCost({ directives, fields, interfaces }: Composite): TypeCost {
  return {
    interfaces: (interfaces ?? []).map(({ name }) => name.value),
    weight: weightOf(directives) ?? 1,
    fields: new Map((fields ?? []).map((field) => [field.name.value, toFieldCost(field)])),
  };
}

function toFieldCost({ type, directives, arguments: args = [] }: FieldDefinitionNode): PlainFieldCost {
  const { typeName, isList } = describeType(type);
  const listSize = directives?.find(({ name }) => name.value === "listSize");
  return {
    typeName,
    isList,
    weight: weightOf(directives) ?? 0,
    arguments: Object.fromEntries(args.map((argument) => [argument.name.value, toArgumentCost(argument)])),
    listSize: listSize === undefined ? undefined : toListSize(listSize),
  };
}

function toArgumentCost({ type, directives, defaultValue }: InputValueDefinitionNode): ArgumentCost {
  return {
    weight: weightOf(directives) ?? 0,
    defaultValue: defaultValue === undefined ? undefined : valueFromASTUntyped(defaultValue),
    isList: describeType(type).isList,
  };
}

function toListSize(directive: ConstDirectiveNode): ListSize {
  const given = new Map((directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
  const names = (key: string) => toNames(given.get(key));
  const assumedSize = given.get("assumedSize");
  return {
    assumedSize: typeof assumedSize === "number" ? assumedSize : undefined,
    slicingArguments: names("slicingArguments"),
    sizedFields: names("sizedFields"),
    requireOneSlicingArgument: given.get("requireOneSlicingArgument") !== false,
  };
}

function toNames(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function weightOf(directives: readonly ConstDirectiveNode[] = []): number | undefined {
  const cost = directives.find(({ name }) => name.value === "cost");
  const weight = cost?.arguments?.find(({ name }) => name.value === "weight")?.value;
  return weight?.kind === Kind.INT ? Number(weight.value) : undefined;
}

function describeType(type: TypeNode): { readonly typeName: string; readonly isList: boolean } {
  if (type.kind === Kind.NAMED_TYPE) return { typeName: type.name.value, isList: false };
  const inner = describeType(type.type);
  return type.kind === Kind.LIST_TYPE ? { ...inner, isList: true } : inner;
}

function leafWeights({ definitions }: DocumentNode): ReadonlyMap<string, number> {
  const builtIn = ["Int", "Float", "String", "Boolean", "ID"].map((name) => [name, 0] as const);
  const own = definitions.flatMap((definition) =>
    definition.kind === Kind.SCALAR_TYPE_DEFINITION || definition.kind === Kind.ENUM_TYPE_DEFINITION
      ? [[definition.name.value, weightOf(definition.directives) ?? 0] as const]
      : [],
  );
  return new Map([...builtIn, ...own]);
}

function possibleTypes({ definitions }: DocumentNode): ReadonlyMap<string, ReadonlySet<string>> {
  const members = new Map<string, Set<string>>();
  const add = (typeName: string, member: string) => {
    members.set(typeName, (members.get(typeName) ?? new Set()).add(member));
  };
  for (const type of definitions) {
    if (type.kind === Kind.OBJECT_TYPE_DEFINITION) {
      for (const { name } of [type, ...(type.interfaces ?? [])]) add(name.value, type.name.value);
    } else if (isUnion(type)) for (const member of type.types ?? []) add(type.name.value, member.name.value);
  }
  return members;
}

function isUnion(definition: DocumentNode["definitions"][number]): definition is UnionTypeDefinitionNode {
  return definition.kind === Kind.UNION_TYPE_DEFINITION;
}
