import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import { createNodeCaller } from "#gateway/execute/node-caller.ts";
import { createNodeDirectory } from "#gateway/execute/node-directory.ts";
import { SourceBook } from "#gateway/execute/request-state.ts";
import type { NodeError } from "#subgraphs/runtime/node-error.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";
import { answered, requestScope, type StubAnswer, stubNode, testCallNode } from "./stub-node.ts";

const KINDS: GatewayNode["kinds"] = [
  { kind: "LISTING", typeName: "FarListing", search: "LIVE", about: [], filters: [], isPrivate: false, harvest: true },
  { kind: "CASE", typeName: "FarCase", search: "LIVE", about: [], filters: [], isPrivate: true, harvest: false },
];
const SEARCH = { kind: "LISTING", filter: {}, first: 2, offset: 0 };

function callerOf(answer: StubAnswer, scope = requestScope()) {
  const node = stubNode("far", answer, { kinds: KINDS });
  const sources = new SourceBook();
  const policy = new AnswerPolicy();
  return {
    node,
    sources,
    policy,
    caller: createNodeCaller([node], testCallNode(), { scope, sources, policy, clock: systemClock }),
  };
}

const hit = (id: string, date: string | null = null, typeName = "FarListing") => ({ typeName, id, summary: { date } });
const page = (...items: ReturnType<typeof hit>[]) => ({ total: items.length, relation: "EXACT", items });
const error = (code: NodeError["extensions"]["code"], path?: NodeError["path"]): NodeError => ({
  message: "x",
  path,
  extensions: { code, node: "far", retryable: false },
});
const codeOf = (value: unknown) =>
  value instanceof Error && "extensions" in value ? (value.extensions as NodeError["extensions"]).code : value;

describe("a search", () => {
  test("asks all questions in one request and gives one page each, in order", async () => {
    const { caller, node } = callerOf(() =>
      answered({ hubNodeSearch: [page(hit("1", "2026-01-02")), page(), page(hit("2"))] }),
    );
    const pages = await caller.search("far", [SEARCH, { ...SEARCH, text: "x" }, SEARCH]);
    expect(pages).toMatchObject([
      { total: 1, relation: "EXACT", items: [{ typeName: "FarListing", id: "1", date: "2026-01-02" }] },
      { total: 0, relation: "EXACT", items: [] },
      { total: 1, relation: "EXACT", items: [{ typeName: "FarListing", id: "2", date: null }] },
    ]);
    expect(node.requests).toHaveLength(1);
    expect(node.requests[0]?.variables).toMatchObject({ searches: [{ text: null }, { text: "x" }, { about: null }] });
  });

  test("gives each page the error that befell it", async () => {
    const errors = [error("NODE_TIMEOUT", ["hubNodeSearch", 1])];
    const { caller } = callerOf(() => answered({ hubNodeSearch: [page(), null] }, { errors }));
    expect((await caller.search("far", [SEARCH, SEARCH])).map(codeOf)).toEqual([
      expect.objectContaining({ total: 0 }),
      "NODE_TIMEOUT",
    ]);
  });

  test("whose node is down is that error for every page", async () => {
    const { caller } = callerOf(() => Promise.reject(new Error("down")));
    expect((await caller.search("far", [SEARCH, SEARCH])).map(codeOf)).toEqual([
      "NODE_UNAVAILABLE",
      "NODE_UNAVAILABLE",
    ]);
  });

  test.each([
    ["names a type of another node or kind", page(hit("1", null, "FarCase"))],
    ["gives more than was asked for", page(hit("1"), hit("2"), hit("3"))],
    ["counts less than nothing", { ...page(), total: -1 }],
    ["is left out", null],
  ])("page that %s is none", async (_what, given) => {
    const { caller } = callerOf(() => answered({ hubNodeSearch: [given, page(hit("1"))] }));
    expect((await caller.search("far", [SEARCH, SEARCH])).map(codeOf)).toEqual([
      "NODE_BAD_RESPONSE",
      expect.objectContaining({ total: 1 }),
    ]);
  });

  test("hit with a day that is none stands among those without", async () => {
    const { caller } = callerOf(() => answered({ hubNodeSearch: [page(hit("1", "9999"), hit("2", "~~"))] }));
    expect(await caller.search("far", [SEARCH])).toMatchObject([{ items: [{ date: null }, { date: null }] }]);
  });

  test("may take only a part of the time left, so that what was found can still be fetched", async () => {
    const clock = new ManualClock();
    const node = stubNode("far", () => answered({ hubNodeSearch: [page()] }));
    const scope = requestScope({ deadline: clock.now() + 1_000 });
    await createNodeCaller([node], testCallNode(clock), {
      scope,
      sources: new SourceBook(),
      policy: new AnswerPolicy(),
      clock,
    }).search("far", [SEARCH]);
    expect(node.requests[0]?.scope.deadline).toBeLessThan(clock.now() + 801);
  });
});

