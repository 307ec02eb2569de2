import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { SummaryStore } from "#subgraphs/discovery/summaries/create-summary-store.ts";
import type { SummaryQuestion } from "#subgraphs/discovery/summaries/summary-index.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";
import { harvested, NEVER, openStore } from "./open-store.ts";

const glue = nodeSummary({
  id: "L1",
  title: "低温固化光学胶转让",
  text: "一种用于显示屏贴合的光学胶",
  numbers: ["CN202310123456.6"],
  classes: ["C09J 4/00", "C09J 11/04", "G02B 1/04"],
  region: "510100",
  parties: ["成都示例光电有限公司", "91510100MA0DEM0A77"],
  price: { from: 150_000, to: 150_000 },
  status: "OPEN",
  codes: { modes: ["ASSIGNMENT"], listingStatuses: ["OPEN"] },
  date: "2025-03-01",
  licence: "OPEN-DATA",
  fetchedAt: "2026-11-01T00:00:00.000Z",
});
const bracket = nodeSummary({
  id: "L2",
  typeName: "ChongqingListing",
  title: "便携式检测支架许可",
  numbers: ["CN202220765432.1"],
  classes: ["G01N 21/01"],
  region: "500107",
  parties: ["重庆示例新材料有限公司"],
  status: "OPEN",
  codes: { modes: ["LICENSE"], listingStatuses: ["OPEN"] },
  date: "2025-06-01",
  fetchedAt: "2026-10-01T00:00:00.000Z",
});
const demand = nodeSummary({
  id: "D1",
  typeName: "ChongqingDemand",
  title: "低温固化胶粘剂",
  text: "寻求低温固化胶粘剂的许可",
  region: "500107",
  parties: ["重庆示例新材料有限公司"],
  price: { from: null, to: 200_000 },
  codes: { regions: ["500000"] },
});
const trademark = nodeSummary({ id: "T1", typeName: "Trademark", title: "示例光", classes: ["9", "42"] });

let opened: Awaited<ReturnType<typeof openStore>>;
let store: SummaryStore;
beforeAll(async () => {
  opened = await openStore();
  store = opened.store;
  await harvested(store, "sichuan", "LISTING", [glue]);
  await harvested(store, "chongqing", "LISTING", [bracket]);
  await harvested(store, "chongqing", "DEMAND", [demand]);
  await harvested(store, "national", "TRADEMARK", [trademark]);
});
afterAll(() => opened[Symbol.asyncDispose]());

const search = (question: Partial<SummaryQuestion>) => store.index.search({ kinds: [], first: 10, ...question }, NEVER);
const idsOf = async (question: Partial<SummaryQuestion>) =>
  (await search(question)).hits.map(({ summary }) => summary.id);

describe("a text", () => {
  test.each([
    ["all of it in the title", "光学胶", ["L1"]],
    ["most of it", "低温固化胶水", ["D1", "L1"]],
    ["a party", "成都示例光电", ["L1"]],
    ["other words that are searched", "显示屏", ["L1"]],
    ["a number", "CN202310123456.6", ["L1"]],
    ["half-width or not", "Ｖ1 光学胶", ["L1"]],
    ["what nobody has", "量子纠缠", []],
    ["no word at all", "，。！", []],
  ])("is found by %s", async (_what, text, ids) => {
    expect((await idsOf({ text })).toSorted()).toEqual([...ids].toSorted());
  });

  test("scores a title above other words, and ranks by score", async () => {
    const { hits } = await search({ text: "低温固化" });
    expect(hits.map(({ rank }) => rank)).toEqual([0, 1]);
    expect(hits[0]?.score).toBeGreaterThan(hits[1]?.score ?? 0);
    expect(hits[0]?.summary.id).toBe("D1");
  });

  test("of any length is met by any of it where that is asked for", async () => {
    const text = "本公司因生产需要，寻求一种可在低温下固化的胶，用于新型电池";
    expect(await idsOf({ text })).toEqual([]);
    expect(await idsOf({ text, match: "ANY" })).toContain("D1");
  });
});

describe("a filter", () => {
  test.each<[string, Partial<SummaryQuestion>, readonly string[]]>([
    ["kinds", { kinds: ["DEMAND", "TRADEMARK"] }, ["D1", "T1"]],
    ["a kind that nobody has", { kinds: ["REPORT"] }, []],
    ["nodes", { nodes: ["sichuan"] }, ["L1"]],
    ["no node", { nodes: [] }, []],
    ["a region with all below it", { filter: { regions: ["510000"] } }, ["L1"]],
    ["the cluster", { filter: { regions: ["CHENGDU_CHONGQING"] } }, ["D1", "L1", "L2"]],
    ["a region that another serves", { kinds: ["DEMAND"], filter: { regions: ["500103"] } }, ["D1"]],
    ["codes of the contract", { filter: { modes: ["LICENSE", "EQUITY"] } }, ["L2"]],
    ["two conditions", { filter: { modes: ["LICENSE"], regions: ["510000"] } }, []],
    ["a state", { filter: { statuses: ["OPEN"] } }, ["L1", "L2"]],
    ["a patent class with all below it", { filter: { classes: ["C09J"] } }, ["L1"]],
    ["a group", { filter: { classes: ["C09J 11/04"] } }, ["L1"]],
    ["a Nice class, and no other that begins like it", { filter: { classes: ["4"] } }, []],
    ["a Nice class", { filter: { classes: ["42"] } }, ["T1"]],
    ["prices that overlap", { filter: { price: { from: 160_000 } } }, ["D1"]],
    ["a price that suffices", { filter: { price: { to: 150_000 } } }, ["D1", "L1"]],
    ["days", { filter: { date: { from: "2025-03-02", to: "2025-06-01" } } }, ["L2"]],
    ["a part of a party's name", { filter: { party: "示例新材料" } }, ["D1", "L2"]],
    ["words of a name that do not stand in a row", { filter: { party: "成都有限公司" } }, []],
    ["a credit code", { filter: { party: "91510100MA0DEM0A77" } }, ["L1"]],
    ["a party with a text", { text: "低温固化", filter: { party: "示例新材料" } }, ["D1"]],
    ["the patent it is about", { about: { typeName: "Patent", key: "CN202310123456.6" } }, ["L1"]],
    ["that patent's id", { about: { typeName: "Patent", key: encodeNodeId("Patent", "CN202310123456.6") } }, ["L1"]],
    ["the organisation", { about: { typeName: "Organization", key: "重庆示例新材料有限公司" } }, ["D1", "L2"]],
  ])("by %s", async (_what, question, ids) => {
    expect((await idsOf(question)).toSorted()).toEqual(ids);
  });
});

