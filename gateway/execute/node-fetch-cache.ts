import type { FetchStore } from "#gateway/cache/fetch-store.ts";
import type { FetchCache } from "#gateway/engine/fetch-cache.ts";
import { nodePartition } from "./call-node.ts";
import type { GatewayNode } from "./gateway-node.ts";
import type { NodeMetrics } from "./node-metrics.ts";
import type { RequestState } from "./request-state.ts";

/** What nodes answered, as the callers of the hub may share it. */
export function nodeFetchCache(
  nodes: readonly GatewayNode[],
  store: FetchStore,
  metrics: NodeMetrics,
): FetchCache<RequestState> {
  const byCode = new Map(nodes.map((node) => [node.code, node]));
  return {
    open: (fetch, { scope, sources, policy }) => {
      const node = byCode.get(fetch.subgraph);
      // A node that may not be asked is not answered for either; what one made of the others' answers is kept nowhere.
      if (node === undefined || node.state() !== "LIVE" || node.seesOthers) return null;
      return store.open(fetch, {
        partition: `${scope.language} ${nodePartition(node.code, scope)}`,
        onClose: (taken) => {
          metrics.countEntities(node.code, "hit", taken.hits);
          metrics.countEntities(node.code, "miss", taken.misses);
          if (taken.hits === 0) return;
          sources.add(taken.sources);
          policy.restrict(node.code, { ttlMs: taken.ttlMs, isPrivate: false, tags: taken.tags });
        },
      });
    },
  };
}
