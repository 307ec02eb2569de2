import type {
  Grouping,
  StatisticsDimension,
  StatisticsRequest,
} from "#adapters/cnipa-bulk/analysis/statistics-request.ts";
import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import type { Query, QueryClass } from "./query-mix.ts";

const GROUPINGS: readonly Grouping[] = [
  grouping("FILING_YEAR"),
  grouping("IPC_SUBCLASS", 10),
  grouping("STRATEGIC_INDUSTRY", 9),
  grouping("APPLICANT", 10),
  grouping("APPLICANT_TYPE"),
  { ...grouping("CITY"), wantsStatuses: true },
  grouping("AGENCY_LOCALITY"),
];

/** The dimensions that the journey leaves out. */
const OTHER_GROUPINGS: readonly Grouping[] = [
  grouping("PUBLICATION_YEAR"),
  grouping("GRANT_YEAR"),
  grouping("IPC_SECTION"),
  grouping("PROVINCE"),
  grouping("AGENCY", 20),
  grouping("PATENT_TYPE"),
  { ...grouping("LEGAL_STATUS"), wantsStatuses: true },
];

/** The landscape journey's figures, all at once: over everything, and over what filters leave. */
export const LANDSCAPES: readonly QueryClass[] = [
  {
    name: "landscape over all records",
    limitMs: 100,
    queries: [landscape(null), landscape(null, OTHER_GROUPINGS), landscape(null)],
  },
  {
    name: "landscape over a selective filter",
    limitMs: 30,
    queries: [
      landscape(all({ kind: "region", codes: ["511500"] }, since("2015-01-01"))),
      landscape(all({ kind: "class", scheme: "IPC", symbols: ["C08K"] }, { kind: "type", types: ["UTILITY_MODEL"] })),
      landscape(all({ kind: "legalStatus", codes: ["LAPSED_FEE"] }, { kind: "region", codes: ["500106"] })),
      landscape({ kind: "text", fields: ["TITLE"], text: "光学胶", match: "PHRASE" }),
      landscape(
        all(
          { kind: "region", codes: ["510107"] },
          { kind: "date", of: "FILING", from: "2019-01-01", to: "2019-12-31" },
        ),
      ),
    ],
  },
];

function grouping(dimension: StatisticsDimension, top = 100): Grouping {
  return { dimension, top, wantsStatuses: false, wantsYears: false };
}

function landscape(filter: SearchCondition | null, groupings = GROUPINGS): Query {
  const request: StatisticsRequest = {
    query: null,
    filter,
    groupings,
    survivals: [{ years: [3, 5, 10], through: null }],
    wantsLapses: true,
    wantsConversion: true,
    wantsConcentration: true,
    today: "2026-11-15",
  };
  return async (store) => (await store.statistics(request)).total;
}

function all(...operands: readonly SearchCondition[]): SearchCondition {
  return { kind: "and", operands };
}

function since(from: string): SearchCondition {
  return { kind: "date", of: "FILING", from, to: null };
}
