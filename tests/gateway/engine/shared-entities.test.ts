import { describe, expect, test } from "vitest";
import { federate, type Member } from "./federate.ts";

interface Reference {
  readonly id: string;
}

const self = (reference: Reference) => reference;

describe("an entity that stands at several places", () => {
  const LISTS: Member = {
    sdl: 'type Query { carts: [Cart!]! } type Cart { lines: [Line]! } type Line { product: Product } type Product @key(fields: "id") { id: ID! }',
    resolvers: {
      Query: {
        carts: () =>
          [
            ["1", "2"],
            ["2", "3"],
          ].map((ids) => ({ lines: ids.map((id) => ({ product: { id } })) })),
      },
    },
  };
  const SHELF: Member = {
    sdl: 'type Product @key(fields: "id") { id: ID! price: Int! shelf: Shelf note: String } type Shelf @key(fields: "row") { row: Int! }',
    resolvers: {
      Product: {
        __resolveReference: self,
        price: ({ id }: Reference) => (id === "2" ? null : 5),
        note: ({ id }: Reference) => {
          if (id === "2") throw new Error("no note");
          return `note ${id}`;
        },
        shelf: ({ id }: Reference) => ({ row: id === "3" ? 3 : 1 }),
      },
    },
  };
  const ROWS: Member = {
    sdl: 'type Shelf @key(fields: "row") { row: Int! label: String }',
    resolvers: { Shelf: { __resolveReference: ({ row }: { row: number }) => ({ label: `row ${row}` }) } },
  };

  test("is looked up once and told everywhere, with what is looked up after it", async () => {
    await using graph = await federate({ lists: LISTS, shelf: SHELF, rows: ROWS });
    const { data, errors } = await graph.execute("{ carts { lines { product { id shelf { label } } } } }");
    expect(errors).toEqual([]);
    const line = (id: string, row: number) => ({ product: { id, shelf: { label: `row ${row}` } } });
    expect(data).toEqual({ carts: [{ lines: [line("1", 1), line("2", 1)] }, { lines: [line("2", 1), line("3", 3)] }] });
    expect(graph.asked.map(({ member, question }) => [member, question.representations?.length])).toEqual([
      ["lists", undefined],
      ["shelf", 3],
      ["rows", 2],
    ]);
  });

  test("tells its errors at each of its places", async () => {
    await using graph = await federate({ lists: LISTS, shelf: SHELF, rows: ROWS });
    const { data, errors } = await graph.execute("{ carts { lines { product { note } } } }");
    expect(data).toEqual({
      carts: [
        { lines: [{ product: { note: "note 1" } }, { product: { note: null } }] },
        { lines: [{ product: { note: null } }, { product: { note: "note 3" } }] },
      ],
    });
    expect(errors.map(({ path }) => path)).toEqual([
      ["carts", 0, "lines", 1, "product", "note"],
      ["carts", 1, "lines", 0, "product", "note"],
    ]);
  });

  test("is null at each of its places when it lacks what may not be null", async () => {
    const broken = {
      ...SHELF,
      resolvers: { Product: { __resolveReference: ({ id }: Reference) => (id === "2" ? null : { id, price: 5 }) } },
    };
    await using graph = await federate({ lists: LISTS, shelf: broken, rows: ROWS });
    const { data, errors } = await graph.execute("{ carts { lines { product { price } } } }");
    expect(data).toEqual({
      carts: [
        { lines: [{ product: { price: 5 } }, { product: null }] },
        { lines: [{ product: null }, { product: { price: 5 } }] },
      ],
    });
    expect(errors.map(({ path }) => path)).toEqual([
      ["carts", 0, "lines", 1, "product", "price"],
      ["carts", 1, "lines", 0, "product", "price"],
    ]);
  });
});

