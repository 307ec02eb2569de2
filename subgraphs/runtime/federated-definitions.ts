import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeExtensionNode,
  type UnionTypeDefinitionNode,
} from "graphql";

const ENTITY = "_Entity";

const [ANY, SERVICE, ROOT_FIELDS] = parse(
  `scalar _Any
   type _Service { sdl: String }
   type Query { _entities(representations: [_Any!]!): [${ENTITY}]! _service: _Service! }`,
  { noLocation: true },
).definitions as readonly [DefinitionNode, DefinitionNode, ObjectTypeDefinitionNode];

/**
 * A member's schema with what a gateway asks it by (https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec,
 * seen 2026-11), and without extensions of what is defined nowhere: Federation takes those for definitions. Directives of the specification stay undeclared; nobody asks for them here.
 */
export function federatedDefinitions({ definitions }: DocumentNode): readonly DefinitionNode[] {
  const entities = entityNames(definitions);
  const asked = (ROOT_FIELDS.fields ?? []).filter(({ name }) => name.value !== "_entities" || entities.length > 0);
  const defined = withDefinitions(definitions).map((one) =>
    one.kind === Kind.OBJECT_TYPE_DEFINITION && one.name.value === "Query"
      ? { ...one, fields: [...(one.fields ?? []), ...asked] }
      : one,
  );
  return [...defined, ANY, SERVICE, ...(entities.length > 0 ? [entityUnion(entities)] : [])];
}

/** Object types with a key; of the specification, resolvable or not. */
function entityNames(definitions: readonly DefinitionNode[]): readonly string[] {
  const names = definitions.flatMap((one) =>
    (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION) &&
    one.directives?.some(isKey) === true
      ? [one.name.value]
      : [],
  );
  return [...new Set(names)].sort((a, b) => a.localeCompare(b));
}

function isKey({ name }: ConstDirectiveNode): boolean {
  return name.value === "key";
}

function entityUnion(entities: readonly string[]): UnionTypeDefinitionNode {
  const named = (value: string) => ({ kind: Kind.NAME, value }) as const;
  return {
    kind: Kind.UNION_TYPE_DEFINITION,
    name: named(ENTITY),
    types: entities.map((name) => ({ kind: Kind.NAMED_TYPE, name: named(name) })),
  };
}

const DEFINITION_OF = {
  [Kind.SCALAR_TYPE_EXTENSION]: Kind.SCALAR_TYPE_DEFINITION,
  [Kind.OBJECT_TYPE_EXTENSION]: Kind.OBJECT_TYPE_DEFINITION,
  [Kind.INTERFACE_TYPE_EXTENSION]: Kind.INTERFACE_TYPE_DEFINITION,
  [Kind.UNION_TYPE_EXTENSION]: Kind.UNION_TYPE_DEFINITION,
  [Kind.ENUM_TYPE_EXTENSION]: Kind.ENUM_TYPE_DEFINITION,
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: Kind.INPUT_OBJECT_TYPE_DEFINITION,
} as const satisfies Record<TypeExtensionNode["kind"], DefinitionNode["kind"]>;

/** The first extension of a type that is defined nowhere defines it. */
function withDefinitions(definitions: readonly DefinitionNode[]): readonly DefinitionNode[] {
  const known = new Set(definitions.flatMap((one) => (isTypeDefinitionNode(one) ? [one.name.value] : [])));
  return definitions.map((one) => {
    if (!isTypeExtensionNode(one) || known.has(one.name.value)) return one;
    known.add(one.name.value);
    return { ...one, kind: DEFINITION_OF[one.kind] } as DefinitionNode;
  });
}
