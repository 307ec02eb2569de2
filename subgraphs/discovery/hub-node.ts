import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { ListedNode, ListedSource } from "#subgraphs/runtime/ports.ts";

/** A listed node as the GraphQL type HubNode. */
export function toHubNode(node: ListedNode) {
  return {
    __typename: "HubNode" as const,
    id: encodeNodeId("HubNode", node.code),
    code: node.code,
    name: node.name,
    operator: node.operator,
    region: node.region === null ? null : { code: node.region },
    state: node.state,
    provides: node.kinds.map(({ kind, search, about }) => ({ kind, search, about })),
    sources: node.sources.map(toHubSource),
  };
}

function toHubSource(source: ListedSource) {
  const health = source.health();
  return {
    code: source.code,
    name: source.name,
    kind: source.kind,
    health: health.state,
    lastSuccessAt: health.lastSuccessAt === null ? null : new Date(health.lastSuccessAt).toISOString(),
    licence: source.licence,
  };
}
