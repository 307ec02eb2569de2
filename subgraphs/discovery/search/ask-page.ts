import { othersOf } from "#subgraphs/discovery/find-records.ts";
import type { Summary, SummaryIndex } from "#subgraphs/discovery/summaries/summary-index.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import { afterFilter, conditionsOf } from "./after-filter.ts";
import { FACET_FIELDS } from "./count-facets.ts";
import type { LiveList } from "./plan-lists.ts";
import type { AskPage, ListPage } from "./record-list.ts";
import type { OpenSearch } from "./search-desk.ts";
import type { SearchQuestion } from "./search-question.ts";

/** The index's own lists: what bears the numbers of the query, and what its words find. */
export const INDEX_LISTS = { numbers: "*numbers", words: "*words" } as const;

/** What the index skips at most. */
const DEEPEST = 10_000;
const FACET_VALUES = 100;
const NOTHING: ListPage = { items: [], total: 0, relation: "EXACT" };

interface Load {
  readonly summaries: SummaryIndex | null;
}

/** How each list of a search is asked within one request. */
export function createAskPage(
  question: SearchQuestion,
  { live, indexed }: Pick<OpenSearch, "live" | "indexed">,
  context: NodeContext<Load>,
): (key: string) => AskPage | undefined {
  const { summaries } = context.load;
  return (key) => {
    const list = live.get(key);
    if (list !== undefined) return askNode(list, question, context);
    if (summaries === null) return undefined;
    const index = { summaries, signal: context.call.signal };
    return key === INDEX_LISTS.numbers ? askNumbers(question, index) : askWords(question, index, indexed);
  };
}

function askNode(
  { node, kind, search, filteredByHub }: LiveList,
  question: SearchQuestion,
  context: NodeContext,
): AskPage {
  const passes = afterFilter(question.filter, filteredByHub);
  const { caller } = othersOf(context);
  return async (first, offset) => {
    const [page] = await caller.search(node, [{ ...search, first, offset }]);
    if (page === undefined || page instanceof Error) throw page ?? new Error("missing page");
    const items = page.items.map((summary) => (summary !== null && passes(summary) ? { node, kind, summary } : null));
    return { ...page, items };
  };
}

interface Index {
  readonly summaries: SummaryIndex;
  readonly signal: AbortSignal;
}

/** Few, and all at once. */
function askNumbers(question: SearchQuestion, { summaries, signal }: Index): AskPage {
  const passes = afterFilter(question.filter, conditionsOf(question.filter));
  const numbers = [...new Set(question.numbers.map(({ canonical }) => canonical))];
  return async (_first, offset) => {
    const found = offset > 0 ? [] : await summaries.byNumbers(numbers, signal);
    const items = found.filter((summary) => isAskedOf(summary, question) && passes(summary)).map(toRecord);
    return { items, total: items.length, relation: "EXACT" };
  };
}

function askWords(question: SearchQuestion, { summaries, signal }: Index, indexed: OpenSearch["indexed"]): AskPage {
  const { text, kinds, nodes, filter } = question;
  return async (first, offset) => {
    if (offset > DEEPEST) return NOTHING;
    const answer = await summaries.search(
      {
        kinds: [...kinds],
        ...(nodes === null ? {} : { nodes: [...nodes] }),
        ...(text === null ? {} : { text }),
        ...{ filter, first, offset },
        ...(offset === 0 ? { facets: Object.values(FACET_FIELDS), facetTop: FACET_VALUES } : {}),
      },
      signal,
    );
    if (offset === 0) Object.assign(indexed, { facets: answer.facets, nodes: answer.perNode });
    return {
      items: answer.hits.map(({ summary }) => toRecord(summary)),
      total: answer.total,
      relation: answer.relation,
    };
  };
}

function isAskedOf({ node, kind }: Summary, { nodes, kinds }: SearchQuestion): boolean {
  return kinds.has(kind) && (nodes === null || nodes.has(node));
}

function toRecord(summary: Summary) {
  return { node: summary.node, kind: summary.kind, summary };
}
