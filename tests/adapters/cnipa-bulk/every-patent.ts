import type { PatentRecord } from "#adapters/cnipa-bulk/patent-record.ts";
import type { SearchCondition, SearchHit, SearchRequest } from "#adapters/cnipa-bulk/search/search-request.ts";
import type { PatentStore } from "#adapters/cnipa-bulk/store/patent-store.ts";

type Store = Pick<PatentStore, "search" | "byApplicationNumbers">;
type Wanted = Partial<Pick<SearchRequest, "query" | "filter">>;

const REQUEST = {
  order: { field: "FILING_DATE", direction: "DESC" },
  first: 100,
  facets: [],
  facetTop: 0,
  wantsHighlights: false,
  today: "2026-11-27",
} as const;

/** Every patent that matches, page after page, the newest filings first. */
export async function everyPatent(store: Store, { query = null, filter = null }: Wanted = {}): Promise<PatentRecord[]> {
  const hits: SearchHit[] = [];
  for (let after: string | null = null, hasNextPage = true; hasNextPage; after = hits.at(-1)?.cursor ?? null) {
    const page = await store.search({ ...REQUEST, query, filter, after });
    hits.push(...page.hits);
    hasNextPage = page.hasNextPage && page.hits.length > 0;
  }
  const records = await store.byApplicationNumbers(hits.map(({ applicationNumber }) => applicationNumber));
  return records.filter((record) => record !== null);
}

export async function countPatents(store: Store, filter: SearchCondition): Promise<number> {
  return (await store.search({ ...REQUEST, first: 0, query: null, filter, after: null })).total.value;
}
