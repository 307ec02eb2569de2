import type { RequestListener } from "node:http";
import { describe, expect, test } from "vitest";
import { type Members, serveFederation } from "./serve-federation.ts";

const json = (data: unknown): RequestListener => {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ data }));
  };
};

const ITEM = { __typename: "Item", id: "1" };

/** Lists items, and tells of each what its type does not allow. */
function members(root: object, more: object): Members {
  return {
    root: {
      sdl: `type Query { items: [Item] count: Int thing: Thing } interface Thing { size: Int }
        type Item implements Thing @key(fields: "id") { id: ID! size: Int }`,
      answer: json({ items: [ITEM, ITEM], ...root }),
    },
    more: {
      sdl: 'type Item @key(fields: "id") { id: ID! name: String! parts: [Part] } type Part { weight: Int }',
      answer: json({ _entities: [more] }),
    },
  };
}

describe("a value that the schema does not allow", () => {
  test.each([
    ["a root field", "{ n: count }", { count: "many" }, {}, ["n"], "root"],
    [
      "a field of an entity, by another name",
      "{ items { title: name } }",
      {},
      { name: {} },
      ["items", 0, "title"],
      "more",
    ],
    ["what is missing of it", "{ items { name } }", {}, {}, ["items", 0, "name"], "more"],
    [
      "below it",
      "{ items { parts { weight } } }",
      {},
      { parts: [{ weight: "x" }] },
      ["items", 0, "parts", 0, "weight"],
      "more",
    ],
    [
      "a type's own field",
      "{ thing { ... on Item { size } } }",
      { thing: { ...ITEM, size: "x" } },
      {},
      ["thing", "size"],
      "root",
    ],
  ])("is told with the subgraph that gave it: %s", async (_what, query, root, more, path, node) => {
    await using graph = await serveFederation(members(root, more));
    const { errors } = await graph.query(query);
    expect(errors?.[0]).toMatchObject({ path, extensions: { code: "NODE_BAD_RESPONSE", node } });
  });
});
