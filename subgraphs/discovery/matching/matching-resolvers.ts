import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { type PatentParent, patentNumberOf } from "#subgraphs/discovery/patent-number.ts";
import type { Summary, SummaryIndex } from "#subgraphs/discovery/summaries/summary-index.ts";
import type { NodeContext, ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { offsetCursor, type PageArguments, type PageRequest, readPage } from "#subgraphs/runtime/paging.ts";
import { demandsForPatent, type Matches, matchesOfDemand, type RankedMatch } from "./find-matches.ts";

interface MatchingLoad {
  readonly summaries: SummaryIndex | null;
}

type Context = NodeContext<MatchingLoad>;

export const matchingResolvers: ResolverMap<MatchingLoad> = {
  Demand: {
    matches: async ({ id }: { id: string }, args: PageArguments, { load, call }: Context) => {
      const page = readPage(args);
      return toConnection(await matchesOfDemand(id, load.summaries, call.signal), page);
    },
  },
  Patent: {
    matchingDemands: async (patent: PatentParent, args: PageArguments, { load, call }: Context) => {
      const page = readPage(args);
      const number = patentNumberOf(patent);
      if (number === null) return toConnection(FOREIGN, page);
      return toConnection(await demandsForPatent(number, load.summaries, call.signal), page);
    },
  },
};

/** A foreign patent has no Chinese application number, by which the index knows patents. */
const FOREIGN: Matches = {
  ranked: [],
  isCut: false,
  reason: {
    code: "NOT_INDEXED",
    message: { zh: "索引只收中国申请", en: "The index holds Chinese applications alone" },
  },
};

function toConnection({ ranked, isCut, reason }: Matches, { first, offset }: PageRequest) {
  const edges = ranked
    .slice(offset, offset + first)
    .map((match, index) => ({ ...toEdge(match), cursor: offsetCursor(offset + index + 1) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: offset + edges.length < ranked.length,
      hasPreviousPage: offset > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    total: { value: ranked.length, relation: isCut || reason !== null ? "AT_LEAST" : "EXACT" },
    reason,
  };
}

function toEdge({ score, locality, reasons, summary }: RankedMatch) {
  return { score, locality, reasons, node: toReference(summary) };
}

/** A profile of a registered agency is told as the agency, which has all its profiles. */
function toReference({ kind, typeName, id, numbers }: Summary) {
  const code = kind === "AGENCY_PROFILE" ? numbers.find((number) => parseAgencyCode(number).ok) : undefined;
  return code === undefined
    ? { __typename: typeName, id }
    : { __typename: "Agency", id: encodeNodeId("Agency", code), code };
}
