import DataLoader from "dataloader";
import type { ChongqingKjy01 } from "#adapters/chongqing-kjy01/client/kjy01-client.ts";
import type { Kjy01AgencyProfile, Kjy01Offer } from "#adapters/chongqing-kjy01/records.ts";
import { source } from "#adapters/chongqing-kjy01/source.ts";
import type { LoadedRecords } from "#adapters/runtime/load-records.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { Clients, NodeContext } from "#subgraphs/runtime/define-node.ts";

export type ChongqingSources = { readonly kjy01: typeof source };

/** What the resolvers of one request share. */
export interface ChongqingLoad {
  /** The platform's client. Throws UpstreamError "off" when the settings leave it off. */
  readonly kjy01: () => ChongqingKjy01;
  /** Offers of a patent, by canonical application number; all numbers of a request in bulk. */
  readonly offersOfPatent: DataLoader<string, Sourced<readonly Kjy01Offer[] | null>>;
  /** Profile by the register's code; all codes of a request in bulk. */
  readonly profileOfAgency: DataLoader<string, Sourced<Kjy01AgencyProfile | null>>;
}

export type ChongqingContext = NodeContext<ChongqingLoad>;

export function createChongqingLoad(
  { kjy01: client }: Clients<ChongqingSources>,
  { call }: Omit<NodeContext, "load">,
): ChongqingLoad {
  const kjy01 = () => {
    if (client === null) throw new UpstreamError(source.code, { kind: "off" });
    return client;
  };
  return {
    kjy01,
    offersOfPatent: bulk((numbers) => kjy01().offersByApplicationNumbers(numbers, call)),
    profileOfAgency: bulk((codes) => kjy01().agencyProfilesByCodes(codes, call)),
  };
}

function bulk<T>(ask: (keys: readonly string[]) => Promise<LoadedRecords<T>>): DataLoader<string, Sourced<T | null>> {
  return new DataLoader<string, Sourced<T | null>>(ask);
}
