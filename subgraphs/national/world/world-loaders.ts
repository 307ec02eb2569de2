import type { OpsTotal } from "#adapters/epo-ops/ops-search.ts";
import { countWindows, searchWindows } from "#adapters/epo-ops/search/search-windows.ts";
import type { SearchPlace, WindowPage, WindowSearch } from "#adapters/epo-ops/search/window-search.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { LoaderContext, NationalClients } from "#subgraphs/national/national-clients.ts";
import { opsOff } from "./family-loaders.ts";
import { unreadableCql } from "./read-world-search.ts";

interface WorldPage {
  readonly first: number;
  readonly after: SearchPlace | null;
}

export interface WorldLoaders {
  searchWorld(search: WindowSearch, page: WorldPage): Promise<Sourced<WindowPage>>;
  countWorld(search: WindowSearch, most: number): Promise<OpsTotal>;
}

/** Throws UpstreamError, and OperationError for a query that OPS cannot read. */
export function createWorldLoaders({ ops }: NationalClients, context: LoaderContext): WorldLoaders {
  const asking = () => {
    if (ops === null) throw opsOff(context);
    return { ops, context: context.call, clock: { now: () => context.now } };
  };
  return {
    searchWorld: async (search, page) => searchWindows(search, page, asking()).catch(asRefusal),
    countWorld: async (search, most) => countWindows(search, { most, asking: asking() }).catch(asRefusal),
  };
}

/** OPS refuses what it cannot read as the client's mistake: CLIENT.CQL, CLIENT.InvalidQuery. */
function asRefusal(error: unknown): never {
  if (!(error instanceof UpstreamError)) throw error;
  const { failure } = error;
  const isRefusal = failure.kind === "rejected" && (failure.status === 400 || failure.status === 413);
  if (isRefusal && failure.reason?.startsWith("CLIENT.")) throw unreadableCql(failure.reason);
  throw error;
}
