import { writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { composeServices } from "@apollo/composition";
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, parse, printSchema } from "graphql";
import { afterAll, describe, expect, test } from "vitest";
import { readSettings } from "#adapters/runtime/settings/read-settings.ts";
import { startRouter } from "#gateway/router/start-router.ts";
import { describeAudits } from "#tests/conformance/audit-suite.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import { type Answer, serveFederation } from "./serve-federation.ts";

const SDL = 'type Query { up(n: Int): Item } type Item @key(fields: "id") { id: ID! name: String }';
const UP = {
  sdl: SDL,
  resolvers: { Query: { up: () => ({ id: "1", name: "one" }) }, Item: { __resolveReference: (item: object) => item } },
};

/** A member that has one field of its own, and answers as a test says. */
function awry(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  return { sdl: "type Query { down: Int }", answer };
}

function json(body: unknown, status = 200, type = "application/json") {
  return awry((_request, response) => {
    response.writeHead(status, { "content-type": type }).end(JSON.stringify(body));
  });
}

describe("a router of any supergraph", () => {
  const graph = serveFederation({ up: UP });
  afterAll(async () => (await graph)[Symbol.asyncDispose]());

  describeAudits(async () => (await graph).url);

  test("is live and ready, and has metrics", async () => {
    const { url, query } = await graph;
    await query("{ up { id } }");
    for (const path of ["/live", "/ready", "/health/live", "/health/ready"]) {
      expect((await fetch(url + path)).status).toBe(200);
    }
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('hub_node_duration_seconds_count{node="up"');
  });

  test("tells its whole schema", async () => {
    const { query } = await graph;
    const { data } = await query(getIntrospectionQuery());
    const schema = buildClientSchema(data as IntrospectionQuery);
    expect(printSchema(schema)).toContain("type Item");
    expect(printSchema(schema)).not.toMatch(/_entities|_service|join__/);
  });

  test.each([
    ["{ up { nam } }", 'Cannot query field "nam" on type "Item". Did you mean "name"?', "GRAPHQL_VALIDATION_FAILED"],
    [
      "query ($x: Int!) { up(n: $x) { id } }",
      'Variable "$x" of required type "Int!" was not provided.',
      "BAD_USER_INPUT",
    ],
  ])("says what is wrong with %s", async (document, message, code) => {
    const { query, asked } = await graph;
    const before = asked.length;
    const { data, errors } = await query(document);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ message, extensions: { code } }]);
    expect(asked).toHaveLength(before);
  });
});

describe("errors of a member", () => {
  test("keep message, path and extensions, and get a code where they have none", async () => {
    const errors = [
      { message: "own words", path: ["down"], extensions: { code: "OWN_CODE", detail: { n: 1 } } },
      { message: "no more than words", path: ["down"] },
    ];
    await using graph = await serveFederation({ up: UP, down: json({ data: { down: null }, errors }) });
    const answer = await graph.query("{ x: down up { id } }");
    expect(answer).toEqual({
      data: { x: null, up: { id: "1" } },
      errors: [
        { ...errors[0], path: ["x"] },
        { ...errors[1], path: ["x"], extensions: { code: "DOWNSTREAM_SERVICE_ERROR" } },
      ],
    });
  });

  test("that come with another status are its answer too", async () => {
    const errors = [{ message: "log in first", extensions: { code: "UNAUTHENTICATED" } }];
    await using graph = await serveFederation({ up: UP, down: json({ errors }, 401) });
    expect((await graph.query("{ down }")).errors).toMatchObject([{ ...errors[0], path: ["down"] }]);
  });

  test.each<[string, (request: IncomingMessage, response: ServerResponse) => void, string]>([
    ["a closed line", (request) => void request.socket.destroy(), "NODE_UNAVAILABLE"],
    ["a page", (_request, response) => void response.end("<h1>hello</h1>"), "NODE_BAD_RESPONSE"],
    ["500 without a word", (_request, response) => void response.writeHead(500).end(), "NODE_UNAVAILABLE"],
    ["404", (_request, response) => void response.writeHead(404).end("{}"), "NODE_REJECTED"],
    ["a list", (_request, response) => void response.end("[]"), "NODE_BAD_RESPONSE"],
    ["neither data nor errors", (_request, response) => void response.end('{"data":null}'), "NODE_BAD_RESPONSE"],
  ])("are in our words where it gave none (%s), and name no address", async (_what, listener, code) => {
    await using graph = await serveFederation({ up: UP, down: awry(listener) });
    const answer = await graph.query("{ down up { id } }");
    expect(answer.data).toEqual({ down: null, up: { id: "1" } });
    expect(answer.errors).toMatchObject([{ path: ["down"], extensions: { code, node: "down" } }]);
    expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|localhost|ECONN/);
  });

  test("of a member that hangs come at the deadline, with what the others have", async () => {
    await using graph = await serveFederation({ up: UP, down: awry(() => {}) }, { HUB_DEADLINE: "300ms" });
    const startedAt = performance.now();
    const answer = await graph.query("{ down up { id } }");
    expect(performance.now() - startedAt).toBeLessThan(900);
    expect(answer.data).toEqual({ down: null, up: { id: "1" } });
    expect(answer.errors).toMatchObject([{ path: ["down"], extensions: { code: "NODE_TIMEOUT" } }]);
  });

  test("do not come from what nobody asked for", async () => {
    const planted = { down: 1, planted: "x", up: { id: "planted" } };
    await using graph = await serveFederation({ up: UP, down: json({ data: planted }) });
    expect(await graph.query("{ down up { id } }")).toEqual({ data: { down: 1, up: { id: "1" } } });
  });

  test("are told for values that the schema does not allow", async () => {
    await using graph = await serveFederation({ up: UP, down: json({ data: { down: { deep: "x" } } }) });
    const answer = await graph.query("{ down up { id } }");
    expect(answer.data).toEqual({ down: null, up: { id: "1" } });
    expect(answer.errors).toMatchObject([{ path: ["down"], extensions: { code: "NODE_BAD_RESPONSE" } }]);
  });
});

