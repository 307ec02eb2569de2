import type { ChongqingKjy01 } from "#adapters/chongqing-kjy01/client/kjy01-client.ts";
import type { LoadedRecords } from "#adapters/runtime/load-records.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";
import type { EntityResolver } from "#subgraphs/runtime/define-node.ts";
import type { ChongqingLoad } from "./chongqing-load.ts";
import { toCase } from "./records/case.ts";
import { toAgencyProfile, toExpert } from "./records/directory.ts";
import { toServiceItem, toServiceWindow } from "./records/hall.ts";
import { toDemand, toListing } from "./records/market.ts";
import type { KeptRecord, TypeName } from "./records/origin.ts";

/** References by id, in bulk. An id of another type, or of nothing (or of another user's docket), is null. */
export const entities = {
  ChongqingListing: byIds("ChongqingListing", (client, ids, call) => client.offersByIds(ids, call), toListing),
  ChongqingDemand: byIds("ChongqingDemand", (client, ids, call) => client.demandsByIds(ids, call), toDemand),
  ChongqingExpert: byIds("ChongqingExpert", (client, ids, call) => client.expertsByIds(ids, call), toExpert),
  ChongqingAgencyProfile: byIds(
    "ChongqingAgencyProfile",
    (client, ids, call) => client.agencyProfilesByIds(ids, call),
    toAgencyProfile,
  ),
  ChongqingServiceItem: byIds(
    "ChongqingServiceItem",
    (client, ids, call) => client.servicesByIds(ids, call),
    toServiceItem,
  ),
  ChongqingServiceWindow: byIds(
    "ChongqingServiceWindow",
    (client, ids, call) => client.windowsByIds(ids, call),
    toServiceWindow,
  ),
  ChongqingCase: byIds("ChongqingCase", (client, ids, call) => client.casesByIds(ids, call), toCase),
} satisfies Record<TypeName, EntityResolver<ChongqingLoad>>;

type Look<T> = (client: ChongqingKjy01, ids: readonly string[], call: CallContext) => Promise<LoadedRecords<T>>;

function byIds<T>(
  typeName: TypeName,
  look: Look<T>,
  toObject: (kept: KeptRecord<T>) => object,
): EntityResolver<ChongqingLoad> {
  return async (references, { load, call }) => {
    const client = load.kjy01();
    const ids = references.map((reference) => upstreamIdOf(reference["id"], typeName));
    const wanted = ids.flatMap((id) => id ?? []);
    const records = wanted.length === 0 ? [] : await look(client, wanted, call);
    const found = new Map(wanted.map((id, index) => [id, records[index]]));
    return ids.map((id) => {
      const record = id === null ? undefined : found.get(id);
      if (record === undefined || record instanceof Error) return record ?? null;
      return isThere(record) ? toObject({ record, siteUrl: client.siteUrl }) : null;
    });
  };
}

function upstreamIdOf(id: unknown, typeName: TypeName): string | null {
  const decoded = typeof id === "string" ? decodeNodeId(id) : null;
  return decoded?.typename === typeName ? decoded.key : null;
}

function isThere<T>(record: Sourced<T | null>): record is Sourced<T> {
  return record.value !== null;
}
