import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
} from "graphql";

/**
 * A node's own schema: one file, or (an address that ends in a slash) all `*.graphql` of a folder in depth, in order of
 * path. A part may add fields to another part's type with `extend type`: the parts are read as one document.
 */
export function readSchema(address: URL): DocumentNode {
  const files = address.pathname.endsWith("/") ? filesIn(address) : [address];
  if (files.length === 0) throw new Error(`No *.graphql in ${fileURLToPath(address)}`);
  return foldExtensions(files.flatMap((file) => parse(readFileSync(file, "utf8"), { noLocation: true }).definitions));
}

function filesIn(folder: URL): URL[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".graphql"))
    .sort()
    .map((name) => new URL(name, folder));
}

function foldExtensions(definitions: readonly DefinitionNode[]): DocumentNode {
  const types = new Set(definitions.filter(isObjectType).map(({ name }) => name.value));
  const isFolded = (one: DefinitionNode) => isExtension(one) && types.has(one.name.value);
  const added = Map.groupBy(definitions.filter(isExtension), ({ name }) => name.value);
  const folded = definitions
    .filter((one) => !isFolded(one))
    .map((one) => {
      if (!isObjectType(one)) return one;
      const fields = added.get(one.name.value) ?? [];
      added.delete(one.name.value);
      return withFields(one, fields);
    });
  return { kind: Kind.DOCUMENT, definitions: folded };
}

function withFields(type: ObjectTypeDefinitionNode, added: readonly ObjectTypeExtensionNode[]): DefinitionNode {
  return { ...type, fields: [type, ...added].flatMap(({ fields }) => fields ?? []) };
}

function isObjectType(definition: DefinitionNode): definition is ObjectTypeDefinitionNode {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION;
}

function isExtension(definition: DefinitionNode): definition is ObjectTypeExtensionNode {
  return definition.kind === Kind.OBJECT_TYPE_EXTENSION;
}
