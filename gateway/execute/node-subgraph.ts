import type { Subgraph, SubgraphAnswer } from "#gateway/engine/subgraph.ts";
import type { CallNode } from "./call-node.ts";
import type { EntityFetcher } from "./fetch-entities.ts";
import type { GatewayNode } from "./gateway-node.ts";
import type { RequestState } from "./request-state.ts";

/** A node as the engine asks it. */
export function nodeSubgraph(node: GatewayNode, callNode: CallNode, entities: EntityFetcher): Subgraph<RequestState> {
  return {
    name: node.code,
    takesBatches: false,
    ask: async ({ query, variables, representations }, state): Promise<SubgraphAnswer> => {
      if (representations !== undefined) {
        return entities.fetch(node, { query, variables: { ...variables, representations } }, state);
      }
      const response = await callNode(node, { query, variables }, state.scope, state.others);
      state.sources.add(response.extensions.hub.sources);
      return response;
    },
  };
}
