import { describe, expect, test } from "vitest";
import type { NodePage } from "#subgraphs/runtime/ports.ts";
import { failed, type ListedStub, listed, openDiscovery } from "#tests/subgraphs/discovery/open-discovery.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";

const SEARCH = /* GraphQL */ `query ($query: String, $kinds: [AssetKind!], $filter: SearchFilter, $first: Int, $after: String, $deadlineMs: Int) {
  search(query: $query, kinds: $kinds, filter: $filter, first: $first, after: $after, deadlineMs: $deadlineMs) {
    total { value relation }
    edges { cursor kind score foundBy { hubNode { code } rank origin ageSeconds record { id } } node { __typename id } }
    nodes { id }
    facets { field exact buckets { value label count } }
    perNode { hubNode { code } outcome hits tookMs filteredByHub }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    resumed
  }
}`;

const PATENT = "CN202310123456.6";
const COPY_KIND = { kind: "PATENT_RECORD", typeName: "SichuanPatentRecord" };
const PATENT_KIND = { kind: "PATENT", typeName: "Patent" };

function pageOf(...items: readonly Parameters<typeof nodeSummary>[0][]): NodePage {
  return { items: items.map(nodeSummary), total: items.length, relation: "EXACT" };
}

function node(code: string, page: NodePage | Error, parts: Partial<ListedStub["kinds"][number]> = {}): ListedStub {
  const stub = listed(code, { search: (searches) => searches.map(() => page) });
  return { ...stub, kinds: stub.kinds.map((kind) => ({ ...kind, ...parts })) };
}

