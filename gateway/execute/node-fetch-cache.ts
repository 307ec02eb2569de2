import { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import type { FetchStore } from "#gateway/cache/fetch-store.ts";
import type { Renewals } from "#gateway/cache/renewals.ts";
import type { Taken } from "#gateway/cache/taking.ts";
import type { FetchCache } from "#gateway/engine/fetch-cache.ts";
import { AnswerTree } from "./answer-tree.ts";
import { nodePartition } from "./call-node.ts";
import type { GatewayNode } from "./gateway-node.ts";
import type { NodeMetrics } from "./node-metrics.ts";
import { type RequestState, SourceBook } from "./request-state.ts";

export interface NodeFetchCacheParts {
  readonly store: FetchStore;
  /** What is asked anew behind answers. */
  readonly renewals: Renewals;
  readonly metrics: Pick<NodeMetrics, "countEntities">;
}

/** What nodes answered, as the callers of the hub may share it. */
export function nodeFetchCache(nodes: readonly GatewayNode[], parts: NodeFetchCacheParts): FetchCache<RequestState> {
  const { store, renewals, metrics } = parts;
  const byCode = new Map(nodes.map((node) => [node.code, node]));
  return {
    open: (fetch, state) => {
      const node = byCode.get(fetch.subgraph);
      // A node that may not be asked is not answered for either; what one made of the others' answers is kept nowhere.
      if (node === undefined || node.state() !== "LIVE" || node.seesOthers) return null;
      const { scope, sources } = state;
      return store.open<RequestState>(fetch, {
        partition: `${node.version ?? ""} ${scope.language} ${nodePartition(node.code, scope)}`,
        onClose: (taken) => {
          metrics.countEntities(node.code, "hit", taken.hits);
          metrics.countEntities(node.code, "stale", taken.stale);
          metrics.countEntities(node.code, "miss", taken.misses);
          sources.add(taken.sources);
          note(state, node.code, taken);
        },
        onStandIn: (taken, isWhole) => {
          metrics.countEntities(node.code, "stale-if-error", taken.hits + taken.stale);
          if (isWhole) sources.cover(taken.sources);
          else sources.add(taken.sources);
          note(state, node.code, taken);
        },
        behind: (ask) => renewals.begin((limits) => ask(behind(state, limits))),
      });
    },
  };
}

function note({ policy }: RequestState, node: string, { hits, ttlMs, tags, staleAgeMs }: Taken): void {
  if (hits > 0) policy.restrict(node, { ttlMs, isPrivate: false, tags });
  if (staleAgeMs !== null) policy.gaveStale(staleAgeMs);
}

/** The same caller with books of its own: its answer is given already. */
function behind(state: RequestState, limits: Pick<RequestState["scope"], "signal" | "deadline">): RequestState {
  return {
    ...state,
    scope: { ...state.scope, ...limits },
    sources: new SourceBook(),
    policy: new AnswerPolicy(),
    answers: new AnswerTree(),
    trace: undefined,
  };
}
