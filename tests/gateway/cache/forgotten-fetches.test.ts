import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { FetchStore } from "#gateway/cache/fetch-store.ts";
import { fetchTypes } from "#gateway/cache/fetch-types.ts";
import { valueKey } from "#gateway/engine/value-key.ts";
import { readCostTable } from "#gateway/guard/cost/cost-table.ts";
import { apolloComposer } from "#gateway/supergraph/apollo-composer.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { books: [Book] film: Film name: String }
  type Book @key(fields: "id") @key(fields: "isbn") { id: ID! isbn: String title: String author: Person like: Book }
  type Film @key(fields: "id") { id: ID! director: Person }
  interface Person { name: String }
  type Author implements Person { name: String } type Actor implements Person { name: String }`;

async function graphOf() {
  const composed = await apolloComposer.compose([{ name: "a", typeDefs: parse(SDL) }]);
  if (composed.kind === "refused") throw new Error(JSON.stringify(composed.problems));
  return readCostTable(composed.supergraphSdl.join(""));
}

const entities = (fields: string) =>
  `query Name__a__0($representations:[_Any!]!){_entities(representations:$representations){...on Book{${fields}}}}`;

describe("types of which a fetch may bring records", () => {
  test.each<[string, string, readonly string[] | null]>([
    ["of root fields", "{ books { title } }", ["Book"]],
    ["of leaves", "{ name }", []],
    ["below entities", entities("title author { name }"), ["Actor", "Author"]],
    ["not of the entities themselves", entities("title"), []],
    ["of their own type below them", entities("like { title }"), ["Book"]],
    ["in fragments", "query { ...F } fragment F on Query { film { director { name } } }", ["Actor", "Author", "Film"]],
    ["that the graph does not know", "{ other { x } }", null],
  ])("%s", async (_what, query, types) => {
    const found = fetchTypes(query, await graphOf());
    expect(found === null ? null : [...found].sort()).toEqual(types);
  });
});

const [ONE, TWO] = ["1", "2"].map((key) => encodeNodeId("Book", key)) as [string, string];
const keyOf = (key: string) => valueKey("Book") + valueKey(key);

describe("what is forgotten of what nodes answered", () => {
  const PUT = {
    "one by id": [entities("title"), keyOf(ONE), "Book"],
    "two by id": [entities("title"), keyOf(TWO), "Book"],
    "two with another below": [entities("like { title }"), keyOf(TWO), "Book"],
    "one by isbn": [entities("title"), keyOf("978"), "Book"],
    "a nested key": [entities("title"), JSON.stringify({ __typename: "Book", id: TWO }), "Book"],
    "an author's": [entities("title"), keyOf(encodeNodeId("Author", "1")), "Author"],
    "a list of books": ["{ books { title } }", "", null],
    "a film": ["{ film { id } }", "", null],
    anything: ["{ other { x } }", "", null],
  } as const;

  test.each<[string, object, readonly (keyof typeof PUT)[]]>([
    ["a record", { id: ONE }, ["two by id", "an author's", "a film"]],
    ["a type", { type: "Book" }, ["an author's", "a film"]],
    [
      "a type below",
      { type: "Film" },
      [
        "one by id",
        "two by id",
        "two with another below",
        "one by isbn",
        "a nested key",
        "an author's",
        "a list of books",
      ],
    ],
    ["a record and another node", { id: ONE, node: "b" }, Object.keys(PUT) as (keyof typeof PUT)[]],
    ["no record", { id: "none" }, (Object.keys(PUT) as (keyof typeof PUT)[]).filter((name) => name !== "anything")],
  ])("by %s: what may hold it, and nothing else", async (_what, what, left) => {
    const graph = await graphOf();
    const typesBelow = (query: string) => fetchTypes(query, graph);
    const store = new FetchStore({ clock: systemClock, maxBytes: 1_000_000, typesBelow });
    const open = (query: string) =>
      store.open({ subgraph: "a", query, variables: {} }, { partition: "", onClose: () => {} });
    for (const [query, key, typeName] of Object.values(PUT))
      open(query).put(key, typeName, {}, { ttlMs: 60_000, isPrivate: false });
    store.invalidate(what);
    const kept = Object.entries(PUT).filter(([, [query, key]]) => open(query).take(key) !== undefined);
    expect(kept.map(([name]) => name)).toEqual(left);
  });
});