describe("an entity that a subgraph tells several times with what is below it", () => {
  interface Place {
    readonly id: string;
    readonly rank: number;
  }
  const PLACES: Member = {
    sdl: `type Query { tours: [Tour!]! } type Tour { stops: [Stop!]! }
      type Stop @key(fields: "id") { id: ID! rank: Int guides: [Guide!]! }
      type Guide @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        tours: () => [
          { stops: [stop("1", 1), stop("2", 1)] },
          { stops: [stop("2", 1), stop("1", 2), stop("2", 1, ["b"])] },
        ],
      },
    },
  };
  const NAMES: Member = {
    sdl: `type Stop @key(fields: "id") { id: ID! name: String }
      type Guide @key(fields: "id") { id: ID! name: String }`,
    resolvers: {
      Stop: { __resolveReference: ({ id }: Reference) => ({ name: `stop ${id}` }) },
      Guide: { __resolveReference: ({ id }: Reference) => ({ name: `guide ${id}` }) },
    },
  };

  function stop(id: string, rank: number, guides = ["a", "b"]): Place & { readonly guides: readonly Reference[] } {
    return { id, rank, guides: guides.map((guide) => ({ id: guide })) };
  }

  test("has what each of its places tells of it, and everywhere what is looked up", async () => {
    await using graph = await federate({ places: PLACES, names: NAMES });
    const { data, errors } = await graph.execute("{ tours { stops { rank name guides { name } } } }");
    expect(errors).toEqual([]);
    const told = (id: string, rank: number, guides = ["a", "b"]) => ({
      rank,
      name: `stop ${id}`,
      guides: guides.map((guide) => ({ name: `guide ${guide}` })),
    });
    expect(data).toEqual({
      tours: [{ stops: [told("1", 1), told("2", 1)] }, { stops: [told("2", 1), told("1", 2), told("2", 1, ["b"])] }],
    });
    const lookedUp = graph.asked.slice(1).map(({ question }) => question.variables["representations0"]);
    expect(graph.asked.map(({ member }) => member)).toEqual(["places", "names"]);
    expect(lookedUp).toMatchObject([[{ id: "1" }, { id: "2" }]]);
  });
});

describe("look-ups of one subgraph that start together", () => {
  const KEYS = 'type X @key(fields: "id") { id: ID! } type Y @key(fields: "id") { id: ID! }';
  const ROOTS: Member = {
    sdl: `type Query { x: X y: Y z: X } ${KEYS}`,
    resolvers: { Query: { x: () => ({ id: "1" }), y: () => ({ id: "2" }), z: () => ({ id: "3" }) } },
  };
  const sdl = KEYS.replaceAll("id: ID! }", "id: ID! note: String }");
  const QUERY = "{ x { note } y { note } z { note } }";

  test("are one request, and those of the same fields one look-up", async () => {
    const resolvers = {
      X: { __resolveReference: self, note: ({ id }: Reference) => `x${id}` },
      Y: {
        __resolveReference: self,
        note: () => {
          throw new Error("no note");
        },
      },
    };
    await using graph = await federate({ roots: ROOTS, notes: { sdl, resolvers } });
    const { data, errors } = await graph.execute(QUERY);
    expect(data).toEqual({ x: { note: "x1" }, y: { note: null }, z: { note: "x3" } });
    expect(errors).toEqual([{ message: "no note", path: ["y", "note"] }]);
    expect(graph.asked.map(({ member }) => member)).toEqual(["roots", "notes"]);
    expect(graph.asked[1]?.question.variables).toMatchObject({ representations0: [{ id: "1" }, { id: "3" }] });
  });

  test("do not fail with one of them", async () => {
    const fail = () => {
      throw new Error("y failed");
    };
    const resolvers = { X: { __resolveReference: self, note: () => "x" }, Y: { __resolveReference: fail } };
    await using graph = await federate({ roots: ROOTS, notes: { sdl, resolvers } });
    const { data, errors } = await graph.execute(QUERY);
    expect(data).toEqual({ x: { note: "x" }, y: { note: null }, z: { note: "x" } });
    expect(errors).toEqual([{ message: "y failed", path: ["y"] }]);
  });
});
