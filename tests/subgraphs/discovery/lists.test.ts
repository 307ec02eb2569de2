import { describe, expect, test } from "vitest";
import { memoryIndex, summary } from "./memory-index.ts";
import { failed, listed, openDiscovery, page } from "./open-discovery.ts";

const LISTINGS = `query($first: Int, $after: String, $filter: ListingFilter) {
  listings(first: $first, after: $after, filter: $filter) { nodes { __typename id } total { value relation } pageInfo { hasNextPage endCursor } }
}`;
const ids = (data: { listings: { nodes: readonly { id: string }[] } }) => data.listings.nodes.map(({ id }) => id);

const A = listed("a", { search: () => [page(["a1", "2026-03-01"], ["a2", "2026-01-01"])] });
const B = listed("b", { search: () => [page(["b1", "2026-02-01"])] });

describe("a list over all nodes", () => {
  test("is one list, newest first, of those that have the kind", async () => {
    const { ask, asked } = openDiscovery([A, B, listed("c", {}, ["EXPERT"])]);
    const { data, errors } = await ask(LISTINGS);
    expect(errors).toEqual([]);
    expect(ids(data)).toEqual(["a1", "b1", "a2"]);
    expect(data.listings.nodes[0].__typename).toBe("SichuanListing");
    expect(data.listings.total).toEqual({ value: 3, relation: "EXACT" });
    expect(asked.map(({ node }) => node)).toEqual(["a", "b"]);
  });

  test("asks a node once for all the lists of a request", async () => {
    const both = listed("a", { search: (searches) => searches.map(() => page(["a1", null])) });
    const { ask, asked } = openDiscovery([both]);
    const { data } = await ask('{ x: listings { nodes { id } } y: listings(filter: { text: "t" }) { nodes { id } } }');
    expect(data).toEqual({ x: { nodes: [{ id: "a1" }] }, y: { nodes: [{ id: "a1" }] } });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.searches).toMatchObject([{ text: null }, { text: "t" }]);
  });

  test("hands on filter and subject as they are, and the page from where each node was left", async () => {
    const { ask, asked } = openDiscovery([A, B]);
    const first = await ask(LISTINGS, { first: 2 });
    const filter = { nodes: ["a"], regions: ["510000"], modes: ["LICENSE"], text: "胶", party: "甲" };
    await ask(LISTINGS, { first: 2, after: first.data.listings.pageInfo.endCursor, filter });
    const { text, nodes: _nodes, ...rest } = filter;
    expect(asked.at(-1)).toMatchObject({
      node: "a",
      searches: [{ kind: "LISTING", text, filter: rest, about: null, first: 2, offset: 1 }],
    });
    await ask(
      `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Patent { listings { nodes { id } } } } }`,
      {
        representations: [{ __typename: "Patent", applicationNumber: "CN202310123456.6" }],
      },
    );
    expect(asked.at(-1)?.searches[0]).toMatchObject({ about: { typeName: "Patent", key: "CN202310123456.6" } });
  });

  describe("of a patent's offers at a node that cannot be asked by its number", () => {
    const NUMBER = "CN202310123456.6";
    const OFFERS = `query($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Patent { listings { nodes { id } total { value relation } } } }
    }`;
    const representations = [{ __typename: "Patent", applicationNumber: NUMBER }];
    const unable = listed("a", { search: () => [failed("a", "NODE_CANNOT_ANSWER")] });
    const known = (id: string, node: string) =>
      summary({ id, node, kind: "LISTING", typeName: "SichuanListing", numbers: [NUMBER] });

    test("has what the index knows there, and says that there may be more", async () => {
      const index = memoryIndex([known("a1", "a"), known("c1", "c")]);
      const { data, errors } = await openDiscovery([unable, B], [], index).ask(OFFERS, { representations });
      expect(errors).toEqual([]);
      expect(data).toEqual({
        _entities: [{ listings: { nodes: [{ id: "b1" }, { id: "a1" }], total: { value: 2, relation: "AT_LEAST" } } }],
      });
    });

    test("says so where the index knows nothing there: nothing found would be untrue", async () => {
      for (const index of [null, memoryIndex([known("c1", "c")])]) {
        const alone = await openDiscovery([unable], [], index).ask(OFFERS, { representations });
        expect(alone.data).toEqual({ _entities: [{ listings: null }] });
        expect(alone.errors).toMatchObject([{ code: "NODE_CANNOT_ANSWER", node: "a" }]);
        const beside = await openDiscovery([unable, B], [], index).ask(OFFERS, { representations });
        expect(beside.data._entities[0].listings).toEqual({
          nodes: [{ id: "b1" }],
          total: { value: 1, relation: "AT_LEAST" },
        });
        expect(beside.errors).toMatchObject([{ code: "NODE_CANNOT_ANSWER", node: "a" }]);
      }
    });
  });

  test("tells nodes that cannot be asked for the same in one error, and every other failure by itself", async () => {
    const unable = (code: string, condition: string) => {
      const reason = { code: condition, message: { zh: condition, en: condition } };
      return listed(code, { search: () => [failed(code, "NODE_CANNOT_ANSWER", reason)] });
    };
    const down = (code: string) => listed(code, { search: () => [failed(code, "NODE_TIMEOUT")] });
    const platforms = [unable("c", "number"), down("d"), unable("e", "region"), unable("f", "number"), down("g")];
    const beside = await openDiscovery([B, ...platforms, unable("h", "number")]).ask(LISTINGS);
    expect(ids(beside.data)).toEqual(["b1"]);
    expect(beside.errors).toEqual([
      { path: ["listings"], code: "NODE_CANNOT_ANSWER", node: "c", nodes: ["c", "f", "h"] },
      { path: ["listings"], code: "NODE_TIMEOUT", node: "d" },
      { path: ["listings"], code: "NODE_CANNOT_ANSWER", node: "e" },
      { path: ["listings"], code: "NODE_TIMEOUT", node: "g" },
    ]);
    const alone = await openDiscovery([unable("c", "number"), unable("f", "number")]).ask(LISTINGS);
    expect(alone).toMatchObject({
      data: { listings: null },
      errors: [{ code: "NODE_CANNOT_ANSWER", nodes: ["c", "f"] }],
    });
  });

  test("asks nobody for the offers of a foreign patent, which has no Chinese number to be named by", async () => {
    const { ask, asked } = openDiscovery([A]);
    const { data, errors } = await ask(
      `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Patent { listings { nodes { id } total { value } } } } }`,
      { representations: [{ __typename: "Patent", applicationNumber: null }] },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ _entities: [{ listings: { nodes: [], total: { value: 0 } } }] });
    expect(asked).toEqual([]);
  });

  test("keeps what the others have when one fails, says which failed, and does not claim to be whole", async () => {
    const down = listed("b", { search: () => [failed("b", "NODE_TIMEOUT")] });
    const { ask } = openDiscovery([A, down]);
    const { data, errors } = await ask(LISTINGS);
    expect(ids(data)).toEqual(["a1", "a2"]);
    expect(data.listings.total).toEqual({ value: 2, relation: "AT_LEAST" });
    expect(errors).toEqual([{ path: ["listings"], code: "NODE_TIMEOUT", node: "b" }]);
  });

  test("is null when all fail, with the first failure in its place", async () => {
    const down = (code: string, why: "NODE_TIMEOUT" | "NODE_BUSY") =>
      listed(code, { search: () => [failed(code, why)] });
    const { ask } = openDiscovery([down("a", "NODE_TIMEOUT"), down("b", "NODE_BUSY")]);
    const { data, errors } = await ask(LISTINGS);
    expect(data).toEqual({ listings: null });
    expect(errors).toEqual([{ path: ["listings"], code: "NODE_TIMEOUT", node: "a" }]);
  });

  test("is empty when nobody has the kind, or nobody is named", async () => {
    const { ask } = openDiscovery([listed("c", {}, ["EXPERT"]), A]);
    const empty = {
      listings: {
        nodes: [],
        total: { value: 0, relation: "EXACT" },
        pageInfo: { hasNextPage: false, endCursor: null },
      },
    };
    expect(await ask(LISTINGS, { filter: { nodes: ["c"] } })).toEqual({ data: empty, errors: [] });
    expect(await ask(LISTINGS, { filter: { nodes: [] } })).toEqual({ data: empty, errors: [] });
  });

  test.each([
    [{ first: 101 }, "BAD_USER_INPUT"],
    [{ first: -1 }, "BAD_USER_INPUT"],
    [{ after: "x" }, "BAD_CURSOR"],
    [{ after: Buffer.from("o1:1").toString("base64url") }, "BAD_CURSOR"],
    [{ filter: { nodes: ["nobody"] } }, "BAD_USER_INPUT"],
    [{ filter: { regions: ["999999"] } }, "BAD_USER_INPUT"],
  ])("asked with %j is %s and asks nobody", async (variables, code) => {
    const { ask, asked } = openDiscovery([A]);
    const { data, errors } = await ask(LISTINGS, variables);
    expect(data).toEqual({ listings: null });
    expect(errors).toMatchObject([{ code }]);
    expect(asked).toEqual([]);
  });

  test("of a node that misses a page, or breaks, has that error and no other node's fault", async () => {
    const short = listed("b", { search: () => [] });
    const broken = listed("c", {
      search: () => {
        throw new Error("broken");
      },
    });
    const { ask, bugs } = openDiscovery([A, short, broken]);
    const { data, errors } = await ask(LISTINGS);
    expect(ids(data)).toEqual(["a1", "a2"]);
    expect(errors.map(({ code }) => code)).toEqual(["INTERNAL", "INTERNAL"]);
    expect(bugs).toHaveLength(2);
  });
});

