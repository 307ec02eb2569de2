import { describe, expect, test } from "vitest";
import type { FoundItem, KindContract, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { smallNode } from "./small-node.ts";

const ITEMS: readonly FoundItem[] = [
  { id: "1", summary: { title: "one", date: "2026-03-01", numbers: ["N1"], fetchedAt: Date.UTC(2026, 2, 2) } },
  {
    id: "2",
    summary: {
      title: "two",
      date: null,
      text: "x".repeat(700),
      parties: ["甲"],
      price: { from: 1, to: null },
      codes: { modes: ["LICENSE"] },
      sourceUpdatedAt: 0,
    },
  },
  { id: "3", summary: { title: null, date: "2026-02-01" } },
  { id: "4", summary: { title: "four", date: "2026-01-01" } },
];

function contract(
  parts: Partial<KindContract<unknown>> = {},
  relation: "EXACT" | "AT_LEAST" = "EXACT",
  total = ITEMS.length,
) {
  const searches: NodeSearch[] = [];
  const kind: KindContract<unknown> = {
    typeName: "Book",
    search: "LIVE",
    about: ["Patent"],
    filters: ["regions"],
    harvest: true,
    isPrivate: false,
    find: async (search) => {
      searches.push(search);
      return { items: ITEMS.slice(search.offset, search.offset + search.first), total, relation };
    },
    ...parts,
  };
  return { ...smallNode({ contract: { kinds: { LISTING: kind } } }), searches };
}

const SEARCH = `query($searches: [HubNodeSearchInput!]!) {
  hubNodeSearch(searches: $searches) { total relation items { typeName id summary { title numbers classes date fetchedAt } } }
}`;
const HARVEST = `query($kind: AssetKind!, $cursor: String, $first: Int!, $since: DateTime) {
  hubNodeHarvest(kind: $kind, cursor: $cursor, first: $first, since: $since) { cursor items { id } }
}`;

describe("information", () => {
  test("tells version, kinds and what may be asked of them", async () => {
    const { data } = await contract().ask(
      "{ hubNodeInformation { contractVersion kinds { kind typeName search about filters harvest private } serviceModules { count } } }",
    );
    expect(data.hubNodeInformation).toEqual({
      contractVersion: 1,
      kinds: [
        {
          kind: "LISTING",
          typeName: "Book",
          search: "LIVE",
          about: ["Patent"],
          filters: ["regions"],
          harvest: true,
          private: false,
        },
      ],
      serviceModules: [],
    });
  });

  test("has no account where the node knows none", async () => {
    expect((await contract().ask("{ hubNodeAccount { userName } }")).data).toEqual({ hubNodeAccount: null });
  });
});

describe("searches", () => {
  test("are answered one page each, in order; a bad one costs only itself", async () => {
    const { ask, searches } = contract();
    const { data, errors } = await ask(SEARCH, {
      searches: [
        { kind: "LISTING", first: 1, offset: 0, text: "x" },
        { kind: "EXPERT", first: 1, offset: 0 },
        { kind: "LISTING", first: 101, offset: 0 },
        { kind: "LISTING", first: 2, offset: -5 },
      ],
    });
    const one = {
      title: "one",
      numbers: ["N1"],
      classes: [],
      date: "2026-03-01",
      fetchedAt: "2026-03-02T00:00:00.000Z",
    };
    expect(data.hubNodeSearch).toMatchObject([
      { total: 4, relation: "EXACT", items: [{ typeName: "Book", id: "1", summary: one }] },
      null,
      null,
      { items: [{ id: "1" }, { id: "2", summary: { date: null, fetchedAt: null } }] },
    ]);
    expect(errors).toMatchObject([
      { path: ["hubNodeSearch", 1], extensions: { code: "BAD_USER_INPUT", reason: { code: "kind" } } },
      { path: ["hubNodeSearch", 2], extensions: { code: "BAD_USER_INPUT", reason: { code: "first" } } },
    ]);
    expect(searches).toMatchObject([{ text: "x", filter: {}, offset: 0 }, { offset: 0 }]);
  });
});

describe("summaries", () => {
  test("tell what a record is found by, within bounds", async () => {
    const fields = "text parties price { from to } status codes { filter codes } licence sourceUpdatedAt";
    const { data } = await contract().ask(
      `{ hubNodeSearch(searches: [{ kind: LISTING, first: 2, offset: 0 }]) { items { summary { ${fields} } } } }`,
    );
    const [one, two] = data.hubNodeSearch[0].items;
    expect(one.summary).toMatchObject({ text: null, parties: [], price: null, codes: [], sourceUpdatedAt: null });
    expect(two.summary).toEqual({
      text: "x".repeat(600),
      parties: ["甲"],
      price: { from: 1, to: null },
      status: null,
      codes: [{ filter: "modes", codes: ["LICENSE"] }],
      licence: null,
      sourceUpdatedAt: "1970-01-01T00:00:00.000Z",
    });
  });
});

describe("harvest", () => {
  test("is the node's own where it has one", async () => {
    const asked: unknown[] = [];
    const { ask } = contract({
      harvestPage: async (harvest) => {
        asked.push(harvest);
        return { items: [...ITEMS.slice(0, 1), null], removed: ["9"], cursor: null, resume: "r" };
      },
    });
    const { data } = await ask(
      '{ hubNodeHarvest(kind: LISTING, first: 2, cursor: "c") { items { id } removed cursor resume } }',
    );
    expect(data.hubNodeHarvest).toEqual({ items: [{ id: "1" }], removed: ["9"], cursor: null, resume: "r" });
    expect(asked).toEqual([{ kind: "LISTING", cursor: "c", first: 2, since: null }]);
  });

  async function harvestAll({ ask }: ReturnType<typeof contract>, first: number, since: string | null = null) {
    const ids: string[] = [];
    let cursor: string | null = null;
    for (let turn = 0; turn < 20; turn += 1) {
      const { data, errors } = await ask(HARVEST, { kind: "LISTING", cursor, first, since });
      expect(errors).toBeUndefined();
      ids.push(...data.hubNodeHarvest.items.map(({ id }: { id: string }) => id));
      cursor = data.hubNodeHarvest.cursor;
      if (cursor === null) return ids;
    }
    throw new Error("the harvest never ends");
  }

  test.each([1, 2, 3, 100])("gives everything once, %i at a time", async (first) => {
    expect(await harvestAll(contract(), first)).toEqual(["1", "2", "3", "4"]);
  });

  test("does not end at a total that is only a lower bound", async () => {
    expect(await harvestAll(contract({}, "AT_LEAST", 2), 2)).toEqual(["1", "2", "3", "4"]);
  });

  test("ends at the first record that is older than asked for; records without a date are kept", async () => {
    const node = contract();
    expect(await harvestAll(node, 1, "2026-02-01T00:00:00Z")).toEqual(["1", "2", "3"]);
    expect(node.searches).toHaveLength(4);
  });

  test("is refused where the owner does not allow it, and asks nothing", async () => {
    const { ask, searches } = contract({ harvest: false });
    const { data, errors } = await ask(HARVEST, { kind: "LISTING", first: 1 });
    expect(data).toEqual({ hubNodeHarvest: null });
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect(searches).toEqual([]);
  });

  test.each([
    [{ kind: "EXPERT", first: 1 }, "BAD_USER_INPUT", "kind"],
    [{ kind: "LISTING", first: 1, cursor: "x" }, "BAD_CURSOR", "after"],
    [{ kind: "LISTING", first: 101 }, "BAD_USER_INPUT", "first"],
  ])("of %j is %s", async (variables, code, argument) => {
    const { errors } = await contract().ask(HARVEST, variables);
    expect(errors).toMatchObject([{ extensions: { code, reason: { code: argument } } }]);
  });
});
