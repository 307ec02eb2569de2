import type { SourceOutcome } from "#adapters/runtime/source.ts";
import { ERROR_CODES, type ErrorCodeName } from "#schema/error-codes.ts";
import type { NodeError } from "#subgraphs/runtime/node-error.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import type { GatewayNode } from "./gateway-node.ts";

/** An error about a node in the gateway's own words; without a path it is about the whole question. */
export function nodeError(node: string, code: ErrorCodeName, path?: NodeError["path"]): NodeError {
  const { message, retryable } = ERROR_CODES[code];
  return { message: message.en, ...(path === undefined ? {} : { path }), extensions: { code, node, retryable } };
}

/** What stands for a node's answer when it could not be asked or did not answer; every source of the node is told. */
export function refuseForNode(node: GatewayNode, code: ErrorCodeName, outcome: SourceOutcome): NodeResponse {
  const sources = node.sources.map((source) => ({
    node: node.code,
    source: source.code,
    outcome,
    upstreamCalls: 0,
    cacheHits: 0,
    ageSeconds: 0,
    durationMs: 0,
  }));
  return {
    data: null,
    errors: [nodeError(node.code, code)],
    extensions: { hub: { sources, ttlMs: 0, isPrivate: false } },
  };
}
