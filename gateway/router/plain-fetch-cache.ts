import type { FetchStore } from "#gateway/cache/fetch-store.ts";
import type { FetchCache } from "#gateway/engine/fetch-cache.ts";
import type { NodeMetrics } from "#gateway/execute/node-metrics.ts";
import type { PlainState } from "./plain-subgraph.ts";

/**
 * What subgraphs answered over one graph, as their Cache-Control lets it be shared; nothing of a caller is handed on to
 * them, so all are alike.
 */
export function plainFetchCache(
  store: FetchStore,
  metrics: Pick<NodeMetrics, "countEntities">,
  generation: number,
): FetchCache<PlainState> {
  return {
    open: (fetch, { policy }) =>
      store.open(fetch, {
        partition: String(generation),
        onClose: ({ hits, misses, ttlMs }) => {
          metrics.countEntities(fetch.subgraph, "hit", hits);
          metrics.countEntities(fetch.subgraph, "miss", misses);
          if (hits > 0) policy.restrict(fetch.subgraph, { ttlMs, isPrivate: false });
        },
      }),
  };
}
