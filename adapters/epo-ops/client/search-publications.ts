import { searchReader } from "#adapters/epo-ops/decode/decode-search.ts";
import { type OpsSearch, type OpsSearchPage, SEARCH_PAGE_LIMIT, SEARCH_WINDOW } from "#adapters/epo-ops/ops-search.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { LookupOptions } from "./bulk-biblio.ts";
import { fetchOne } from "./fetch-one.ts";

const DEFAULT_LIMIT = 25;

/** One page of hits. OPS says 404 where there are none. */
export async function searchPublications(
  options: LookupOptions,
  { cql, offset = 0, limit = DEFAULT_LIMIT }: OpsSearch,
  context: CallContext,
): Promise<Sourced<OpsSearchPage>> {
  assertWithin("offset", offset, 0, SEARCH_WINDOW - 1);
  assertWithin("limit", limit, 1, SEARCH_PAGE_LIMIT);
  const range = `${offset + 1}-${Math.min(offset + limit, SEARCH_WINDOW)}`;
  const question = {
    operation: "search",
    service: "search",
    path: `published-data/search?q=${encodeURIComponent(cql)}`,
    range,
    reader: searchReader,
  } as const;
  const page = await fetchOne(options, { cache: options.records.searches, id: `${range} ${cql}`, question }, context);
  return { ...page, value: page.value ?? emptyPage(offset) };
}

/** Nothing at the first hit means nothing at all; further on it says only that this is behind the last. */
function emptyPage(offset: number): OpsSearchPage {
  return { total: offset === 0 ? { value: 0, relation: "EXACT" } : null, hits: [], nextOffset: null };
}

function assertWithin(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`${name} is not within ${min}-${max}`);
}
