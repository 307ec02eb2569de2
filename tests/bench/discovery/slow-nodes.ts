import { setTimeout as pause } from "node:timers/promises";
import { runSearch, type SearchLoad } from "#subgraphs/discovery/search/run-search.ts";
import { SearchDesk } from "#subgraphs/discovery/search/search-desk.ts";
import type { NodeContext, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import type { ListedNode } from "#subgraphs/runtime/ports.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";

const NODES = 10;
const LONG_MS = 10_000;

/** What a search takes beyond its slowest node, milliseconds: ten nodes, each of which needs that long for a page of twenty. */
export async function overSlowest(latencyMs: number, rounds: number): Promise<readonly number[]> {
  const desk = new SearchDesk();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    const page = await runSearch({ query: `胶 ${round}`, deadlineMs: 2 * latencyMs }, contextOf(desk, latencyMs));
    times.push(performance.now() - startedAt - latencyMs);
    if (page.hits.length !== 20 || page.visits.some(({ isLate }) => isLate)) throw new Error("not what was asked for");
  }
  return times;
}

function contextOf(desk: SearchDesk, latencyMs: number): NodeContext<SearchLoad> {
  const search = async (code: string, [one]: readonly NodeSearch[]) => {
    await pause(latencyMs);
    const items: NodeSummary[] = Array.from({ length: one?.first ?? 0 }, (_none, index) =>
      nodeSummary({ id: `${code}-${index}`, title: `一种光学胶 ${index}` }),
    );
    return [{ items, total: 1_000, relation: "EXACT" }];
  };
  // The search looks at no more than this of its context.
  return {
    load: { summaries: null, desk },
    language: "zh",
    others: {
      directory: { list: () => Array.from({ length: NODES }, (_none, index) => listed(`n${index}`)) },
      caller: { search },
    },
    call: { signal: new AbortController().signal, deadline: Date.now() + LONG_MS },
  } as unknown as NodeContext<SearchLoad>;
}

function listed(code: string): ListedNode {
  const kind = { kind: "LISTING", typeName: "Listing", search: "LIVE", about: [], filters: [] } as const;
  const names = { zh: code, en: code };
  return {
    ...{ code, name: names, operator: names, region: null, state: "LIVE", sources: [] },
    kinds: [{ ...kind, isPrivate: false, harvest: false }],
  };
}
