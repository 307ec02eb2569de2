import type { Clock } from "#adapters/runtime/source.ts";
import type { Flight, Flights } from "#gateway/cache/flights.ts";
import { ride } from "#gateway/cache/ride.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { type CallNode, NODE_DEADLINE_MS, nodePartition } from "./call-node.ts";
import type { NodeMetrics } from "./node-metrics.ts";
import { PooledBudget } from "./pooled-budget.ts";
import { refuseForNode } from "./refuse-for-node.ts";

/** A question on its way, with those who pay for it. */
export interface SharedCall {
  readonly response: NodeResponse;
  /** Its upstream calls stand in the books of one operation. */
  isReported: boolean;
}

export interface SharingParts {
  readonly flights: Flights<SharedCall>;
  readonly clock: Clock;
  readonly metrics: Pick<NodeMetrics, "countShared">;
}

/**
 * The way to a node by which those who ask it the same at the same time, in one language and with one authorisation towards
 * it, share one question; it is ended when the last of them has left. What changes something is asked by each, and whoever
 * asks after it is answered anew.
 */
export function shareCalls(callNode: CallNode, parts: SharingParts): CallNode {
  const pools = new WeakMap<Flight<SharedCall>, PooledBudget>();
  const { flights, clock, metrics } = parts;
  return async (node, question, scope, others) => {
    const isMutation = question.query.startsWith("mutation");
    if (isMutation) return callNode(node, question, scope, others).finally(() => flights.close());
    // What a node makes of the others' answers is entered in the books of one operation.
    if (node.seesOthers || scope.signal.aborted) return callNode(node, question, scope, others);
    const pool = new PooledBudget();
    pool.add(scope.budget);
    const before = flights.shared;
    const flight = flights.board({
      key: JSON.stringify([node.code, node.version, scope.language, nodePartition(node.code, scope), question]),
      budgetMs: Math.min(scope.deadline - clock.now(), NODE_DEADLINE_MS),
      run: async (signal) => ({
        response: await callNode(node, question, { ...scope, signal, budget: scope.budget && pool }),
        isReported: false,
      }),
    });
    if (flights.shared > before) {
      metrics.countShared(node.code);
      pools.get(flight)?.add(scope.budget);
    } else pools.set(flight, pool);
    const landed = await ride(flight, scope.signal);
    return landed === undefined ? refuseForNode(node, "NODE_TIMEOUT", "TIMEOUT") : reported(landed);
  };
}

/** The upstream calls were made once: whoever came aboard caused none. */
function reported(call: SharedCall): NodeResponse {
  const { response } = call;
  if (!call.isReported) {
    call.isReported = true;
    return response;
  }
  const { hub } = response.extensions;
  return { ...response, extensions: { hub: { ...hub, sources: hub.sources.map(without) } } };
}

function without(report: NodeResponse["extensions"]["hub"]["sources"][number]) {
  return { ...report, upstreamCalls: 0 };
}
