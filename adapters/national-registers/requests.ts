import type { Decoder } from "#adapters/runtime/call/decode.ts";
import type { UpstreamRequest } from "#adapters/runtime/source.ts";
import { areaPrefixes } from "./area-prefixes.ts";
import type { RightsSearch } from "./records.ts";

const LIST_TTL_MS = 3_600_000;

interface Asked {
  readonly path: string;
  readonly kind: string;
}

interface ListPage<T> extends Omit<RightsSearch, "offset" | "limit"> {
  readonly pageIndex: number;
  readonly pageSize: number;
  readonly decode: Decoder<T>;
}

/** One page of a register's list. */
export function listRequest<T>(
  { path, kind }: Asked,
  baseUrl: string,
  { party, regions, numbers, text, pageIndex, pageSize, decode }: ListPage<T>,
): UpstreamRequest<T> {
  return {
    operation: `list-${kind}`,
    url: `${baseUrl}/${path}/Search`,
    query: {
      searchKey: party,
      areaCodes: regions === undefined ? undefined : areaPrefixes(regions).join(","),
      regNos: numbers?.toSorted().join(","),
      keyword: text,
      pageIndex,
      pageSize,
    },
    decode,
    ttlMs: LIST_TTL_MS,
  };
}

/** The entries of these numbers; the question changes nothing, though it is a POST. */
export function entriesRequest<T>(
  ...[{ path, kind }, baseUrl, numbers, decode]: [
    register: Asked,
    baseUrl: string,
    numbers: readonly string[],
    decode: Decoder<T>,
  ]
): UpstreamRequest<T> {
  return {
    operation: `${kind}-by-number`,
    method: "POST",
    url: `${baseUrl}/${path}/ListByNo`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(numbers.toSorted()),
    decode,
    ttlMs: LIST_TTL_MS,
    safe: true,
  };
}
