import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { PortalRecord } from "#adapters/sichuan-portal/decode/records.ts";
import type { SichuanPortal } from "#adapters/sichuan-portal/sichuan-portal.ts";
import { source } from "#adapters/sichuan-portal/source.ts";
import { decodeNodeId, encodeNodeId } from "#schema/ids/node-id.ts";
import type {
  EntityResolver,
  FoundItem,
  FoundPage,
  FoundSummary,
  KindContract,
  NodeSearch,
} from "#subgraphs/runtime/define-node.ts";
import type { SichuanContext, SichuanLoad } from "./sichuan-load.ts";

/** A kind that the portal gives out whole: read once (its answer is cached), filtered here. */
export interface ListKind<T extends PortalRecord> {
  readonly kind: string;
  readonly typeName: string;
  readonly about: readonly string[];
  readonly filters: readonly string[];
  readonly read: (portal: SichuanPortal, call: CallContext) => Promise<readonly Sourced<T>[]>;
  readonly test: (search: NodeSearch) => (record: T) => boolean;
  readonly summary: (record: T) => FoundSummary;
  readonly toGraph: (record: Sourced<T>) => object;
}

/** What a kind contributes to the node's definition. */
export interface KindParts {
  readonly kind: string;
  readonly typeName: string;
  readonly contract: KindContract<SichuanLoad>;
  readonly entity: EntityResolver<SichuanLoad>;
}

export function listKind<T extends PortalRecord>(declared: ListKind<T>): KindParts {
  const { kind, typeName, about, filters, read, toGraph } = declared;
  const entity: EntityResolver<SichuanLoad> = async (references, { load, call }) => {
    const records = new Map((await read(load.portal(), call)).map((record) => [record.value.id, record]));
    return references.map((reference) => {
      const record = records.get(recordIdOf(typeName, reference) ?? "");
      return record === undefined ? null : toGraph(record);
    });
  };
  const contract = { typeName, search: "LIVE", about, filters, harvest: true, isPrivate: false } as const;
  return {
    kind,
    typeName,
    entity,
    contract: { ...contract, find: (search, context) => findInList(declared, search, context) },
  };
}

/** The portal's id in a reference to one of our types; null where the reference is to something else. */
export function recordIdOf(typeName: string, reference: Readonly<Record<string, unknown>>): string | null {
  const key = decodeNodeId(String(reference["id"]));
  return key?.typename === typeName ? key.key : null;
}

export function toFoundItem<T extends PortalRecord>(
  typeName: string,
  record: Sourced<T>,
  summary: (record: T) => FoundSummary,
): FoundItem {
  const { value, fetchedAt } = record;
  return {
    id: encodeNodeId(typeName, value.id),
    summary: {
      licence: source.licence.code,
      sourceUpdatedAt: value.sourceUpdatedAt,
      ...summary(value),
      fetchedAt,
    },
  };
}

async function findInList<T extends PortalRecord>(
  { typeName, read, test, summary }: ListKind<T>,
  search: NodeSearch,
  { load, call }: SichuanContext,
): Promise<FoundPage> {
  const passes = test(search);
  const found = (await read(load.portal(), call)).filter(({ value }) => passes(value));
  const page = found.slice(search.offset, search.offset + search.first);
  return {
    items: page.map((record) => toFoundItem(typeName, record, summary)),
    total: found.length,
    relation: "EXACT",
  };
}