describe("one node", () => {
  test("is listed with its state and kinds, and asked for its own alone", async () => {
    const { ask, asked } = openDiscovery([A, { ...B, state: "PAUSED" }]);
    const { data } = await ask(
      '{ hubNodes { code state } hubNode(code: "a") { name provides { kind search about } listings { nodes { id } } } none: hubNode(code: "x") { code } }',
      {},
      "en",
    );
    expect(data).toEqual({
      hubNodes: [
        { code: "a", state: "LIVE" },
        { code: "b", state: "PAUSED" },
      ],
      hubNode: {
        name: "Node a",
        provides: [{ kind: "LISTING", search: "LIVE", about: ["Patent"] }],
        listings: { nodes: [{ id: "a1" }, { id: "a2" }] },
      },
      none: null,
    });
    expect(asked.map(({ node }) => node)).toEqual(["a"]);
  });

  test("tells its modules, or why not", async () => {
    const { ask } = openDiscovery([A, { ...B, state: "QUARANTINED" }]);
    const { data, errors } = await ask(
      "{ hubNodes { code serviceModules { code label raw serviceCount } } }",
      {},
      "en",
    );
    expect(data.hubNodes[0].serviceModules).toEqual([
      { code: "FINANCE", label: expect.stringMatching(/^[A-Z]/), raw: "金融", serviceCount: 2 },
    ]);
    expect(data.hubNodes[1]).toEqual({ code: "b", serviceModules: null });
    expect(errors).toEqual([{ path: ["hubNodes", 1, "serviceModules"], code: "NODE_UNAVAILABLE", node: "b" }]);
  });
});
