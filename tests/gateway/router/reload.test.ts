import { writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { type Federation, serveFederation } from "./serve-federation.ts";

const KEPT = { "cache-control": "public, max-age=3600" };

/** A member with one field `name`, and `who` says who it is. */
function member(name: string, who: string, headers: Readonly<Record<string, string>> = {}) {
  return {
    sdl: `type Query { who(n: Int): String ${name}: String }`,
    resolvers: { Query: { who: () => who, [name]: () => name } },
    headers,
  };
}

/** `graph` is given the supergraph of another one, whose members then answer. */
async function replace(graph: Federation, other: Federation) {
  await writeFile(graph.file, other.supergraphSdl);
  return graph.router.reload();
}

describe("a new supergraph", () => {
  test("is served from then on: what it has, and nothing that it has not", async () => {
    await using graph = await serveFederation({ one: member("gone", "first") });
    await using other = await serveFederation({ one: member("come", "second") });
    expect(await graph.query("{ who gone }")).toEqual({ data: { who: "first", gone: "gone" } });
    expect(await replace(graph, other)).toMatchObject({ isReplaced: true });
    expect(await graph.query("{ who come }")).toEqual({ data: { who: "second", come: "come" } });
    expect((await graph.query("{ who gone }")).errors).toMatchObject([
      { extensions: { code: "GRAPHQL_VALIDATION_FAILED" } },
    ]);
    const { data } = await graph.query('{ __type(name: "Query") { fields { name } } }');
    expect(data).toEqual({ __type: { fields: [{ name: "who" }, { name: "come" }] } });
  });

  test("has the plans of the operations that it still takes", async () => {
    await using graph = await serveFederation({ one: member("gone", "first") });
    await using other = await serveFederation({ one: member("come", "second") });
    for (const query of ["{ who }", "{ gone }", "{ who gone }", "{ mine: who(n: 2) }", "{ __typename }"]) {
      expect((await graph.query(query)).errors).toBeUndefined();
    }
    expect(await replace(graph, other)).toEqual({ isReplaced: true, plans: 2 });
    expect(await replace(graph, other)).toEqual({ isReplaced: true, plans: 2 });
  });

  test("gives out nothing that was kept of the old one, be it answers or fetches", async () => {
    const whole = "{ who }";
    const part = "{ a: who b: __typename }";
    await using graph = await serveFederation({ one: member("gone", "first", KEPT) });
    await using other = await serveFederation({ one: member("come", "second", KEPT) });
    for (const _ of [1, 2]) expect(await graph.query(whole)).toEqual({ data: { who: "first" } });
    expect(graph.asked).toHaveLength(1);
    await replace(graph, other);
    for (const _ of [1, 2]) expect(await graph.query(whole)).toEqual({ data: { who: "second" } });
    expect(await graph.query(part)).toEqual({ data: { a: "second", b: "Query" } });
    expect([graph.asked.length, other.asked.length]).toEqual([1, 1]);
  });

  test("lets operations under way end on the old one, and shares none of them", async () => {
    const asked = Promise.withResolvers<void>();
    const said = Promise.withResolvers<string>();
    const who = () => {
      asked.resolve();
      return said.promise;
    };
    const slow = { ...member("gone", "first", KEPT), resolvers: { Query: { who } } };
    await using graph = await serveFederation({ one: slow });
    await using other = await serveFederation({ one: member("come", "second") });
    const begun = graph.query("{ who }");
    await asked.promise;
    await replace(graph, other);
    expect(await graph.query("{ who }")).toEqual({ data: { who: "second" } });
    said.resolve("first");
    expect(await begun).toEqual({ data: { who: "first" } });
    expect(await graph.query("{ who }")).toEqual({ data: { who: "second" } });
  });

  test("drops nothing under load", async () => {
    await using one = await serveFederation({ one: member("gone", "first") });
    await using two = await serveFederation({ one: member("come", "second") });
    await using graph = await serveFederation({ one: member("gone", "first") });
    let isOver = false;
    const answers: unknown[] = [];
    const clients = Array.from({ length: 8 }, async (_, client) => {
      for (let n = client; !isOver; n += 8) answers.push(await graph.query("query ($n: Int) { who(n: $n) }", { n }));
    });
    for (const next of [two, one, two]) expect(await replace(graph, next)).toMatchObject({ isReplaced: true });
    isOver = true;
    await Promise.all(clients);
    const words = new Set(answers.map((answer) => JSON.stringify(answer)));
    expect(words).toEqual(new Set(['{"data":{"who":"first"}}', '{"data":{"who":"second"}}']));
  });
});

describe("what cannot be served leaves the old graph serving", () => {
  test.each([
    ["no GraphQL", "type Query {"],
    ["no supergraph", "type Query { who: String }"],
    ["nothing", ""],
  ])("%s", async (_what, text) => {
    await using graph = await serveFederation({ one: member("here", "first") });
    await writeFile(graph.file, text);
    expect(await graph.router.reload()).toEqual({ isReplaced: false, plans: 0 });
    expect(await graph.query("{ who here }")).toEqual({ data: { who: "first", here: "here" } });
  });

  test("a member without an address", async () => {
    await using graph = await serveFederation({ one: member("here", "first") });
    await writeFile(graph.file, graph.supergraphSdl.replace(/url: "[^"]*"/, 'url: "node:one"'));
    expect(await graph.router.reload()).toMatchObject({ isReplaced: false });
    expect(await graph.query("{ who }")).toEqual({ data: { who: "first" } });
  });

  test("and the next one is served again", async () => {
    await using graph = await serveFederation({ one: member("here", "first") });
    await using other = await serveFederation({ one: member("come", "second") });
    await writeFile(graph.file, "?");
    const failing = graph.router.reload();
    expect(await failing).toMatchObject({ isReplaced: false });
    expect(await replace(graph, other)).toMatchObject({ isReplaced: true });
    expect(await graph.query("{ come }")).toEqual({ data: { come: "come" } });
  });
});
