import type { Subgraph, SubgraphAnswer } from "#gateway/engine/subgraph.ts";
import type { CallNode } from "./call-node.ts";
import type { GatewayNode } from "./gateway-node.ts";
import { noteAnswer, type RequestState } from "./request-state.ts";

/** A node as the engine asks it. */
export function nodeSubgraph(node: GatewayNode, callNode: CallNode): Subgraph<RequestState> {
  return {
    name: node.code,
    // Answers of nodes elsewhere are checked, and records taken down are hidden in them, by the representations asked for.
    takesBatches: false,
    ask: async ({ query, variables, representations }, state): Promise<SubgraphAnswer> => {
      const values = representations === undefined ? variables : { ...variables, representations };
      const response = await callNode(node, { query, variables: values }, state.scope, state.others);
      noteAnswer(state, node.code, response);
      return { data: response.data, errors: response.errors, hints: response.extensions.hub };
    },
  };
}
