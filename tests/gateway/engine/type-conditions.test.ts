import { describe, expect, test } from "vitest";
import { federate, type Member } from "./federate.ts";

interface Pet {
  readonly id: string;
  readonly nick?: string;
}

const typeOf = ({ id }: Pet) => (id.startsWith("r") ? "Rat" : "Parrot");
const itself = (reference: Pet) => reference;

/** Where pets are of types. */
const HOME: Member = {
  sdl: `
    type Query { pets: [Pet] @shareable things: [Thing] }
    interface Pet @key(fields: "id") { id: ID! nick: String! }
    interface Named { id: ID! }
    type Rat implements Pet & Named @key(fields: "id") { id: ID! nick: String! size: Int }
    type Parrot implements Pet @key(fields: "id") { id: ID! nick: String! words: Int }
    type Stone { weight: Int }
    union Thing = Rat | Parrot | Stone
    union Heavy = Stone
    extend type Query { heavy: [Heavy] }`,
  resolvers: {
    Query: {
      pets: () => [{ id: "r1" }, { id: "p1" }],
      things: () => [{ id: "r1" }, { weight: 7 }, { id: "p1" }],
      heavy: () => [{ weight: 9 }],
    },
    Pet: { __resolveType: typeOf, __resolveReference: itself },
    Rat: { __resolveReference: itself, nick: ({ id }: Pet) => `nick of ${id}`, size: () => 3 },
    Parrot: { __resolveReference: itself, nick: ({ id }: Pet) => `nick of ${id}`, words: () => 12 },
    Thing: { __resolveType: (thing: Pet) => ("weight" in thing ? "Stone" : typeOf(thing)) },
    Heavy: { __resolveType: () => "Stone" },
  },
};

/** Where they are all one. */
const GARDEN: Member = {
  sdl: `
    type Query { pets: [Pet] @shareable }
    type Pet @key(fields: "id") @interfaceObject { id: ID! friend: Pet }`,
  resolvers: {
    Query: { pets: () => [{ id: "r1" }, { id: "p1" }] },
    Pet: { __resolveReference: itself, friend: ({ id }: Pet) => ({ id: id === "r1" ? "p1" : "r1" }) },
  },
};

const SHOP: Member = {
  sdl: `
    type Pet @key(fields: "id") @interfaceObject {
      id: ID! nick: String! @external cost: String @requires(fields: "nick") rank(of: Int): Int teeth: Int! }`,
  resolvers: {
    Pet: {
      __resolveReference: itself,
      cost: ({ nick }: Pet) => `cost for ${nick}`,
      teeth: ({ id }: Pet) => (id === "r1" ? 16 : null),
      rank: (_: unknown, { of }: { of: number }) => {
        if (of < 0) throw new Error("no rank");
        return of;
      },
    },
  },
};

const MEMBERS = { home: HOME, garden: GARDEN, shop: SHOP };

describe("what a member computes that knows only the interface", () => {
  test.each([
    ["of one type", "{ pets { ... on Rat { cost } } }", { pets: [{ cost: "cost for nick of r1" }, {}] }],
    [
      "of one type, beside fields of the type and of the interface",
      "{ pets { id ... on Rat { cost size rank(of: 2) } ... on Parrot { rank(of: 3) } } }",
      {
        pets: [
          { id: "r1", cost: "cost for nick of r1", size: 3, rank: 2 },
          { id: "p1", rank: 3 },
        ],
      },
    ],
    [
      "of a type that must first be asked for",
      "{ pets { friend { ... on Rat { c: cost } id } } }",
      { pets: [{ friend: { id: "p1" } }, { friend: { c: "cost for nick of r1", id: "r1" } }] },
    ],
    [
      "of a type in a union",
      "{ things { ... on Rat { cost } ... on Pet { nick } ... on Stone { weight } } }",
      { things: [{ cost: "cost for nick of r1", nick: "nick of r1" }, { weight: 7 }, { nick: "nick of p1" }] },
    ],
  ])("is had %s", async (_what, query, data) => {
    await using graph = await federate(MEMBERS);
    expect(await graph.execute(query)).toEqual({ data, errors: [] });
  });
});

test("what only one type is asked for takes nothing from the others", async () => {
  await using graph = await federate(MEMBERS);
  expect(await graph.execute("{ pets { id rank(of: 1) ... on Rat { teeth } } }")).toEqual({
    data: {
      pets: [
        { id: "r1", rank: 1, teeth: 16 },
        { id: "p1", rank: 1 },
      ],
    },
    errors: [],
  });
});

test("an error stands at its field where the type of an object is not asked for", async () => {
  await using graph = await federate(MEMBERS);
  const { data, errors } = await graph.execute("{ pets { id friend { worst: rank(of: -1) id } } }");
  expect(data).toMatchObject({ pets: [{ id: "r1", friend: { worst: null, id: "p1" } }, { id: "p1" }] });
  expect(errors.map(({ path }) => path)).toEqual([
    ["pets", 0, "friend", "worst"],
    ["pets", 1, "friend", "worst"],
  ]);
});

describe("conditions on types", () => {
  test.each([
    [
      "that can never be met",
      "{ pets { ... on Thing { ... on Heavy { __typename } } id } }",
      [{ id: "r1" }, { id: "p1" }],
    ],
    [
      "of a union around an interface",
      "{ pets { ... on Thing { ... on Pet { id } ... on Heavy { ... on Thing { ... on Pet { nick } } } } } }",
      [{ id: "r1" }, { id: "p1" }],
    ],
    ["that meet in one type", "{ pets { ... on Named { ... on Thing { __typename } } } }", [{ __typename: "Rat" }, {}]],
    [
      "that are always met",
      "{ pets { ... on Pet { ... on Thing { ... on Rat { ... on Named { id } } } } } }",
      [{ id: "r1" }, {}],
    ],
  ])("%s ask for no more than that", async (_what, query, pets) => {
    await using graph = await federate(MEMBERS);
    expect(await graph.execute(query)).toEqual({ data: { pets }, errors: [] });
  });

  test("leave what is known of a type that was met in any of them", async () => {
    await using graph = await federate(MEMBERS);
    const query =
      "{ things { ... on Pet { ... on Named { what: __typename ... on Thing { ... on Parrot { words } ... on Rat { size } } } } } }";
    expect((await graph.execute(query)).data).toEqual({ things: [{ what: "Rat", size: 3 }, {}, {}] });
  });
});