describe("one search over all nodes", () => {
  test("what several nodes have of one patent is one hit, told with all of them and shown as the original", async () => {
    const { ask, bugs } = openDiscovery([
      node("a", pageOf({ id: "copy", typeName: "SichuanPatentRecord", title: "光学胶", numbers: [PATENT] }), COPY_KIND),
      node(
        "b",
        pageOf({ id: "original", typeName: "Patent", title: "光学胶", numbers: [PATENT, "CN116012345B"] }),
        PATENT_KIND,
      ),
    ]);
    const { data, errors } = await ask(SEARCH, { query: "光学胶", kinds: ["PATENT"] });
    expect([errors, bugs]).toEqual([[], []]);
    expect(data.search.edges).toHaveLength(1);
    const [edge] = data.search.edges;
    expect(edge.node).toEqual({ __typename: "Patent", id: "original" });
    expect(edge.foundBy.map((found: { hubNode: unknown; record: unknown }) => [found.hubNode, found.record])).toEqual([
      [{ code: "b" }, { id: "original" }],
      [{ code: "a" }, { id: "copy" }],
    ]);
    expect(data.search.total).toEqual({ value: 1, relation: "EXACT" });
  });

  test("an invention and the utility model of the same day stay two hits, whatever their titles", async () => {
    const title = "一种桥梁缆索检测机器人";
    const { ask } = openDiscovery([
      node("a", pageOf({ id: "u", typeName: "SichuanPatentRecord", title, numbers: ["CN202120888999.3"] }), COPY_KIND),
      node("b", pageOf({ id: "i", typeName: "Patent", title, numbers: ["CN202110444555.5"] }), PATENT_KIND),
    ]);
    const { data } = await ask(SEARCH, { query: title, kinds: ["PATENT"] });
    expect(data.search.nodes.map(({ id }: { id: string }) => id).sort()).toEqual(["i", "u"]);
  });

  test("a number whose check digit is wrong joins nothing", async () => {
    const wrong = "CN202310123456.7";
    const { ask } = openDiscovery([
      node("a", pageOf({ id: "x", typeName: "SichuanPatentRecord", numbers: [wrong] }), COPY_KIND),
      node("b", pageOf({ id: "y", typeName: "SichuanPatentRecord", numbers: [wrong] }), COPY_KIND),
    ]);
    const { data } = await ask(SEARCH, { query: "胶", kinds: ["PATENT"] });
    expect(data.search.edges).toHaveLength(2);
  });

  test("what bears the query's words in its title comes before what bears them elsewhere, whichever node found it first", async () => {
    const { ask } = openDiscovery([
      node("a", pageOf({ id: "1", title: "检测支架" }, { id: "2", title: "一种光学胶" })),
      node("b", pageOf({ id: "3", title: "支架", text: "用于光学胶" })),
    ]);
    const { data } = await ask(SEARCH, { query: "光学胶" });
    expect(data.search.nodes.map(({ id }: { id: string }) => id)).toEqual(["2", "3", "1"]);
  });

  test("a node that fails costs its own finds and is told; the total is then a lower bound", async () => {
    const { ask } = openDiscovery([
      node("a", pageOf({ id: "1" })),
      node("b", failed("b", "NODE_UNAVAILABLE")),
      node("c", failed("c", "NODE_THROTTLED")),
      node("d", failed("d", "NODE_BAD_RESPONSE")),
      node("e", failed("e", "NODE_CANNOT_ANSWER")),
    ]);
    const { data, errors } = await ask(SEARCH, { query: "胶" });
    expect(errors).toEqual([]);
    expect(data.search.nodes).toEqual([{ id: "1" }]);
    expect(data.search.total).toEqual({ value: 1, relation: "AT_LEAST" });
    const outcomes = data.search.perNode.map(
      (one: { hubNode: { code: string }; outcome: string; hits: number | null }) => [
        one.hubNode.code,
        one.outcome,
        one.hits,
      ],
    );
    expect(outcomes).toEqual([
      ["a", "OK", 1],
      ["b", "UNAVAILABLE", null],
      ["c", "THROTTLED", null],
      ["d", "BAD_RESPONSE", null],
      ["e", "INDEXED", null],
    ]);
  });

  test("with every node down there is an empty page that leads on, not an error", async () => {
    const { ask } = openDiscovery([node("a", failed("a", "NODE_UNAVAILABLE"))]);
    const { data, errors } = await ask(SEARCH, { query: "胶" });
    expect(errors).toEqual([]);
    expect(data.search.edges).toEqual([]);
    expect(data.search.pageInfo).toMatchObject({ hasNextPage: true, endCursor: expect.any(String) });
  });

  test("conditions that a node cannot apply are applied to what it gives, and told", async () => {
    const { ask, asked } = openDiscovery([
      node("a", pageOf({ id: "1", region: "510107" }, { id: "2", region: "500103" }, { id: "3" })),
      node("b", pageOf({ id: "4", region: "500103" }), { filters: ["regions"] }),
    ]);
    const { data } = await ask(SEARCH, { query: "胶", filter: { regions: ["510000"] } });
    expect(data.search.nodes.map(({ id }: { id: string }) => id).sort()).toEqual(["1", "4"]);
    expect(asked.map(({ node: code, searches }) => [code, searches[0]?.filter])).toEqual([
      ["a", {}],
      ["b", { regions: ["510000"] }],
    ]);
    const told = data.search.perNode.map((one: { filteredByHub: unknown }) => one.filteredByHub);
    expect(told).toEqual([["regions"], []]);
    expect(data.search.total.relation).toBe("EXACT");
  });

  test("a number in the query is looked up as such, and what bears it stands first", async () => {
    const { ask, asked } = openDiscovery([
      node("a", pageOf({ id: "p", typeName: "Patent", numbers: [PATENT] }), { ...PATENT_KIND, filters: ["numbers"] }),
      node("b", pageOf({ id: "l", numbers: [PATENT] })),
      node("c", pageOf({ id: "w", title: "支架" }), { about: [] }),
    ]);
    await ask(SEARCH, { query: "专利号：2023101234566" });
    expect(asked).toMatchObject([
      { node: "a", searches: [{ kind: "PATENT", filter: { numbers: [PATENT] } }] },
      { node: "b", searches: [{ kind: "LISTING", about: { typeName: "Patent", key: PATENT } }] },
    ]);
    const { data } = await ask(SEARCH, { query: `支架 ${PATENT}` });
    expect(asked.at(-1)).toMatchObject({ node: "c", searches: [{ text: "支架" }] });
    expect(data.search.nodes.map(({ id }: { id: string }) => id)).toEqual(["l", "p", "w"]);
  });

  test("facets count a thing once for each value that a node tells of it", async () => {
    const { ask } = openDiscovery([
      node("a", pageOf({ id: "1", region: "510100", date: "2024-01-02", classes: ["G02B 1/04", "G02B 5/00"] })),
      node("b", pageOf({ id: "2", region: "510100", date: "2023-01-02" })),
    ]);
    const { data } = await ask(SEARCH, { query: "胶" });
    expect(data.search.facets).toEqual([
      { field: "KIND", exact: true, buckets: [{ value: "LISTING", label: "供给（挂牌）", count: 2 }] },
      {
        field: "NODE",
        exact: true,
        buckets: [
          { value: "a", label: "节点a", count: 1 },
          { value: "b", label: "节点b", count: 1 },
        ],
      },
      { field: "REGION", exact: true, buckets: [{ value: "510100", label: "成都市", count: 2 }] },
      { field: "CLASS", exact: true, buckets: [{ value: "G02B", label: "G02B", count: 1 }] },
      {
        field: "YEAR",
        exact: true,
        buckets: [
          { value: "2023", label: "2023", count: 1 },
          { value: "2024", label: "2024", count: 1 },
        ],
      },
    ]);
  });

  test("private kinds are never searched", async () => {
    const { ask, asked } = openDiscovery([listed("a", {}, ["LISTING", "CASE"])], ["a"]);
    await ask(SEARCH, { query: "胶" });
    expect(asked.map(({ searches }) => searches[0]?.kind)).toEqual(["LISTING"]);
    const { errors } = await ask(SEARCH, { query: "胶", kinds: ["CASE"] });
    expect(errors).toMatchObject([{ code: "BAD_USER_INPUT" }]);
  });
});