describe("an answer", () => {
  test("gives the newest first without a text, and pages", async () => {
    expect(await idsOf({})).toEqual(["L2", "L1", expect.any(String), expect.any(String)]);
    const whole = await idsOf({});
    const { hits, total, relation } = await search({ first: 2, offset: 1 });
    expect(hits.map(({ summary, rank }) => [summary.id, rank])).toEqual([
      [whole[1], 1],
      [whole[2], 2],
    ]);
    expect({ total, relation }).toEqual({ total: 4, relation: "EXACT" });
  });

  test("gives back what the node told, with node and kind", async () => {
    const [hit] = (await search({ text: "光学胶" })).hits;
    expect(hit?.summary).toEqual({ ...glue, node: "sichuan", kind: "LISTING" });
  });

  test("counts facets", async () => {
    const { facets } = await search({ facets: ["kind", "class", "region", "year", "status"], facetTop: 3 });
    expect(facets).toEqual([
      {
        field: "kind",
        values: [
          { value: "LISTING", count: 2 },
          { value: "DEMAND", count: 1 },
          { value: "TRADEMARK", count: 1 },
        ],
      },
      {
        field: "class",
        values: ["42", "9", "C09J"].map((value) => ({ value, count: 1 })),
      },
      {
        field: "region",
        values: [
          { value: "500107", count: 2 },
          { value: "510100", count: 1 },
        ],
      },
      { field: "year", values: [{ value: "2025", count: 2 }] },
      { field: "status", values: [{ value: "OPEN", count: 2 }] },
    ]);
  });

  test("tells each node's share and the age of its oldest record", async () => {
    const { perNode } = await search({ kinds: ["LISTING"] });
    expect(perNode.get("sichuan")).toEqual({ hits: 1, ageSeconds: expect.any(Number) });
    expect(perNode.get("national")).toEqual({ hits: 0, ageSeconds: null });
  });

  test("is a lower bound while a kind has not been read through", async () => {
    await using other = await openStore();
    const { writer, index } = other.store;
    const { run } = await writer.begin("far", "LISTING", { mode: "whole", now: 0, anew: false });
    const batch = { node: "far", kind: "LISTING", run, removed: [], cursor: "c", most: 10 };
    await writer.put({ ...batch, items: [nodeSummary({ id: "1" })] });
    expect(await index.search({ kinds: [], first: 1 }, NEVER)).toMatchObject({ total: 1, relation: "AT_LEAST" });
  });

  test("to one who has left is none", async () => {
    await expect(store.index.search({ kinds: [], first: 1 }, AbortSignal.abort())).rejects.toThrow("aborted");
  });
});

describe("look-ups", () => {
  test("by numbers and by ids give what is there", async () => {
    const found = await store.index.byNumbers(["CN202310123456.6", "CN000000000000.0"], NEVER);
    expect(found.map(({ id }) => id)).toEqual(["L1"]);
    expect((await store.index.byIds(["D1", "nothing"], NEVER)).map(({ id }) => id)).toEqual(["D1"]);
  });
});

describe("suggestions", () => {
  test.each([
    ["a title as written", "低温", ["低温固化胶粘剂", "低温固化光学胶转让"]],
    ["initials", "dwgh", ["低温固化胶粘剂", "低温固化光学胶转让"]],
    ["an organisation", "重庆示", ["重庆示例新材料有限公司"]],
    ["an organisation by initials, as the city is called", "cqsl", ["重庆示例新材料有限公司"]],
    ["a class", "c09", ["C09J"]],
    ["nothing", " ", []],
    ["what nobody has", "zzzz", []],
  ])("by %s", async (_what, prefix, texts) => {
    const found = await store.index.suggest(prefix, ["TITLE", "ORGANIZATION", "CLASSIFICATION"], 5, NEVER);
    expect(found.map(({ text }) => text)).toEqual(texts);
  });

  test("tell how many carry them, and whose title it is", async () => {
    expect(await store.index.suggest("重庆", ["ORGANIZATION"], 5, NEVER)).toMatchObject([{ count: 2, record: null }]);
    expect(await store.index.suggest("示例光", ["TITLE"], 5, NEVER)).toEqual([
      { kind: "TITLE", text: "示例光", count: 1, record: { typeName: "Trademark", id: "T1" } },
    ]);
  });
});

test("coverage tells what has been read of each kind", async () => {
  expect(await store.index.coverage()).toMatchObject([
    { node: "chongqing", kind: "DEMAND", count: 1, isComplete: true, oldestFetchedAt: null },
    { node: "chongqing", kind: "LISTING", count: 1, oldestFetchedAt: "2026-10-01T00:00:00.000Z" },
    { node: "national", kind: "TRADEMARK" },
    { node: "sichuan", kind: "LISTING", lastHarvestAt: "2026-11-01T00:00:00.000Z" },
  ]);
});
