import { describe, expect, test } from "vitest";
import { hideInAnswers } from "#gateway/execute/hide-in-answers.ts";
import type { FoundItem, KindContract } from "#subgraphs/runtime/define-node.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { books, ENTITIES, smallNode } from "./small-node.ts";

const hidden = new Set<string>();
const takeDowns = {
  get size() {
    return hidden.size;
  },
  has: (id: string) => hidden.has(id),
};

const book = (id: string) => ({ __typename: "Book", id, title: `title ${id}` });
const item = (id: string): FoundItem => ({ id, summary: { title: `title ${id}`, date: "2026-01-01" } });

const kind: KindContract<unknown> = {
  typeName: "Book",
  search: "LIVE",
  about: [],
  filters: [],
  harvest: true,
  isPrivate: false,
  find: async () => ({ items: ["1", "2", "3"].map(item), total: 3, relation: "EXACT" }),
};

function node() {
  const asked: unknown[] = [];
  const small = smallNode({
    takeDowns,
    resolveBooks: async (references) => {
      asked.push(...references.map((reference) => reference["id"]));
      return references.map((reference) => book(String(reference["id"])));
    },
    resolvers: {
      Query: {
        book: (_parent: never, args: { id: string }) => book(args.id),
        books: async () => [book("1"), Promise.resolve(book("2")), null],
        shelf: () => {
          const nodes = ["1", "2", "3"].map(book);
          return { nodes, edges: nodes.map((one) => ({ cursor: `c${one.id}`, node: one })) };
        },
      },
    },
    contract: { kinds: { LISTING: kind } },
  });
  return { ...small, asked };
}

const PAGE = `{ hubNodeSearch(searches: [{ kind: LISTING, first: 3, offset: 0 }]) { total items { id } } }`;
const HARVEST = `{ hubNodeHarvest(kind: LISTING, first: 3) { items { id } } }`;

describe("a node with a record taken down", () => {
  test("answers as if it did not exist: entities, fields, lists, searches and harvests", async () => {
    hidden.clear();
    const { ask, asked } = node();
    const before = await ask(ENTITIES("... on Book { title }"), books("1", "2"));
    expect(before.data._entities).toEqual([{ title: "title 1" }, { title: "title 2" }]);
    hidden.add("2");
    const entities = await ask(ENTITIES("... on Book { title }"), books("1", "2"));
    expect(entities.data._entities).toEqual([{ title: "title 1" }, null]);
    expect(entities.errors).toBeUndefined();
    expect(asked).toEqual(["1", "2", "1"]);
    expect((await ask(`{ one: book(id: "1") { title } two: book(id: "2") { title } }`)).data).toEqual({
      one: { title: "title 1" },
      two: null,
    });
    expect((await ask("{ books { title } }")).data.books).toEqual([{ title: "title 1" }, null, null]);
    expect((await ask(PAGE)).data.hubNodeSearch[0].items).toEqual([{ id: "1" }, null, { id: "3" }]);
    expect((await ask(HARVEST)).data.hubNodeHarvest.items).toEqual([{ id: "1" }, { id: "3" }]);
  });
});

test("a connection of a node loses the edge of a record taken down, and keeps the others", async () => {
  hidden.clear();
  hidden.add("2");
  const { data, errors } = await node().ask("{ shelf { nodes { id } edges { cursor node { id } } } }");
  expect(errors).toBeUndefined();
  expect(data.shelf).toEqual({
    nodes: [{ id: "1" }, { id: "3" }],
    edges: [
      { cursor: "c1", node: { id: "1" } },
      { cursor: "c3", node: { id: "3" } },
    ],
  });
});

describe("a node elsewhere that has not heard of the order", () => {
  async function answered(data: NodeResponse["data"], variables = {}) {
    const hub = { sources: [], ttlMs: 0, isPrivate: false };
    const service = { code: "small", execute: async () => ({ data: data ?? null, extensions: { hub } }) };
    return (
      await hideInAnswers(service, takeDowns).execute({
        query: "",
        variables,
        scope: { ...createCallContext(), language: "zh" },
      })
    ).data;
  }

  test("has it hidden by the gateway", async () => {
    hidden.clear();
    hidden.add("2");
    expect(await answered({ _entities: [{ title: "1" }, { title: "2" }] }, books("1", "2"))).toEqual({
      _entities: [{ title: "1" }, null],
    });
    const page = { total: 2, items: [{ id: "1" }, { id: "2" }] };
    expect(await answered({ hubNodeSearch: [page, null] })).toEqual({
      hubNodeSearch: [{ total: 2, items: [{ id: "1" }, null] }, null],
    });
    expect(await answered({ book: { id: "2" }, books: [{ id: "1", next: { id: "2" } }, { id: "2" }, null] })).toEqual({
      book: null,
      books: [{ id: "1", next: null }, null],
    });
    const edges = ["1", "2", "3"].map((id) => ({ cursor: `c${id}`, node: { id } }));
    expect(await answered({ shelf: { edges } })).toEqual({ shelf: { edges: [edges[0], edges[2]] } });
    expect(await answered(null)).toBeNull();
  });
});
