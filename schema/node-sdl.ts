import { type DefinitionNode, type DocumentNode, Kind } from "graphql";
import { CONTRACT_SDL, concat, connectionSdl, SHARED_KINDS, SHARED_SDL } from "./kinds.ts";

const SHARED = concat(SHARED_SDL, ...SHARED_KINDS.map((kind) => connectionSdl(kind.interfaceName)), CONTRACT_SDL);

/**
 * The whole schema of a node: what all share, the connections of the shared kinds, the node contract and
 * the node's own definitions, which replace shared ones of the same name.
 */
export function nodeSdl(own: DocumentNode): DocumentNode {
  const owned = new Set(own.definitions.flatMap(definedName));
  const kept = SHARED.definitions.filter((definition) => {
    const name = definedName(definition)[0];
    return name === undefined || name === "Query" || !owned.has(name);
  });
  return mergeRootFields({ kind: Kind.DOCUMENT, definitions: [...kept, ...own.definitions] });
}

/** Name of the type or directive that a definition defines (extensions define none). */
function definedName(definition: DefinitionNode): readonly string[] {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return [`@${definition.name.value}`];
  return "name" in definition && definition.name !== undefined && definition.kind.endsWith("TypeDefinition")
    ? [definition.name.value]
    : [];
}

/** Several `type Query` definitions become one. */
function mergeRootFields(document: DocumentNode): DocumentNode {
  const roots = document.definitions.filter((d) => d.kind === Kind.OBJECT_TYPE_DEFINITION && d.name.value === "Query");
  const [first] = roots;
  if (first === undefined || first.kind !== Kind.OBJECT_TYPE_DEFINITION) return document;
  const fields = roots.flatMap((root) => (root.kind === Kind.OBJECT_TYPE_DEFINITION ? (root.fields ?? []) : []));
  const rest = document.definitions.filter((definition) => !roots.includes(definition));
  return { kind: Kind.DOCUMENT, definitions: [...rest, { ...first, fields }] };
}
