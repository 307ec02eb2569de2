import { describe, expect, test } from "vitest";
import { type Federation, type Members, serveFederation } from "./serve-federation.ts";

/** The items' owner answers when it is let. */
function gated() {
  const gate = Promise.withResolvers<void>();
  const members: Members = {
    root: {
      sdl: 'type Query { item(id: ID!): Item } type Mutation { touch: Item } type Item @key(fields: "id") { id: ID! }',
      resolvers: {
        Query: { item: (_: unknown, { id }: { id: string }) => ({ id }) },
        Mutation: { touch: () => ({ id: "1" }) },
      },
    },
    more: {
      sdl: 'type Item @key(fields: "id") { id: ID! name: String }',
      resolvers: {
        Item: {
          __resolveReference: (item: object) => item,
          name: ({ id }: { id: string }) => gate.promise.then(() => `name ${id}`),
        },
      },
    },
  };
  return { members, open: () => gate.resolve() };
}

const asked = (graph: Federation) => graph.asked.filter(({ member }) => member === "more").length;

/** Questions to the items' owner that were answered by one under way. */
async function sharedOf(graph: Federation): Promise<number> {
  const metrics = await (await fetch(`${graph.url}/metrics`)).text();
  return Number(/hub_node_questions_shared_total\{node="more"\} (\d+)/.exec(metrics)?.[1] ?? 0);
}

const QUERIES = ['{ item(id: "1") { name } }', 'query Other { other: item(id: "1") { id title: name } }'] as const;
const OTHER = { data: { other: { id: "1", title: "name 1" } } };

describe("two operations that ask a subgraph the same", () => {
  test("share the question, each with an answer of its own", async () => {
    const { members, open } = gated();
    await using graph = await serveFederation(members);
    const answers = QUERIES.map((query) => graph.query(query));
    await expect.poll(() => sharedOf(graph)).toBe(1);
    open();
    expect(await Promise.all(answers)).toEqual([{ data: { item: { name: "name 1" } } }, OTHER]);
    expect(asked(graph)).toBe(1);
  });

  test("ask it each where the operator wants it so", async () => {
    const { members, open } = gated();
    await using graph = await serveFederation(members, { HUB_SHARES_IN_FLIGHT: "off" });
    const answers = QUERIES.map((query) => graph.query(query));
    await expect.poll(() => asked(graph)).toBe(2);
    open();
    expect((await Promise.all(answers))[1]).toEqual(OTHER);
  });

  test("go on when one of them is given up", async () => {
    const { members, open } = gated();
    await using graph = await serveFederation(members);
    const client = new AbortController();
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ query: QUERIES[0] });
    const given = fetch(`${graph.url}/graphql`, { method: "POST", headers, body, signal: client.signal });
    const left = given.catch((error: Error) => error.name);
    await expect.poll(() => asked(graph)).toBe(1);
    const other = graph.query(QUERIES[1]);
    await expect.poll(() => sharedOf(graph)).toBe(1);
    client.abort();
    expect(await left).toBe("AbortError");
    open();
    expect(await other).toEqual(OTHER);
    expect(asked(graph)).toBe(1);
  });

  test("ask it each where one of them has changed something meanwhile", async () => {
    const { members, open } = gated();
    await using graph = await serveFederation(members);
    const before = graph.query(QUERIES[1]);
    await expect.poll(() => asked(graph)).toBe(1);
    const change = graph.query("mutation { touch { name } }");
    await expect.poll(() => asked(graph)).toBe(2);
    open();
    expect(await change).toEqual({ data: { touch: { name: "name 1" } } });
    expect(await before).toEqual(OTHER);
  });
});
