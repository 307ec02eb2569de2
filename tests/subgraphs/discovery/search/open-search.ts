import { runSearch, type SearchLoad, type SearchResult } from "#subgraphs/discovery/search/run-search.ts";
import { SearchDesk } from "#subgraphs/discovery/search/search-desk.ts";
import type { SearchArguments } from "#subgraphs/discovery/search/search-question.ts";
import type { SummaryIndex } from "#subgraphs/discovery/summaries/summary-index.ts";
import type { NodeContext, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import type { NodePage } from "#subgraphs/runtime/ports.ts";
import { listed } from "#tests/subgraphs/discovery/open-discovery.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";

/** A node of the search: how it answers, and which kinds it declares. */
export interface SearchedNode {
  readonly code: string;
  readonly kinds?: readonly string[];
  readonly filters?: readonly string[];
  readonly answer: (search: NodeSearch, clock: ManualClock) => Promise<NodePage>;
}

export interface SearchBench {
  readonly clock: ManualClock;
  readonly desk: SearchDesk;
  readonly asked: { readonly node: string; readonly search: NodeSearch }[];
  page(args: SearchArguments): Promise<SearchResult>;
  cursorAfter(result: SearchResult): string;
}

const LONG_MS = 60_000;

/** Searches over nodes that are told to it, in a time that is moved by hand. */
export function openSearch(
  nodes: readonly SearchedNode[],
  options: { summaries?: SummaryIndex | null; desk?: object; hasWaitedMs?: number } = {},
): SearchBench {
  const { summaries = null, hasWaitedMs = 0 } = options;
  const clock = new ManualClock();
  const desk = new SearchDesk({ timer: clock, key: new Uint8Array(32), ...options.desk });
  const asked: { node: string; search: NodeSearch }[] = [];
  const platforms = nodes.map(({ code, kinds = ["LISTING"], filters = ["regions"] }) => {
    const node = listed(code, {}, kinds);
    return { ...node, kinds: node.kinds.map((kind) => ({ ...kind, filters })) };
  });
  const search = async (code: string, [one]: readonly NodeSearch[]) => {
    if (one === undefined) throw new Error("no question");
    asked.push({ node: code, search: one });
    const node = nodes.find((candidate) => candidate.code === code);
    return [await node?.answer(one, clock)];
  };
  const contextNow = () =>
    ({
      load: { summaries, desk },
      language: "zh",
      others: { directory: { list: () => platforms }, caller: { search } },
      call: {
        signal: new AbortController().signal,
        arrivedAt: clock.now() - hasWaitedMs,
        deadline: clock.now() + LONG_MS,
      },
    }) as unknown as NodeContext<SearchLoad>;
  return {
    clock,
    desk,
    asked,
    page: (args) => runSearch({ query: "光学胶", ...args }, contextNow()),
    cursorAfter: ({ question, search: { session }, position, hits }) => {
      const shown = position + hits.length;
      const positions = session.positionsAt(shown);
      return desk.seal.write({ question: question.key, session: session.id, shown, positions });
    },
  };
}

export function idsOf({ hits }: SearchResult): readonly string[] {
  return hits.map(({ record }) => record.id);
}
