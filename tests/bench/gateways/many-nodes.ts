import { type DocumentNode, Kind, type ObjectTypeDefinitionNode, parse } from "graphql";
import { SHARED_KINDS } from "#schema/kinds.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { ownSchemaOf } from "#subgraphs/runtime/open-node.ts";

/**
 * The hub's own nodes and so many invented platforms beside them that there are `count`, each new one with `typesEach`
 * types: one of every shared kind that a real platform has, and details of its own. Composed, it is a graph over which
 * every journey runs as it stands.
 */
export async function manyNodes(count: number, typesEach: number): Promise<readonly NodeDefinition[]> {
  const real = await discoverNodes();
  const models = modelsOf(real);
  const invented = Array.from({ length: Math.max(0, count - real.length) }, (_, index) =>
    inventNode(`Stand${String(index + 1).padStart(3, "0")}`, models, typesEach),
  );
  return [...invented, ...real];
}

/** The first type of every shared kind that some platform has, with the name of its platform cut off. */
function modelsOf(nodes: readonly NodeDefinition[]): ReadonlyMap<string, ObjectTypeDefinitionNode> {
  const kinds = new Set(SHARED_KINDS.map(({ interfaceName }) => interfaceName));
  const models = new Map<string, ObjectTypeDefinitionNode>();
  for (const definition of nodes.filter(({ seesOthers }) => seesOthers !== true)) {
    for (const type of ownSchemaOf(definition, []).definitions) {
      if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      const kind = type.interfaces?.find(({ name }) => kinds.has(name.value))?.name.value;
      if (kind !== undefined && !models.has(kind)) models.set(kind, type);
    }
  }
  return models;
}

function inventNode(
  prefix: string,
  models: ReadonlyMap<string, ObjectTypeDefinitionNode>,
  typesEach: number,
): NodeDefinition {
  const schema = inventSchema(prefix, models, typesEach);
  const name = { zh: prefix, en: prefix };
  return {
    code: prefix.toLowerCase(),
    name,
    operator: name,
    region: null,
    schema: () => schema,
    sources: {},
    createLoaders: () => ({}),
    resolvers: {},
    entities: {},
    contract: { kinds: {} },
  };
}

function inventSchema(
  prefix: string,
  models: ReadonlyMap<string, ObjectTypeDefinitionNode>,
  typesEach: number,
): DocumentNode {
  const types = [...models].slice(0, typesEach).map(([kind, model]) => renamed(model, `${prefix}${kind}`));
  const details = Array.from({ length: typesEach - types.length }, (_, index) => `${prefix}Detail${index + 1}`);
  const [first] = types;
  if (first === undefined) throw new Error("no platform to take after");
  // A field's name has one type in the whole graph.
  const links = details.map((detail) => `${detail.charAt(0).toLowerCase()}${detail.slice(1)}: ${detail}`).join("\n");
  const more = parse(
    `extend type ${first.name.value} { ${links} }
     ${details.map((detail) => `type ${detail} @key(fields: "id") { id: ID! title: String about: ${first.name.value} }`).join("\n")}`,
    { noLocation: true },
  );
  return { kind: Kind.DOCUMENT, definitions: [...types, ...(details.length === 0 ? [] : more.definitions)] };
}

function renamed(type: ObjectTypeDefinitionNode, name: string): ObjectTypeDefinitionNode {
  return { ...type, name: { kind: Kind.NAME, value: name } };
}
