import type { DocumentNode } from "graphql";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { ownSchemaOf, typeDefsOf } from "#subgraphs/runtime/open-node.ts";

/** A node's own schema, and the whole one as composed. */
export interface NodeSchema {
  readonly own: DocumentNode;
  readonly whole: DocumentNode;
}

/** Nodes that see the others get their schemas to refer to. `known`: what has been read before, and has not changed. */
export function schemasOf(
  definitions: readonly NodeDefinition[],
  known: ReadonlyMap<string, NodeSchema> = new Map(),
): ReadonlyMap<string, NodeSchema> {
  const platforms = definitions.filter(({ seesOthers }) => seesOthers !== true);
  const schemas = new Map(
    platforms.map((definition) => [definition.code, known.get(definition.code) ?? readNodeSchema(definition, [])]),
  );
  const peers = [...schemas.values()].map(({ whole }) => whole);
  for (const definition of definitions) {
    if (definition.seesOthers === true) schemas.set(definition.code, readNodeSchema(definition, peers));
  }
  return schemas;
}

/** Throws where the node's schema cannot be read. */
export function readNodeSchema(definition: NodeDefinition, peers: readonly DocumentNode[] = []): NodeSchema {
  const own = ownSchemaOf(definition, peers);
  return { own, whole: definition.standsAlone === true ? own : typeDefsOf(own) };
}