describe("bad input", () => {
  const { ask } = openDiscovery([node("a", pageOf({ id: "1" }, { id: "2" }))]);

  test.each([
    ["no query and no filter", {}],
    ["an empty query without a filter", { query: " " }],
    ["a query that is too long", { query: "胶".repeat(501) }],
    ["a deadline that is too short", { query: "胶", deadlineMs: 49 }],
    ["a deadline that is too long", { query: "胶", deadlineMs: 10_001 }],
    ["a page that is too large", { query: "胶", first: 101 }],
    ["no kinds", { query: "胶", kinds: [] }],
    ["an unknown node", { query: "胶", filter: { nodes: ["nobody"] } }],
    ["an unknown region", { query: "胶", filter: { regions: ["999999"] } }],
    ["days the wrong way round", { query: "胶", filter: { date: { from: "2024-02-01", to: "2024-01-01" } } }],
  ])("%s is BAD_USER_INPUT", async (_what, variables) => {
    const { data, errors } = await ask(SEARCH, variables);
    expect(data).toEqual({ search: null });
    expect(errors).toMatchObject([{ path: ["search"], code: "BAD_USER_INPUT" }]);
  });

  test("a cursor that was tampered with, made up or given for another question is BAD_CURSOR", async () => {
    const { data } = await ask(SEARCH, { query: "胶", first: 1 });
    const cursor: string = data.search.pageInfo.endCursor;
    const { data: next } = await ask(SEARCH, { query: "胶", first: 1, after: cursor });
    expect(next.search.nodes).toHaveLength(1);
    const [payload = "", mac = ""] = cursor.split(".");
    const other = `${payload.slice(0, -1)}${payload.endsWith("A") ? "B" : "A"}.${mac}`;
    for (const after of [
      other,
      payload,
      `${payload}.`,
      `${cursor}=`,
      `${payload}.${"A".repeat(22)}`,
      "bTE6e30",
      "x".repeat(5_000),
    ]) {
      const { errors } = await ask(SEARCH, { query: "胶", after });
      expect(errors).toMatchObject([{ code: "BAD_CURSOR" }]);
    }
    const foreign = await ask(SEARCH, { query: "光", after: cursor });
    expect(foreign.errors).toMatchObject([{ code: "BAD_CURSOR" }]);
  });
});
