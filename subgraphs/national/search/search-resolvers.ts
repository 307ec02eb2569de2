import type { GraphQLResolveInfo } from "graphql";
import type { SearchHit, SearchOrder, SearchPage, SearchRequest } from "#adapters/cnipa-bulk/search/search-request.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { type PageArguments, readPageSize } from "#subgraphs/runtime/paging.ts";
import { labelOfBucket } from "./facet-labels.ts";
import { type AskedSearch, type FacetArguments, type FacetView, facetsOf, readFacets } from "./facets.ts";
import { printCondition } from "./print-condition.ts";
import type { ReadQuery } from "./read-query.ts";
import { type PatentSearchArguments, readPatentSearch } from "./read-search.ts";
import { createSearchCursors, type SearchCursors } from "./search-cursor.ts";
import { wantedOfSearch } from "./wanted-of-search.ts";

interface PatentsArguments extends PatentSearchArguments, PageArguments {
  readonly orderBy?: { readonly field: SearchOrder; readonly direction: "ASC" | "DESC" } | null;
}

/** One answer of the store with the request that it answers: what is selected below it needs no other. */
interface PatentSearchView {
  readonly reading: ReadQuery;
  readonly request: AskedSearch;
  readonly cursors: SearchCursors;
  readonly page: SearchPage;
}

const PAGE_SIZE = 20;
const NEWEST_FIRST = { field: "FILING_DATE", direction: "DESC" } as const;

export const searchResolvers: ResolverMap<NationalLoad> = {
  Query: { patents: findPatents },
  PatentSearchConnection: {
    edges: ({ page, cursors }: PatentSearchView) => page.hits.map((hit) => toEdge(hit, cursors)),
    nodes: async ({ page }: PatentSearchView, _args: never, { load }: NationalContext) => {
      const patents = await Promise.all(page.hits.map(({ applicationNumber }) => load.patents.load(applicationNumber)));
      return patents.filter((patent) => patent !== null);
    },
    pageInfo: ({ page, request, cursors }: PatentSearchView) => {
      const [startCursor, endCursor] = [page.hits.at(0), page.hits.at(-1)].map((hit) =>
        hit === undefined ? null : cursors.seal(hit.cursor),
      );
      return { hasNextPage: page.hasNextPage, hasPreviousPage: request.after !== null, startCursor, endCursor };
    },
    total: ({ page }: PatentSearchView) => page.total,
    facets: (view: PatentSearchView, args: FacetArguments, { load }: NationalContext) =>
      facetsOf(readFacets(args), view, load),
    reading: ({ reading }: PatentSearchView) => ({
      kind: reading.syntax,
      expert: reading.condition === null ? null : printCondition(reading.condition),
    }),
  },
  PatentSearchEdge: {
    node: ({ applicationNumber }: SearchHit, _args: never, { load }: NationalContext) =>
      load.patents.load(applicationNumber),
  },
  PatentFacetBucket: {
    label: (bucket: FacetView["buckets"][number], _args: never, { language }: NationalContext, info) =>
      labelOfBucket(bucket, language, info.schema),
  },
};

async function findPatents(
  _parent: never,
  args: PatentsArguments,
  context: NationalContext,
  info: GraphQLResolveInfo,
): Promise<PatentSearchView | null> {
  const { reading, query, filter } = readPatentSearch(args);
  const search = { query, filter, order: orderOf(args, query !== null) };
  const cursors = createSearchCursors(search);
  const request: AskedSearch = {
    ...search,
    ...wantedOfSearch(info),
    first: readPageSize(args.first, PAGE_SIZE),
    after: args.after ? cursors.open(args.after) : null,
  };
  const page = await context.load.searchPatents(request);
  return page === null ? null : { reading, request, cursors, page };
}

/** Nothing is more relevant than anything else where nothing was asked. */
function orderOf({ orderBy }: PatentsArguments, isScored: boolean): SearchRequest["order"] {
  if (isScored) return orderBy ?? { field: "RELEVANCE", direction: "DESC" };
  return !orderBy || orderBy.field === "RELEVANCE" ? NEWEST_FIRST : orderBy;
}

/** The id lets a patent that was taken down take its passages with it. */
function toEdge(hit: SearchHit, cursors: SearchCursors) {
  const { applicationNumber, score, highlights } = hit;
  const cursor = cursors.seal(hit.cursor);
  return { id: encodeNodeId("Patent", applicationNumber), applicationNumber, cursor, score, highlights };
}
