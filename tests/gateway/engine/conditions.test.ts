import { describe, expect, test } from "vitest";
import { federate, type Member } from "./federate.ts";

const itself = (reference: object) => reference;

/** A list of boxes, of which one has no size though it must have one. */
const BOXES: Member = {
  sdl: `
    type Query { boxes: [[Box]] item: Item pet: Pet lid: Lid }
    type Lid { lid: Lid note: String }
    interface Pet { id: ID! owner: Item }
    type Cat implements Pet { id: ID! owner: Item lives: Int }
    type Box @key(fields: "id") { id: ID! size: Int! note: String }
    type Item @key(fields: "id") { id: ID! weight: Int }`,
  resolvers: {
    Query: {
      boxes: () => [[{ id: "1" }, { id: "2", size: 2 }]],
      lid: () => ({ lid: { note: "n" } }),
      item: () => ({ id: "i1", weight: 5 }),
      pet: () => ({ __typename: "Cat", id: "c1", owner: { id: "i1", weight: 5 }, lives: 7 }),
    },
  },
};

const POST: Member = {
  sdl: `type Query { open: Boolean } type Item @key(fields: "id") { id: ID! weight: Int @external near: Int
    stamp: String postage: Int! @requires(fields: "weight") label: String! @requires(fields: "weight") }`,
  resolvers: {
    Query: { open: () => true },
    Item: {
      __resolveReference: itself,
      near: () => 3,
      stamp: () => "red",
      postage: ({ weight = Number.NaN }: { weight?: number }) => weight * 2,
      label: ({ weight }: { weight?: number }) => `of ${weight}`,
    },
  },
};

describe("conditions", () => {
  test("of all that is asked of an object do not hide that it is there", async () => {
    await using graph = await federate({ boxes: BOXES, post: POST });
    const query = `query ($on: Boolean!, $all: Boolean! = true) {
      lid @include(if: $all) { lid @include(if: $on) { note } } open }`;
    expect(await graph.execute(query, { on: false })).toEqual({ data: { lid: {}, open: true }, errors: [] });
    expect((await graph.execute(query, { on: true })).data).toEqual({ lid: { lid: { note: "n" } }, open: true });
    expect((await graph.execute(query, { on: true, all: false })).data).toEqual({ open: true });
  });

  test("that differ between two places of one entity give each what it asks for", async () => {
    await using graph = await federate({ boxes: BOXES, post: POST });
    const query = `query ($on: Boolean!) { pet { owner { stamp near } ... on Cat @include(if: $on) { owner { postage label } lives } } }`;
    expect(await graph.execute(query, { on: false })).toEqual({
      data: { pet: { owner: { stamp: "red", near: 3 } } },
      errors: [],
    });
    expect((await graph.execute(query, { on: true })).data).toEqual({
      pet: { owner: { stamp: "red", near: 3, postage: 10, label: "of 5" }, lives: 7 },
    });
  });

  test("ask for nothing that they exclude", async () => {
    await using graph = await federate({ boxes: BOXES, post: POST });
    const query = "query ($on: Boolean!) { item { id weight @include(if: $on) stamp @include(if: $on) } }";
    await graph.execute(query, { on: false });
    expect(graph.asked.map(({ member, question }) => [member, question.query])).toEqual([["boxes", "{item{id}}"]]);
  });
});

describe("two aliases of one field", () => {
  const gone = { message: "Cannot return null for non-nullable field Box.size.", path: ["a", 0, 0, "size"] };

  test("lose only what each asks for", async () => {
    await using graph = await federate({ boxes: BOXES });
    const { data, errors } = await graph.execute("{ a: boxes { id size } boxes { id note } }");
    expect(data).toEqual({
      a: [[null, { id: "2", size: 2 }]],
      boxes: [
        [
          { id: "1", note: null },
          { id: "2", note: null },
        ],
      ],
    });
    expect(errors).toMatchObject([gone]);
  });

  test("are asked for once where they ask for the same", async () => {
    await using graph = await federate({ boxes: BOXES });
    const { data, errors } = await graph.execute("{ a: boxes { id size } b: boxes { id size } }");
    const boxes = [[null, { id: "2", size: 2 }]];
    expect(data).toEqual({ a: boxes, b: boxes });
    expect(errors).toMatchObject([gone, { ...gone, path: ["b", 0, 0, "size"] }]);
    expect(graph.asked.map(({ question }) => question.query)).toEqual(["{boxes{id size}}"]);
  });

  test("keep what fragments ask of each", async () => {
    await using graph = await federate({ boxes: BOXES });
    const query = "{ a: boxes { id } ...More b: boxes { id } } fragment More on Query { a: boxes { size } }";
    const { data } = await graph.execute(query);
    expect(data).toEqual({ a: [[null, { id: "2", size: 2 }]], b: [[{ id: "1" }, { id: "2" }]] });
  });
});
