import { expect, test } from "vitest";
import { shownSummaries } from "#subgraphs/discovery/summaries/shown-summaries.ts";
import { memoryIndex, summary } from "#tests/subgraphs/discovery/memory-index.ts";
import { listed, openDiscovery } from "#tests/subgraphs/discovery/open-discovery.ts";
import { openEngine } from "#tests/subgraphs/discovery/summaries/open-engine.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";

const SEARCH = `query($query: String) {
  search(query: $query) { nodes { id } total { value relation } perNode { hubNode { code } outcome hits } }
}`;
const SUGGEST = `query($prefix: String!) { suggest(prefix: $prefix) { text } }`;
const NEVER = new AbortController().signal;

const records = [
  summary({ id: "a1", node: "a", kind: "LISTING", title: "低温光学胶" }),
  summary({ id: "b1", node: "b", kind: "LISTING", title: "低温阀", typeName: "ChongqingListing" }),
  summary({ id: "b2", node: "b", kind: "LISTING", title: "低温光学胶膜", typeName: "ChongqingListing" }),
];

function hub(state: "LIVE" | "PAUSED", search: "LIVE" | "INDEX" = "INDEX") {
  const nodes = ["a", "b"].map((code) => {
    const node = listed(code, { owns: [code === "a" ? "SichuanListing" : "ChongqingListing"] });
    const kinds = node.kinds.map((kind) => ({ ...kind, search }));
    return { ...node, kinds, state: code === "b" ? state : ("LIVE" as const) };
  });
  return openDiscovery(nodes, [], memoryIndex(records));
}

test("what the index has of a node is not found while it is paused, and the search says whose records are missing", async () => {
  const ids = async (state: "LIVE" | "PAUSED") => {
    const { data, errors } = await hub(state).ask(SEARCH, { query: "低温光学胶" });
    expect(errors).toEqual([]);
    return [data.search.nodes.map(({ id }: { id: string }) => id), data.search.perNode];
  };
  expect((await ids("LIVE"))[0]).toEqual(["a1", "b2"]);
  expect(await ids("PAUSED")).toEqual([["a1"], [{ hubNode: { code: "b" }, outcome: "UNAVAILABLE", hits: null }]]);
});

test("nor are its titles suggested", async () => {
  const texts = async (state: "LIVE" | "PAUSED") =>
    (await hub(state).ask(SUGGEST, { prefix: "低温" })).data.suggest.map(({ text }: { text: string }) => text);
  expect(await texts("LIVE")).toEqual(["低温光学胶", "低温阀", "低温光学胶膜"]);
  expect(await texts("PAUSED")).toEqual(["低温光学胶"]);
});

test("what several records bear is suggested where one of another node bears it, too", async () => {
  await using opened = await openEngine();
  const { writer, engine } = opened;
  const party = (name: string) => ({ parties: [name], classes: ["C09J 7/00"] });
  const write = (node: string, items: readonly ReturnType<typeof nodeSummary>[]) => {
    const { run } = writer.begin(node, "LISTING", { mode: "whole", now: 1, anew: false });
    writer.put({ node, kind: "LISTING", run, items, removed: [], cursor: null, most: 100 });
  };
  write("a", [nodeSummary({ id: "1", title: "共有的标题", ...party("甲乙示例有限公司") })]);
  write("b", [
    nodeSummary({ id: "2", title: "共有的标题", ...party("甲乙示例有限公司") }),
    nodeSummary({ id: "3", title: "共有吗", ...party("甲丙示例有限公司") }),
    nodeSummary({ id: "4", title: "共有吗", ...party("甲丙示例有限公司") }),
  ]);
  const index = {
    search: async (question: Parameters<typeof engine.search>[0]) => engine.search(question),
    suggest: async (...asked: Parameters<typeof engine.suggest>) => engine.suggest(...asked),
  };
  const shown = shownSummaries(index as never, {
    list: () => [listed("a"), listed("b", { state: "PAUSED" })],
    ownerOf: () => undefined,
  });
  const texts = async (prefix: string) =>
    (await shown.suggest(prefix, ["TITLE", "ORGANIZATION", "CLASSIFICATION"], 10, NEVER)).map(({ text }) => text);
  expect(engine.suggest("共有", ["TITLE"], 10).map(({ text }) => text)).toEqual(["共有吗", "共有的标题"]);
  expect(await texts("共有")).toEqual(["共有的标题"]);
  expect(await texts("甲")).toEqual(["甲乙示例有限公司"]);
  expect(await texts("C09")).toEqual(["C09J"]);
});
