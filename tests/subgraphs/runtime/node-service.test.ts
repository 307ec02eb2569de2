import type { GraphQLResolveInfo } from "graphql";
import { describe, expect, test } from "vitest";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import { OperationError } from "#subgraphs/runtime/operation-error.ts";
import { books, ENTITIES, observing, smallNode, sourceEvent } from "./small-node.ts";

const SECRET = new Error("planted http://10.0.0.7/inner");
const TIMEOUT = new UpstreamError("portal", { kind: "timeout", phase: "deadline" }, { cause: SECRET });

describe("entities", () => {
  test("of one type are resolved together, once for the request, in their order", async () => {
    const asked: unknown[] = [];
    const { ask } = smallNode({
      resolveBooks: async (references) => {
        asked.push(references.map(({ id }) => id));
        return references.map(({ id }) => (id === "none" ? null : { id, title: `title of ${id}` }));
      },
    });
    const { data, errors } = await ask(ENTITIES("__typename ... on Book { title }"), books("2", "none", "1"));
    expect(asked).toEqual([["2", "none", "1"]]);
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([
      { __typename: "Book", title: "title of 2" },
      null,
      { __typename: "Book", title: "title of 1" },
    ]);
  });

  test("that fail do not fail their neighbours, and say why without the upstream's words", async () => {
    const { ask, internal } = smallNode({
      resolveBooks: async (references) => references.map(({ id }) => (id === "1" ? TIMEOUT : { id, title: "t" })),
    });
    const { data, errors } = await ask(ENTITIES("... on Book { title }"), books("1", "2"));
    expect(data._entities).toEqual([null, { title: "t" }]);
    const extensions = { code: "NODE_TIMEOUT", node: "small", source: "portal", retryable: true };
    expect(errors).toEqual([{ message: expect.any(String), path: ["_entities", 0], extensions }]);
    expect(JSON.stringify(errors)).not.toContain("planted");
    expect(internal).toEqual([]);
  });

  test("of which a resolver gives too few are all in error, and none is shifted", async () => {
    const { ask, internal } = smallNode({ resolveBooks: async () => [{ title: "shifted" }] });
    const { data, errors } = await ask(ENTITIES("... on Book { title }"), books("1", "2"));
    expect(data._entities).toEqual([null, null]);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["INTERNAL", "INTERNAL"]);
    expect(internal).toHaveLength(2);
  });

  test("hold what was asked for and nothing else of what the resolver had: nothing more need be cut off", async () => {
    const whole = { id: "1", title: "t", secret: "planted", provenance: { secret: "planted", freshness: "FRESH" } };
    const { ask } = smallNode({ resolveBooks: async () => [whole] });
    const { data } = await ask(ENTITIES("... on Book { text: title provenance { freshness } }"), books("1"));
    expect(data).toEqual({ _entities: [{ text: "t", provenance: { freshness: "FRESH" } }] });
  });
});

describe("errors", () => {
  const inBook = (thrown: unknown) => ({
    Query: {
      book: () => {
        throw thrown;
      },
    },
  });

  test("of the caller keep code and reason", async () => {
    const reason = { code: "first", message: { zh: "错", en: "wrong" } };
    const { ask } = smallNode({ resolvers: inBook(new OperationError("BAD_USER_INPUT", reason)) });
    const { data, errors } = await ask('{ book(id: "1") { id } }');
    expect(data).toEqual({ book: null });
    expect(errors).toMatchObject([{ path: ["book"], extensions: { code: "BAD_USER_INPUT", node: "small", reason } }]);
  });

  test("of ours are INTERNAL without a word, and the log is told whose request it was", async () => {
    const { ask, internal } = smallNode({ resolvers: inBook(SECRET) });
    const { errors } = await ask('{ book(id: "1") { id } }', {}, { requestId: "r-9" });
    expect(errors).toMatchObject([{ path: ["book"], extensions: { code: "INTERNAL", retryable: false } }]);
    expect(JSON.stringify(errors)).not.toContain("planted");
    expect(internal).toEqual([{ error: SECRET, requestId: "r-9" }]);
  });

  test.each([
    ["loaders that cannot be made", "{ books { id } }"],
    ["a document that does not parse", "{ books { "],
  ])("outside of any resolver (%s) are answers too, never thrown", async (_what, query) => {
    const createLoaders = () => {
      throw SECRET;
    };
    const { ask, internal } = smallNode({ createLoaders });
    const { data, errors } = await ask(query);
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "INTERNAL", node: "small" } }]);
    expect(errors?.[0]?.path).toBeUndefined();
    expect(internal).toHaveLength(1);
  });

  test("beside data stand at the field that reported them; a bug among them is logged", async () => {
    const report = (_parent: never, _args: never, context: NodeContext, info: GraphQLResolveInfo) => {
      context.report(TIMEOUT, info);
      context.report(SECRET, info);
      return [{ id: "1" }];
    };
    const { ask, internal } = smallNode({ resolvers: { Query: { books: report } } });
    const { data, errors } = await ask("{ mine: books { id } }");
    expect(data).toEqual({ mine: [{ id: "1" }] });
    expect(errors).toMatchObject([
      { path: ["mine"], extensions: { code: "NODE_TIMEOUT", source: "portal" } },
      { path: ["mine"], extensions: { code: "INTERNAL" } },
    ]);
    expect(internal).toEqual([{ error: SECRET, requestId: "r-1" }]);
  });
});

describe("hints", () => {
  test.each([
    ["nothing was asked of a source", [], { ttlMs: 0, isPrivate: false }],
    ["one was asked", [sourceEvent()], { ttlMs: 60_000, isPrivate: false }],
    ["two were, the shorter life counts", [sourceEvent(), sourceEvent({ ttlMs: 5 })], { ttlMs: 5, isPrivate: false }],
    [
      "one failed, it is not kept",
      [sourceEvent(), sourceEvent({ outcome: "TIMEOUT", ttlMs: 0 })],
      { ttlMs: 0, isPrivate: false },
    ],
    [
      "anything was private, all is",
      [sourceEvent({ isPrivate: true }), sourceEvent()],
      { ttlMs: 60_000, isPrivate: true },
    ],
  ] as const)("when %s", async (_what, events, expected) => {
    const { ask } = smallNode({ resolvers: { Query: { books: observing(...events) } } });
    expect((await ask("{ books { id } }")).extensions.hub).toMatchObject(expected);
  });

  test("are of one request: the next begins anew", async () => {
    const { ask } = smallNode({ resolvers: { Query: { books: observing(sourceEvent({ isPrivate: true })) } } });
    await ask("{ books { id } }");
    expect((await ask('{ book(id: "1") { id } }')).extensions.hub).toEqual({ sources: [], ttlMs: 0, isPrivate: false });
  });
});

test("the request's deadline, signal, credential and partition reach the resolvers as they came", async () => {
  const seen: NodeContext[] = [];
  const books = (_parent: never, _args: never, context: NodeContext) => void seen.push(context);
  const { ask } = smallNode({ resolvers: { Query: { books } } });
  const scope = { deadline: 12_345, credential: "Bearer mine", partition: "p", language: "en" as const };
  await ask("{ books { id } }", {}, scope);
  const { language, ...call } = scope;
  expect(seen[0]?.call).toMatchObject(call);
  expect(seen[0]?.language).toBe(language);
  expect(seen[0]?.others).toBeNull();
});
