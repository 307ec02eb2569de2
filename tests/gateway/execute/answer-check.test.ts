import { buildSubgraphSchema } from "@apollo/subgraph";
import fc from "fast-check";
import { execute, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { createAnswerCheck } from "#gateway/execute/answer-check.ts";

const TYPE_DEFS = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Day
  enum Colour { RED GREEN }
  interface Thing { id: ID! title: String }
  type A implements Thing @key(fields: "id") { id: ID! title: String day: Day colour: Colour must: String! parts: [Part!] friend: Thing }
  type B implements Thing @key(fields: "id") { id: ID! title: String secret: String }
  type Part { name: String size: Int }
  type Query { things(first: Int): [Thing] a: A }
`);
const check = createAnswerCheck("n", TYPE_DEFS);

function entities(selection: string, received: unknown, typenames: readonly string[] = ["A"]) {
  const representations = typenames.map((__typename) => ({ __typename, id: "1" }));
  const query = `query($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
  const { data, errors } = check({ query, variables: { representations } }, { _entities: received });
  return { entities: JSON.parse(JSON.stringify(data?.["_entities"] ?? null)), errors };
}

const BAD = (...path: readonly (string | number)[]) => ({
  path: ["_entities", ...path],
  extensions: { code: "NODE_BAD_RESPONSE", node: "n", retryable: true },
});

describe("fields that were not asked for", () => {
  test("are gone at every depth, and under every name", () => {
    const received = {
      title: "t",
      day: "planted",
      __proto__: { x: "planted" },
      parts: [{ name: "p", size: 1, planted: true }],
      friend: { __typename: "B", id: "2", title: "f", secret: "planted" },
      planted: { title: "t" },
    };
    const selection = "... on A { text: title parts { name } friend { __typename id } } ... on B { secret }";
    const { entities: kept, errors } = entities(selection, [{ ...received, text: "t" }]);
    expect(kept).toEqual([{ text: "t", parts: [{ name: "p" }], friend: { __typename: "B", id: "2" } }]);
    expect(errors).toEqual([]);
  });

  test("of another type do not come with this type", () => {
    const selection = "... on A { title } ... on B { secret }";
    expect(entities(selection, [{ title: "t", secret: "planted" }]).entities).toEqual([{ title: "t" }]);
  });

  test("and types that were not asked for are nobody's", () => {
    const { entities: kept, errors } = entities("... on A { title }", [{ __typename: "B", title: "t" }]);
    expect(kept).toEqual([null]);
    expect(errors).toMatchObject([BAD(0)]);
    expect(entities("__typename ... on A { title }", [{ __typename: "A", title: "t" }]).errors).toEqual([]);
  });

  test("are those that a condition leaves out", () => {
    const query =
      "query ($yes: Boolean = true, $no: Boolean!) { a { title @include(if: $no) day @skip(if: $yes) id } }";
    const told = { a: { title: "t", day: "d", id: "1" } };
    const kept = (variables: object) => JSON.stringify(check({ query, variables: { ...variables } }, told).data);
    expect(kept({ no: false })).toBe('{"a":{"id":"1"}}');
    expect(kept({ no: true })).toBe('{"a":{"title":"t","id":"1"}}');
    expect(kept({ no: true, yes: false })).toBe('{"a":{"title":"t","day":"d","id":"1"}}');
  });

  test("beside root fields are gone too", () => {
    const { data } = check({ query: "{ a { title } }" }, { a: { title: "t", day: "planted" }, things: ["planted"] });
    expect(JSON.parse(JSON.stringify(data))).toEqual({ a: { title: "t" } });
  });
});

describe("what is not as the schema says", () => {
  test.each<[string, string, unknown, unknown, readonly (string | number)[]]>([
    ["an object for a text", "title", { deep: "planted" }, null, ["title"]],
    ["an object for a scalar of its own", "day", { deep: "planted" }, null, ["day"]],
    ["a list for a scalar of its own", "day", ["planted"], null, ["day"]],
    ["a colour that is none", "colour", "BLUE", null, ["colour"]],
    ["a text for a list", "parts { name }", "planted", null, ["parts"]],
    ["a text for an object in a list", "parts { name }", [{ name: "p" }, "planted"], null, ["parts", 1]],
    ["a list for an object", "friend { id }", [{ id: "1" }], null, ["friend"]],
    ["an object without a type", "friend { id }", { id: "1" }, null, ["friend"]],
    ["a type that does not exist", "friend { id }", { __typename: "C", id: "1" }, null, ["friend"]],
    ["null in a list of things", "parts { name }", [null], null, ["parts", 0]],
    ["a number that is none", "parts { size }", [{ size: "x" }], [{ size: null }], ["parts", 0, "size"]],
  ])("%s is null with an error at its place", (_what, selection, value, kept, path) => {
    const field = selection.split(" ")[0] ?? "";
    const answer = entities(`... on A { ${selection} }`, [{ [field]: value }]);
    expect(answer.entities).toEqual([{ [field]: kept }]);
    expect(answer.errors).toMatchObject([BAD(0, ...path)]);
    expect(JSON.stringify(answer)).not.toContain("planted");
  });

  test("a missing text that must be there costs its entity, and no other", () => {
    const { entities: kept, errors } = entities("... on A { must }", [{ must: "m" }, {}], ["A", "A"]);
    expect(kept).toEqual([{ must: "m" }, null]);
    expect(errors).toMatchObject([BAD(1, "must")]);
  });

  test.each([[[]], [[{ title: "x" }, { title: "y" }]], ["x"], [null], [undefined]])(
    "%j for one entity is none",
    (received) => {
      const answer = entities("... on A { title }", received);
      expect(answer.entities).toBeNull();
      expect(answer.errors).toMatchObject([BAD()]);
    },
  );

  test("rubbish all over is told once", () => {
    const parts = Array.from({ length: 1_000 }, () => ({ size: "x" }));
    const { entities: kept, errors } = entities("... on A { parts { size } }", [{ parts }]);
    expect(kept).toBeNull();
    expect(errors).toEqual([
      expect.objectContaining({ extensions: { code: "NODE_BAD_RESPONSE", node: "n", retryable: true } }),
    ]);
    expect(errors[0]?.path).toBeUndefined();
  });
});

test("an honest answer passes as it is: graphql-js's own answers are never changed", async () => {
  const text = fc.option(fc.string(), { nil: null });
  const part = fc.record({ name: text, size: fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: null }) });
  const thing = fc.record({
    id: fc.string({ minLength: 1 }),
    title: text,
    day: text,
    colour: fc.constantFrom("RED", "GREEN", null),
    must: fc.string(),
    parts: fc.option(fc.array(part), { nil: null }),
    friend: fc.option(fc.record({ __typename: fc.constantFrom("A", "B"), id: fc.string(), title: text }), {
      nil: null,
    }),
  });
  const query =
    "query($representations: [_Any!]!) { _entities(representations: $representations) { ... on A { id text: title day colour must parts { name size } friend { __typename id title } } } }";
  await fc.assert(
    fc.asyncProperty(fc.array(thing, { minLength: 1, maxLength: 5 }), async (things) => {
      const representations = things.map((_thing, index) => ({ __typename: "A", index }));
      const resolvers = { A: { __resolveReference: ({ index }: { index: number }) => things[index] } };
      const schema = buildSubgraphSchema({ typeDefs: TYPE_DEFS, resolvers: resolvers as never });
      const own = await execute({ schema, document: parse(query), variableValues: { representations } });
      const data = JSON.parse(JSON.stringify(own.data));
      const checked = check({ query, variables: { representations } }, data);
      expect(checked.errors).toEqual([]);
      expect(JSON.parse(JSON.stringify(checked.data))).toEqual(data);
    }),
    { numRuns: 20 },
  );
});