describe("a harvest", () => {
  const asked = { kind: "LISTING", cursor: "c1", first: 2, since: null };

  test("gives a batch with what a record is found by, what is gone, and where to go on", async () => {
    const summary = {
      title: " 光学胶 ",
      text: "x".repeat(2_000),
      numbers: ["CN1", "CN1", 7],
      classes: null,
      parties: ["甲"],
      price: { from: 10, to: -1 },
      status: "OPEN",
      codes: [{ filter: "modes", codes: ["LICENSE"] }, null],
      fetchedAt: "yesterday",
    };
    const batch = {
      items: [{ typeName: "FarListing", id: "1", summary }],
      removed: ["2", 3],
      cursor: null,
      resume: "r1",
    };
    const { caller, node } = callerOf(() => answered({ hubNodeHarvest: batch }));
    const { items, ...rest } = await caller.harvest("far", asked);
    expect(rest).toEqual({ removed: ["2"], cursor: null, resume: "r1", asked: [] });
    expect(items).toEqual([
      nodeSummary({
        typeName: "FarListing",
        id: "1",
        title: "光学胶",
        text: "x".repeat(600),
        numbers: ["CN1"],
        parties: ["甲"],
        price: { from: 10, to: null },
        status: "OPEN",
        codes: { modes: ["LICENSE"] },
      }),
    ]);
    expect(node.requests[0]?.variables).toEqual(asked);
  });

  test.each([
    ["another's records", { items: [hit("1", null, "FarCase")] }],
    ["more than was asked for", { items: [hit("1"), hit("2"), hit("3")] }],
    ["nulls", { items: [null, { typeName: "FarListing", id: 7 }] }],
    ["nothing", null],
  ])("with %s is refused", async (_what, batch) => {
    const { caller } = callerOf(() => answered({ hubNodeHarvest: batch }));
    await expect(caller.harvest("far", asked)).rejects.toMatchObject({ extensions: { code: "NODE_BAD_RESPONSE" } });
  });

  test("asks a node whose schema is older for nothing that it does not have", async () => {
    const typeDefs = parse(
      "type HubNodeSummary { title: String, date: Date } type HubNodeHarvestPage { cursor: String }",
    );
    const node = stubNode("far", () => answered({ hubNodeHarvest: { items: [], cursor: null } }), {
      kinds: KINDS,
      typeDefs,
    });
    const books = { scope: requestScope(), sources: new SourceBook(), policy: new AnswerPolicy(), clock: systemClock };
    await createNodeCaller([node], testCallNode(), books).harvest("far", asked);
    expect(node.requests[0]?.query).toMatch(/summary \{ title date \}/);
    expect(node.requests[0]?.query).not.toMatch(/removed|resume|parties/);
  });
});

describe("things of a node", () => {
  const references = ["1", "2", "3"].map((id) => ({ __typename: "FarListing", id }));
  const selections = { FarListing: "title", FarCase: "stage" };

  test("are asked for in one request, with the fields of each type, and given in order", async () => {
    const told = [{ __typename: "FarListing", title: "a" }, null, { __typename: "FarListing", title: null }];
    const { caller, node } = callerOf(() => answered({ _entities: told }));
    expect(await caller.entities("far", references, selections)).toEqual(told);
    expect(node.requests).toHaveLength(1);
    expect(node.requests[0]?.variables).toEqual({ representations: references });
    expect(node.requests[0]?.query).toContain("... on FarListing { title } ... on FarCase { stage }");
  });

  test("that failed are their error; one of which a field failed is given without it", async () => {
    const errors = [error("NODE_TIMEOUT", ["_entities", 0]), error("INTERNAL", ["_entities", 1, "title"])];
    const { caller } = callerOf(() => answered({ _entities: [null, { title: null }, null] }, { errors }));
    expect((await caller.entities("far", references, selections)).map(codeOf)).toEqual([
      "NODE_TIMEOUT",
      { title: null },
      null,
    ]);
  });

  test("are each an error where the node is down or tells of fewer than it was asked about", async () => {
    const down = callerOf(() => Promise.reject(new Error("down")));
    const codes = async (caller: ReturnType<typeof callerOf>["caller"]) =>
      (await caller.entities("far", references, selections)).map(codeOf);
    expect(await codes(down.caller)).toEqual(["NODE_UNAVAILABLE", "NODE_UNAVAILABLE", "NODE_UNAVAILABLE"]);
    expect(await codes(callerOf(() => answered({ _entities: [null] })).caller)).toEqual([
      null,
      "NODE_BAD_RESPONSE",
      "NODE_BAD_RESPONSE",
    ]);
  });
});

