import { regionOf } from "#schema/codes/regions.ts";
import { enumLabelsOf } from "#schema/enum-labels.ts";
import { SHARED_SDL } from "#schema/kinds.ts";
import { othersOf } from "#subgraphs/discovery/find-records.ts";
import { toHubNode } from "#subgraphs/discovery/hub-node.ts";
import type { Language, NodeContext, ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { badInput } from "#subgraphs/runtime/operation-error.ts";
import { type CountedFacet, countFacets, FACET_FIELDS, type FacetFieldName } from "./count-facets.ts";
import { type CountedList, countTotal } from "./count-total.ts";
import { reportNodes } from "./report-nodes.ts";
import { runSearch, type SearchLoad, type SearchResult } from "./run-search.ts";
import type { Finding, SearchHit } from "./search-hit.ts";
import type { SearchArguments } from "./search-question.ts";

type Context = NodeContext<SearchLoad>;

interface FacetArguments {
  readonly fields?: readonly FacetFieldName[] | null;
  readonly top?: number | null;
}

const KIND_LABELS = enumLabelsOf(SHARED_SDL)["AssetKind"];
const USUAL_TOP = 20;
const MOST_TOP = 100;
const DIGITS = 1_000;

export const searchResolvers: ResolverMap<SearchLoad> = {
  Query: {
    search: (_parent: never, args: SearchArguments, context: Context) => runSearch(args, context),
  },
  SearchConnection: {
    edges: (result: SearchResult, _args: never, context: Context) => toEdges(result, context),
    nodes: ({ hits }: SearchResult) => hits.map(({ record }) => toReference(record)),
    pageInfo: toPageInfo,
    total: ({ search }: SearchResult) => countTotal(listsOf(search), search.session.found),
    facets: (result: SearchResult, args: FacetArguments, context: Context) => toFacets(result, args, context),
    perNode: (result: SearchResult, _args: never, context: Context) => toReports(result, context),
    resumed: ({ isResumed }: SearchResult) => isResumed,
  },
};

function toEdges(result: SearchResult, context: Context) {
  const hubNodes = hubNodesOf(context);
  return result.hits.map((hit, index) => ({
    cursor: () => cursorAt(result, result.position + index + 1),
    node: toReference(hit.record),
    kind: hit.record.kind,
    score: Math.round(hit.score * DIGITS) / DIGITS,
    foundBy: onePerNode(hit).flatMap((finding) => {
      const hubNode = hubNodes.get(finding.node);
      return hubNode === undefined ? [] : [{ ...toFinding(finding, result.now), hubNode }];
    }),
  }));
}

/** A node that has several records of the thing is named once, with the one that stands best. */
function onePerNode({ findings }: SearchHit): readonly Finding[] {
  const best = new Map<string, Finding>();
  for (const finding of findings) {
    const before = best.get(finding.node);
    if (before === undefined || finding.rank < before.rank) best.set(finding.node, finding);
  }
  return [...best.values()];
}

function toFinding(finding: Finding, now: number) {
  const { rank, origin, fetchedAt } = finding;
  return {
    rank,
    origin,
    ageSeconds: fetchedAt === null ? null : secondsBetween(fetchedAt, now),
    record: toReference(finding),
  };
}

function toReference({ typeName, id }: Pick<Finding, "typeName" | "id">) {
  return { __typename: typeName, id };
}

function toPageInfo(result: SearchResult) {
  const { hits, hasMore, position, isResumed } = result;
  return {
    hasNextPage: hasMore,
    hasPreviousPage: position > 0 || isResumed,
    startCursor: hits.length > 0 ? cursorAt(result, position + 1) : null,
    // A page on which nobody was in time still leads on.
    endCursor: hits.length > 0 || hasMore ? cursorAt(result, position + hits.length) : null,
  };
}

function cursorAt({ desk, question, search }: SearchResult, shown: number): string {
  const { session } = search;
  return desk.seal.write({ question: question.key, session: session.id, shown, positions: session.positionsAt(shown) });
}

function toFacets(result: SearchResult, { fields, top }: FacetArguments, context: Context) {
  const most = top ?? USUAL_TOP;
  if (most < 1 || most > MOST_TOP) {
    throw badInput("top", `top 须在 1 到 ${MOST_TOP} 之间`, `top must lie between 1 and ${MOST_TOP}`);
  }
  const { session, indexed } = result.search;
  const wanted = fields ?? (Object.keys(FACET_FIELDS) as FacetFieldName[]);
  const exact = listsOf(result.search).every(({ list }) => list.isExhausted);
  const names = new Map(
    othersOf(context)
      .directory.list()
      .map(({ code, name }) => [code, name[context.language]]),
  );
  return countFacets(session.found, indexed.facets, { fields: [...new Set(wanted)], top: most }).map((facet) => ({
    field: facet.field,
    exact,
    buckets: facet.values.map(({ value, count }) => ({
      value,
      count,
      label: labelOf(facet, value, names, context.language),
    })),
  }));
}

function labelOf(
  { field }: CountedFacet,
  value: string,
  names: ReadonlyMap<string, string>,
  language: Language,
): string {
  if (field === "KIND") return KIND_LABELS?.[value]?.[language] ?? value;
  if (field === "NODE") return names.get(value) ?? value;
  if (field !== "REGION") return value;
  const region = regionOf(value);
  return (language === "en" ? region?.nameEn : null) ?? region?.name ?? value;
}

function toReports({ question, search, visits, now }: SearchResult, context: Context) {
  const hubNodes = hubNodesOf(context);
  const paused = pausedOf(question, context);
  const page = { visits, found: search.session.found, indexed: search.indexed.nodes, paused, now };
  return reportNodes([...hubNodes.keys()], listsOf(search), page).map(({ node, ...report }) => ({
    ...report,
    hubNode: hubNodes.get(node),
  }));
}

/** Paused nodes whose records the index has, and does not show. */
function pausedOf({ nodes, kinds }: SearchResult["question"], context: Context): ReadonlySet<string> {
  const paused = othersOf(context)
    .directory.list()
    .filter(({ code, state }) => state === "PAUSED" && (nodes === null || nodes.has(code)))
    .filter((node) => node.kinds.some(({ kind, harvest, isPrivate }) => harvest && !isPrivate && kinds.has(kind)));
  return new Set(paused.map(({ code }) => code));
}

function listsOf({ session, live }: SearchResult["search"]): readonly CountedList[] {
  return session.lists.map(({ list }) => ({ list, live: live.get(list.key) ?? null }));
}

function hubNodesOf(context: Context) {
  return new Map(
    othersOf(context)
      .directory.list()
      .map((node) => [node.code, toHubNode(node)]),
  );
}

function secondsBetween(from: number, to: number): number {
  return Math.max(0, Math.round((to - from) / 1_000));
}
