import type { CnipaBulk } from "#adapters/cnipa-bulk/client.ts";
import type { SearchHit, SearchPage, SearchRequest } from "#adapters/cnipa-bulk/search/search-request.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { type OpenNational, openNational } from "#tests/subgraphs/national/open-national.ts";

/** The node over records of the story, whose searches are noted and answered with a page made here. */
export interface OpenSearch extends AsyncDisposable {
  readonly asked: SearchRequest[];
  /** Numbers of the look-ups by application number, one entry each. */
  readonly lookedUp: (readonly string[])[];
  ask: OpenNational["ask"];
  with: OpenNational["with"];
  /** The same with records that were taken down. */
  hiding(takeDowns: NonNullable<Parameters<OpenNational["with"]>[1]>): OpenNational["ask"];
}

export const FOUND = ["CN202310123456.6", "CN202110444555.5", "CN202220765432.1"] as const;

export async function openSearch(answer: Partial<SearchPage> = {}): Promise<OpenSearch> {
  const national = await openNational();
  const asked: SearchRequest[] = [];
  const lookedUp: (readonly string[])[] = [];
  const bulk: CnipaBulk = {
    ...national.bulk,
    byApplicationNumbers: (numbers, context) => {
      lookedUp.push(numbers);
      return national.bulk.byApplicationNumbers(numbers, context);
    },
    search: async (request) => {
      asked.push(request);
      return { ...pageFor(request), ...answer };
    },
  };
  return {
    asked,
    lookedUp,
    ask: national.with({ bulk }),
    with: national.with,
    hiding: (takeDowns) => national.with({ bulk }, takeDowns),
    [Symbol.asyncDispose]: () => national[Symbol.asyncDispose](),
  };
}

function pageFor({ first, facets, facetTop, wantsHighlights }: SearchRequest): SearchPage {
  const hits = FOUND.slice(0, first).map((number, index): SearchHit => {
    const segments = [
      { text: "一种", hit: false },
      { text: "光学胶", hit: true },
    ];
    return {
      applicationNumber: number as ApplicationNumber,
      score: 3 - index,
      cursor: `place ${index}`,
      highlights: wantsHighlights ? [{ field: "TITLE", segments }] : [],
    };
  });
  return {
    total: { value: 3, relation: "EXACT" },
    hits,
    hasNextPage: first < 3,
    facets: facets.map((field) => ({
      field,
      isExact: true,
      buckets: (BUCKETS[field] ?? []).slice(0, facetTop).map(([value, name]) => ({ value, name, count: 2 })),
      missing: 1,
      other: 0,
    })),
  };
}

const BUCKETS: Readonly<Record<string, readonly (readonly [value: string, name: string | null])[]>> = {
  PATENT_TYPE: [["INVENTION", null]],
  LEGAL_STATUS: [
    ["IN_FORCE", null],
    ["LAPSED_FEE", null],
  ],
  FILING_YEAR: [["2023", null]],
  PROVINCE: [["510000", null]],
  CITY: [
    ["510100", null],
    ["500000", null],
  ],
  IPC_SECTION: [["C", null]],
  IPC_SUBCLASS: [["C09J", null]],
  APPLICANT: [["91510100MA0DEM0A77", "成都示例光电有限公司"]],
  APPLICANT_TYPE: [["UNIVERSITY", null]],
  AGENCY: [["50990", "重庆示例知识产权代理事务所（普通合伙）"]],
  STRATEGIC_INDUSTRY: [["3", null]],
};
