import type { Subgraph, SubgraphAnswer, SubgraphFailure } from "#gateway/engine/subgraph.ts";
import type { ErrorCodeName } from "#schema/error-codes.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import type { CallNode } from "./call-node.ts";
import type { GatewayNode } from "./gateway-node.ts";
import { noteAnswer, type RequestState } from "./request-state.ts";

/** Whoever left a node less time than this cannot say that it was late. */
const FAIR_MS = 2_000;

/** A node as the engine asks it. */
export function nodeSubgraph(node: GatewayNode, callNode: CallNode): Subgraph<RequestState> {
  return {
    name: node.code,
    // Answers of nodes elsewhere are checked, and records taken down are hidden in them, by the representations asked for.
    takesBatches: false,
    ask: async ({ query, variables, representations }, state): Promise<SubgraphAnswer> => {
      const values = representations === undefined ? variables : { ...variables, representations };
      const startedAt = performance.now();
      const response = await callNode(node, { query, variables: values }, state.scope, state.others);
      noteAnswer(state, node.code, response);
      const failure = failureOf(response, performance.now() - startedAt);
      return { data: response.data, errors: response.errors, hints: response.extensions.hub, failure };
    },
  };
}

const FAILURES: ReadonlySet<ErrorCodeName> = new Set([
  "NODE_UNAVAILABLE",
  "NODE_TIMEOUT",
  "NODE_BUSY",
  "NODE_BAD_RESPONSE",
]);

function failureOf({ data, errors = [] }: NodeResponse, tookMs: number): SubgraphFailure | undefined {
  const [error] = errors;
  if (data || error === undefined || !FAILURES.has(error.extensions.code)) return undefined;
  return error.extensions.code === "NODE_TIMEOUT" && tookMs < FAIR_MS ? "hurried" : "own";
}
