import type { AgencyRegister } from "#adapters/cnipa-agencies/records.ts";
import type { CnipaBulk } from "#adapters/cnipa-bulk/client.ts";
import type { EpoOpsClient } from "#adapters/epo-ops/client/epo-ops-client.ts";
import type { NationalRegisters } from "#adapters/national-registers/records.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";

/** The clients of this node's sources; null where the settings leave one off. */
export interface NationalClients {
  readonly bulk: CnipaBulk | null;
  readonly register: AgencyRegister | null;
  readonly ops: EpoOpsClient | null;
  /** Rights other than patents. */
  readonly rights: NationalRegisters | null;
}

export type LoaderContext = Omit<NodeContext, "load">;

/** A source that would have been asked is off: said in the report, so that "nothing found" is not taken for "not there". */
export function skipped(context: LoaderContext, source: string): null {
  context.call.observe({
    source,
    operation: "skipped",
    outcome: "SKIPPED",
    upstreamCalls: 0,
    cacheHits: 0,
    ageMs: 0,
    durationMs: 0,
    ttlMs: 0,
    isPrivate: false,
  });
  return null;
}
