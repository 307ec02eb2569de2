import DataLoader from "dataloader";
import type { Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { OfferRecord, PatentCopy } from "#adapters/sichuan-portal/decode/records.ts";
import type { SichuanPortal } from "#adapters/sichuan-portal/sichuan-portal.ts";
import { SOURCE_CODE } from "#adapters/sichuan-portal/source-code.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";

/** What the node's resolvers work with, one per request. */
export interface SichuanLoad {
  /** The portal's client. Throws UpstreamError "off" where the settings leave the source off. */
  readonly portal: () => SichuanPortal;
  /** Offers of a patent; all patents of one request are asked for together. */
  readonly offersOf: DataLoader<ApplicationNumber, readonly Sourced<OfferRecord>[]>;
  readonly copiesOf: DataLoader<ApplicationNumber, readonly Sourced<PatentCopy>[]>;
}

export type SichuanContext = NodeContext<SichuanLoad>;

export function createSichuanLoad(
  { portal }: { readonly portal: SichuanPortal | null },
  { call }: Pick<NodeContext, "call">,
): SichuanLoad {
  const client = (): SichuanPortal => {
    if (portal === null) throw new UpstreamError(SOURCE_CODE, { kind: "off" });
    return portal;
  };
  return {
    portal: client,
    offersOf: byPatent((patents) => client().offersOf(patents, call)),
    copiesOf: byPatent((patents) => client().patentCopiesOf(patents, call)),
  };
}

function byPatent<T extends { readonly patent: ApplicationNumber | null }>(
  ask: (patents: readonly ApplicationNumber[]) => Promise<readonly Sourced<T>[]>,
): DataLoader<ApplicationNumber, readonly Sourced<T>[]> {
  return new DataLoader(async (patents) => {
    const found = Map.groupBy(await ask(patents), ({ value }) => value.patent);
    return patents.map((patent) => found.get(patent) ?? []);
  });
}