describe("other questions", () => {
  test("existence is told for each id; a short answer is no", async () => {
    const { caller, node } = callerOf(() => answered({ _entities: [{ __typename: "FarListing" }, null] }));
    expect(await caller.exist("far", "FarListing", ["1", "2", "3"])).toEqual([true, false, false]);
    expect(node.requests[0]?.variables).toEqual({
      representations: ["1", "2", "3"].map((id) => ({ __typename: "FarListing", id })),
    });
  });

  test("an error of the node is thrown with its code, also where there is data", async () => {
    const { caller } = callerOf(() => answered({ _entities: [null] }, { errors: [error("UNAUTHENTICATED")] }));
    await expect(caller.exist("far", "FarCase", ["1"])).rejects.toMatchObject({
      extensions: { code: "UNAUTHENTICATED" },
    });
    await expect(caller.account("far")).rejects.toMatchObject({ extensions: { code: "UNAUTHENTICATED" } });
  });

  test("modules are those that the node names; none when it has none", async () => {
    const module = { module: "FINANCE", raw: null, count: 3 };
    const { caller } = callerOf(() => answered({ hubNodeInformation: { serviceModules: [module] } }));
    expect(await caller.serviceModules("far")).toEqual([module]);
    expect(await callerOf(() => answered({ hubNodeInformation: null })).caller.serviceModules("far")).toEqual([]);
  });

  test("a credential is the request's, for that node", () => {
    const scope = requestScope({ nodeCredentials: new Map([["far", "Bearer x"]]) });
    const { caller } = callerOf(() => answered({}), scope);
    expect([caller.hasCredential("far"), caller.hasCredential("near")]).toEqual([true, false]);
  });

  test("sources that were asked are put in the request's book", async () => {
    const report = {
      node: "far",
      source: "portal",
      outcome: "OK" as const,
      upstreamCalls: 1,
      cacheHits: 0,
      ageSeconds: 0,
      durationMs: 1,
    };
    const { caller, sources } = callerOf(() => answered({ hubNodeAccount: null }, { sources: [report] }));
    await caller.account("far");
    await caller.account("far");
    expect(sources.list()).toEqual([{ ...report, upstreamCalls: 2 }]);
  });
});

describe("the directory", () => {
  const typeDefs = parse(`
    type FarListing @key(fields: "id") { id: ID! }
    type Patent @key(fields: "id", resolvable: false) { id: ID! }
    type Agency @key(fields: "code") { code: ID! }
  `);
  let state: "LIVE" | "PAUSED" = "LIVE";
  const far = stubNode("far", () => answered({}), { typeDefs, kinds: KINDS, state: () => state });
  const hub = stubNode("hub", () => answered({}), {
    seesOthers: true,
    typeDefs: parse('type HubNode @key(fields: "id") { id: ID! }'),
  });
  const directory = createNodeDirectory([far, hub]);

  test("lists platforms, not the node that asks them, with their present state", () => {
    expect(directory.list()).toMatchObject([{ code: "far", state: "LIVE", kinds: KINDS }]);
    state = "PAUSED";
    expect(directory.list()).toMatchObject([{ code: "far", state: "PAUSED" }]);
    expect(Object.keys(directory.list()[0] ?? {})).not.toContain("service");
  });

  test("knows the owner of a type that can be had by its id, and of no other", () => {
    expect(directory.ownerOf("FarListing")).toMatchObject({ code: "far" });
    for (const name of ["Patent", "Agency", "HubNode", "Nothing"]) expect(directory.ownerOf(name)).toBeUndefined();
  });
});
