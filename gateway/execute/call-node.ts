import type { Clock } from "#adapters/runtime/source.ts";
import { partitionOf } from "#gateway/access/partition.ts";
import type { RequestScope } from "#gateway/http/operation.ts";
import { ERROR_CODES, type ErrorCodeName } from "#schema/error-codes.ts";
import type { NodeRequest, NodeResponse, NodeScope } from "#subgraphs/runtime/node-service.ts";
import type { GatewayNode } from "./gateway-node.ts";
import type { NodeMetrics } from "./node-metrics.ts";

/** Longest that a node may take, whatever the request allows (RELIABILITY, polite defaults). */
const NODE_DEADLINE_MS = 10_000;
/** A node that knows its deadline answers in part a little before it; past that the gateway stops waiting. */
const GRACE_MS = 25;
/** No question starts with less time left. */
const LEAST_MS = 50;

export type CallNode = (
  node: GatewayNode,
  request: Omit<NodeRequest, "scope">,
  scope: RequestScope,
  others?: NodeScope["others"],
) => Promise<NodeResponse>;

/** The one way from the gateway to a node: state, deadline, credentials of that node alone, metrics. Never throws. */
export function createCallNode(clock: Clock, metrics: NodeMetrics): CallNode {
  return async (node, request, scope, others) => {
    const startedAt = clock.now();
    const response = await ask(node, request, { scope, others, clock });
    metrics.observe(node.code, response.errors?.[0]?.extensions.code ?? "OK", clock.now() - startedAt);
    return response;
  };
}

interface Circumstances {
  readonly scope: RequestScope;
  readonly others: NodeScope["others"];
  readonly clock: Clock;
}

async function ask(node: GatewayNode, request: Omit<NodeRequest, "scope">, circumstances: Circumstances) {
  const { scope, clock, others } = circumstances;
  const cutOff = Math.min(scope.deadline, clock.now() + NODE_DEADLINE_MS);
  if (node.state() !== "LIVE") return refusal(node, "NODE_UNAVAILABLE", "SKIPPED");
  if (cutOff - clock.now() < LEAST_MS) return refusal(node, "NODE_TIMEOUT", "SKIPPED");
  const limit = new AbortController();
  const timedOut = Promise.withResolvers<NodeResponse>();
  const timer = setTimeout(() => {
    timedOut.resolve(refusal(node, "NODE_TIMEOUT", "TIMEOUT"));
    limit.abort();
  }, cutOff - clock.now());
  const credential = scope.nodeCredentials.get(node.code);
  const nodeScope: NodeScope = {
    signal: AbortSignal.any([scope.signal, limit.signal]),
    deadline: cutOff - GRACE_MS,
    requestId: scope.requestId,
    language: scope.language,
    credential,
    partition: partitionOf(new Map(credential === undefined ? [] : [[node.code, credential]])),
    others: node.seesOthers ? others : undefined,
  };
  try {
    return await Promise.race([node.service.execute({ ...request, scope: nodeScope }), timedOut.promise]);
  } catch {
    return refusal(node, scope.signal.aborted ? "NODE_TIMEOUT" : "NODE_UNAVAILABLE", "UNAVAILABLE");
  } finally {
    clearTimeout(timer);
  }
}

/** What the caller gets when a node could not be asked or did not answer; every source of the node is told. */
function refusal(node: GatewayNode, code: ErrorCodeName, outcome: "SKIPPED" | "TIMEOUT" | "UNAVAILABLE"): NodeResponse {
  const { message, retryable } = ERROR_CODES[code];
  const reports = node.sources.map((source) => ({
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
    errors: [{ message: message.en, extensions: { code, node: node.code, retryable } }],
    extensions: { hub: { sources: reports, ttlMs: 0, isPrivate: false } },
  };
}
