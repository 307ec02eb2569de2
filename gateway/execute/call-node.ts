import type { Logger } from "#adapters/runtime/logger.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { partitionOf } from "#gateway/access/partition.ts";
import type { RequestScope } from "#gateway/http/operation.ts";
import { codeOfFailure, type ErrorCodeName } from "#schema/error-codes.ts";
import type { NodeRequest, NodeResponse, NodeScope } from "#subgraphs/runtime/node-service.ts";
import type { Entrance } from "./bulkhead.ts";
import { Bulkheads } from "./bulkheads.ts";
import type { GatewayNode } from "./gateway-node.ts";
import type { NodeMetrics } from "./node-metrics.ts";
import { refuseForNode } from "./refuse-for-node.ts";

/** Longest that a node may take, whatever the request allows (RELIABILITY, polite defaults). */
export const NODE_DEADLINE_MS = 10_000;
/** A node that knows its deadline answers in part a little before it; past that the gateway stops waiting. */
const GRACE_MS = 25;
/** No question starts with less time left. */
const LEAST_MS = 50;

export type NodeQuestion = Omit<NodeRequest, "scope">;

export type CallNode = (
  node: GatewayNode,
  question: NodeQuestion,
  scope: RequestScope,
  others?: NodeScope["others"],
) => Promise<NodeResponse>;

export interface CallNodeParts {
  readonly timer: Timer;
  readonly metrics: NodeMetrics;
  readonly logger: Logger;
  readonly bulkheads?: Bulkheads;
  /** Told of every answer of a node that was asked. */
  readonly onAnswer?: (node: GatewayNode, response: NodeResponse) => void;
}

/** The one way from the gateway to a node: state, bulkhead, deadline, credential of that node alone, metrics. Never throws. */
export function createCallNode(parts: CallNodeParts): CallNode {
  const { timer, metrics, bulkheads = new Bulkheads(timer, metrics) } = parts;
  return async (node, question, scope, others) => {
    const startedAt = timer.now();
    const until = Math.min(scope.deadline, startedAt + NODE_DEADLINE_MS);
    const bulkhead = bulkheads.of(node);
    const refused = refusalOf(node, scope, startedAt);
    const entrance = refused === undefined ? bulkhead.enter({ signal: scope.signal, until }) : "entered";
    // No turn of the loop is lost where there is a place.
    const code = refused ?? ENTRANCE_CODES[typeof entrance === "string" ? entrance : await entrance];
    if (code !== undefined) {
      metrics.observe(node.code, code, timer.now() - startedAt);
      return refuseForNode(node, code, "SKIPPED");
    }
    const response = await askInTime(parts, node, { question, scope, others, until });
    bulkhead.leave();
    // Whoever left, or had little time, says nothing about the node.
    if (!scope.signal.aborted) parts.onAnswer?.(node, response);
    metrics.observe(node.code, response.errors?.[0]?.extensions.code ?? "OK", timer.now() - startedAt);
    return response;
  };
}

/** Why a node is not even asked. */
function refusalOf(node: GatewayNode, scope: RequestScope, now: number): ErrorCodeName | undefined {
  if (node.state() !== "LIVE") return "NODE_UNAVAILABLE";
  return scope.signal.aborted || scope.deadline - now < LEAST_MS ? "NODE_TIMEOUT" : undefined;
}

const ENTRANCE_CODES = {
  entered: undefined,
  busy: "NODE_BUSY",
  late: "NODE_TIMEOUT",
} as const satisfies Record<Entrance, ErrorCodeName | undefined>;

interface Call {
  readonly question: NodeQuestion;
  readonly scope: RequestScope;
  readonly others: NodeScope["others"];
  /** Epoch milliseconds; waiting for a place counts. */
  readonly until: number;
}

/** Waits until the node answers, its time is up or the client has left, whichever comes first. */
async function askInTime({ timer, logger }: CallNodeParts, node: GatewayNode, call: Call): Promise<NodeResponse> {
  const { scope, until } = call;
  const refused = refusalOf(node, { ...scope, deadline: until }, timer.now());
  if (refused !== undefined) return refuseForNode(node, refused, "SKIPPED");
  const limit = new AbortController();
  const { promise: ended, resolve } = Promise.withResolvers<NodeResponse>();
  const end = () => {
    resolve(refuseForNode(node, "NODE_TIMEOUT", "TIMEOUT"));
    limit.abort();
  };
  const cancelTimer = timer.after(until - timer.now(), end);
  scope.signal.addEventListener("abort", end, { once: true });
  try {
    const nodeScope = scopeFor(node, call, { signal: limit.signal, deadline: until - GRACE_MS });
    return await Promise.race([node.service.execute({ ...call.question, scope: nodeScope }), ended]);
  } catch (error) {
    logger.warn({ node: node.code, requestId: scope.requestId, err: error }, "node gave no answer");
    return refuseForNode(node, codeOf(error), "UNAVAILABLE");
  } finally {
    cancelTimer();
    scope.signal.removeEventListener("abort", end);
  }
}

/** What a node is told: the user's credential for it and for no other, and who else is there only if it may ask. */
function scopeFor(
  node: GatewayNode,
  { scope, others }: Call,
  limits: Pick<NodeScope, "signal" | "deadline">,
): NodeScope {
  const credential = scope.nodeCredentials.get(node.code);
  return {
    ...limits,
    requestId: scope.requestId,
    language: scope.language,
    credential,
    arrivedAt: scope.arrivedAt,
    budget: scope.budget,
    partition: nodePartition(node.code, scope),
    others: node.seesOthers ? others : undefined,
  };
}

/** The authorisation partition towards one node: other nodes' credentials do not matter to it. */
export function nodePartition(node: string, { nodeCredentials, isOperator }: RequestScope): string {
  const credential = nodeCredentials.get(node);
  return partitionOf(new Map(credential === undefined ? [] : [[node, credential]]), isOperator);
}

function codeOf(error: unknown): ErrorCodeName {
  return error instanceof UpstreamError ? codeOfFailure(error.failure) : "NODE_UNAVAILABLE";
}
