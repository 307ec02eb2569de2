import {
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
} from "graphql";
import { concat, connectionSdl, placeholderName, SHARED_KINDS, SHARED_SDL } from "#schema/kinds.ts";
import type { ComposedService } from "./composer.ts";

/**
 * The hub's own member of the graph, never asked: it holds every shared interface whole, with one hidden placeholder type
 * each, so that a client's document stays valid even when no node of a kind is there.
 */
export function kernelService(): ComposedService {
  const names = new Set(SHARED_KINDS.map((kind) => kind.interfaceName));
  const interfaces = SHARED_SDL.definitions.filter(
    (definition): definition is InterfaceTypeDefinitionNode =>
      definition.kind === Kind.INTERFACE_TYPE_DEFINITION && names.has(definition.name.value),
  );
  const typeDefs = concat(
    SHARED_SDL,
    ...SHARED_KINDS.map((kind) => connectionSdl(kind.interfaceName)),
    ...interfaces.map(placeholderOf),
  );
  return { name: "hub", typeDefs };
}

function placeholderOf(definition: InterfaceTypeDefinitionNode): DocumentNode {
  const header = parse(
    `"占位类型，从不出现。 / A placeholder, never seen."
     type ${placeholderName(definition.name.value)} implements Node & ${definition.name.value} @key(fields: "id") @inaccessible { id: ID! }`,
    { noLocation: true },
  );
  const [placeholder] = header.definitions as readonly ObjectTypeDefinitionNode[];
  if (placeholder === undefined) throw new Error(`no placeholder for ${print(definition)}`);
  const fields = (definition.fields ?? []).map((field) => ({ ...field, directives: [] }));
  return { kind: Kind.DOCUMENT, definitions: [{ ...placeholder, fields }] };
}
