import { type DocumentNode, Kind } from "graphql";
import type { FindStanding } from "#subgraphs/runtime/plug-in.ts";
import type { ListedNode, NodeDirectory } from "#subgraphs/runtime/ports.ts";
import type { GatewayNode } from "./gateway-node.ts";

export interface DirectoryDetails {
  /** The operator asks. */
  readonly showsDetails?: boolean;
  /** Of nodes that were plugged in. */
  readonly standingOf?: FindStanding | undefined;
}

/**
 * The port by which the discovery node sees who is there. Members that ask the others are not platforms and not listed.
 * Details are shown where the operator asks.
 */
export function createNodeDirectory(nodes: readonly GatewayNode[], details: DirectoryDetails = {}): NodeDirectory {
  const platforms = nodes.filter((node) => !node.seesOthers);
  const owners = new Map(
    platforms.flatMap((node) => ownedTypes(node.typeDefs).map((typeName) => [typeName, node] as const)),
  );
  return {
    list: () => platforms.map((node) => toListed(node, details)),
    ownerOf: (typeName) => {
      const owner = owners.get(typeName);
      return owner === undefined ? undefined : toListed(owner, details);
    },
  };
}

function toListed(
  { code, name, operator, region, kinds, sources, state }: GatewayNode,
  { showsDetails = false, standingOf }: DirectoryDetails,
): ListedNode {
  const standing = standingOf?.(code);
  const listed = { code, name, operator, region, kinds, sources, state: state(), showsDetails };
  return standing === undefined ? listed : { ...listed, standing };
}

/** Types that a node resolves by `id`. */
function ownedTypes(typeDefs: DocumentNode): readonly string[] {
  return typeDefs.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const isOwned = definition.directives?.some(
      (directive) =>
        directive.name.value === "key" &&
        directive.arguments?.some(
          ({ name, value }) => name.value === "fields" && value.kind === Kind.STRING && value.value === "id",
        ) &&
        !directive.arguments.some(
          ({ name, value }) => name.value === "resolvable" && value.kind === Kind.BOOLEAN && !value.value,
        ),
    );
    return isOwned ? [definition.name.value] : [];
  });
}
