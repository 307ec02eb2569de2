import type { DiscoveryLoad } from "#subgraphs/discovery/resolvers.ts";
import type { NodeContext, ResolverMap } from "#subgraphs/runtime/define-node.ts";
import type { Coverage, SummaryIndex } from "./summary-index.ts";

/** What the index has, read once for a request. */
export type CoverageLoad = () => Promise<readonly Coverage[]>;

export function createCoverageLoad(index: SummaryIndex | null): CoverageLoad {
  let reading: Promise<readonly Coverage[]> | null = null;
  return () => {
    reading ??= index?.coverage() ?? Promise.resolve([]);
    return reading;
  };
}

interface Provision {
  readonly node: string;
  readonly kind: string;
}

export const coverageResolvers: ResolverMap<DiscoveryLoad> = {
  HubNodeProvision: {
    indexed: async ({ node, kind }: Provision, _args: never, { load }: NodeContext<DiscoveryLoad>) =>
      (await load.coverage()).find((one) => one.node === node && one.kind === kind) ?? null,
  },
};