test("what only the gateway's access rules would mind is served: this router has none", async () => {
  const guarded = {
    sdl: `type Query { secret: String @authenticated scoped: String @requiresScopes(scopes: [["a"]]) ruled: String @policy(policies: [["p"]])
        dear(first: Int): [Int!]! @cost(weight: 5) @listSize(slicingArguments: ["first"]) tagged: Int @tag(name: "t") }`,
    resolvers: {
      Query: { secret: () => "s", scoped: () => "c", ruled: () => "r", dear: () => [1], tagged: () => 2 },
    },
  };
  await using graph = await serveFederation({ guarded });
  expect(graph.supergraphSdl).toContain("for: SECURITY");
  expect(await graph.query("{ secret scoped ruled dear(first: 1) tagged }")).toEqual({
    data: { secret: "s", scoped: "c", ruled: "r", dear: [1], tagged: 2 },
  } satisfies Answer);
});

test("a field computed from a field that another computes is answered, though Apollo's planner misses the way", async () => {
  const one = {
    sdl: `type Query { post: Post } type Author @key(fields: "id") { id: ID! } type Post @key(fields: "id") {
      id: ID! author: Author! authorName: String @external line: String @requires(fields: "authorName") }`,
    resolvers: {
      Query: { post: () => ({ id: "1" }) },
      Post: {
        __resolveReference: (post: object) => post,
        author: () => ({ id: "7" }),
        line: ({ authorName }: { authorName: string }) => `by ${authorName}`,
      },
    },
  };
  const two = {
    sdl: `type Author @key(fields: "id") { id: ID! name: String @external } type Post @key(fields: "id") {
      id: ID! author: Author! @external authorName: String @requires(fields: "author { id name }")
      line: String @external loud: String @requires(fields: "line") }`,
    resolvers: {
      Post: {
        __resolveReference: (post: object) => post,
        authorName: ({ author }: { author: { name: string } }) => author.name,
        loud: ({ line }: { line: string }) => line.toUpperCase(),
      },
    },
  };
  const three = {
    sdl: 'type Author @key(fields: "id") { id: ID! name: String }',
    resolvers: { Author: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `author ${id}` }) } },
  };
  await using graph = await serveFederation({ one, two, three });
  expect(await graph.query("{ post { loud } }")).toEqual({ data: { post: { loud: "BY AUTHOR 7" } } } satisfies Answer);
});

function supergraphOf(name: string, url: string): string {
  const { supergraphSdl = "" } = composeServices([{ name, url, typeDefs: parse("type Query { a: Int }") }]);
  return supergraphSdl;
}

describe("a supergraph that cannot be served", () => {
  test.each([
    ["is not there", null, "ENOENT"],
    ["is no GraphQL", "type Query {", "Syntax Error"],
    ["is no supergraph", "type Query { a: Int }", "must be a core schema"],
    ["names no address", supergraphOf("a", ""), "subgraph a has no http(s) address"],
    ["names another kind of address", supergraphOf("a", "file:///a"), "subgraph a has no http(s) address"],
    [
      "cannot be planned over",
      'enum join__Graph { A @join__graph(name: "a", url: "http://127.0.0.1:9") } type Query { a: Int }',
      "cannot be used",
    ],
  ])("because it %s stops the start with one line", async (_why, text, message) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "supergraph.graphql");
    if (text !== null) await writeFile(file, text);
    const settings = readSettings({ env: { PORT: "0", HUB_LOG_LEVEL: "silent" }, file: null });
    const error = await startRouter(settings, file).then(
      () => new Error("it started"),
      (thrown: Error) => thrown,
    );
    expect(error.name).toBe("SettingsError");
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("\n");
  });
});
