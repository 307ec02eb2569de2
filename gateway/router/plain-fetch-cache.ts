import { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import type { FetchStore } from "#gateway/cache/fetch-store.ts";
import type { Renewals } from "#gateway/cache/renewals.ts";
import type { Taken } from "#gateway/cache/taking.ts";
import type { FetchCache } from "#gateway/engine/fetch-cache.ts";
import type { NodeMetrics } from "#gateway/execute/node-metrics.ts";
import type { PlainState } from "./plain-subgraph.ts";

export interface PlainFetchCacheParts {
  readonly store: FetchStore;
  readonly metrics: Pick<NodeMetrics, "countEntities">;
  /** What is asked anew behind answers; without it nothing is. */
  readonly renewals?: Renewals;
  /** Which graph since the start: nothing that was fetched over one is given out over another. */
  readonly generation: number;
}

/**
 * What subgraphs answered over one graph, as their Cache-Control lets it be shared; nothing of a caller is handed on to
 * them, so all are alike.
 */
export function plainFetchCache(parts: PlainFetchCacheParts): FetchCache<PlainState> {
  const { store, metrics, renewals, generation } = parts;
  return {
    open: (fetch, { scope, policy }) =>
      store.open<PlainState>(fetch, {
        partition: String(generation),
        onClose: (taken) => {
          metrics.countEntities(fetch.subgraph, "hit", taken.hits);
          metrics.countEntities(fetch.subgraph, "stale", taken.stale);
          metrics.countEntities(fetch.subgraph, "miss", taken.misses);
          note(policy, fetch.subgraph, taken);
        },
        onStandIn: (taken) => {
          metrics.countEntities(fetch.subgraph, "stale-if-error", taken.hits + taken.stale);
          note(policy, fetch.subgraph, taken);
        },
        ...(renewals === undefined
          ? {}
          : {
              behind: (ask) =>
                renewals.begin((limits) => ask({ scope: { ...scope, ...limits }, policy: new AnswerPolicy() })),
            }),
      }),
  };
}

function note(policy: AnswerPolicy, subgraph: string, { hits, ttlMs, staleAgeMs }: Taken): void {
  if (hits > 0) policy.restrict(subgraph, { ttlMs, isPrivate: false });
  if (staleAgeMs !== null) policy.gaveStale(staleAgeMs);
}
