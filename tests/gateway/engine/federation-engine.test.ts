import { describe, expect, test } from "vitest";
import { federate, type Member } from "./federate.ts";
import { type Reference, SHOP, STORE, self } from "./shop-members.ts";

describe("our engine", () => {
  test("asks for each entity once, however often it stands in the answer", async () => {
    await using graph = await federate({ shop: SHOP, store: STORE });
    const { data, errors } = await graph.execute("{ products(first: 3) { id price } }");
    expect(errors).toEqual([]);
    expect(data).toEqual({
      products: [
        { id: "1", price: 10 },
        { id: "2", price: null },
        { id: "1", price: 10 },
      ],
    });
    expect(graph.asked.map(({ member }) => member)).toEqual(["shop", "store"]);
    expect(graph.asked[1]?.question.representations).toEqual([
      { __typename: "Product", id: "1" },
      { __typename: "Product", id: "2" },
    ]);
  });

  test("answers aliases, fragments, conditions, names of types and the schema itself", async () => {
    await using graph = await federate({ shop: SHOP, store: STORE });
    const query = `
      query ($id: ID!, $plain: Boolean!) {
        kind: __typename
        node(id: $id) { ...Thing ... on Box { size @skip(if: $plain) cost: price price } ... on Product { title: name @include(if: $plain) } }
        __schema { queryType { name } }
        box: __type(name: "Box") { kind }
      }
      fragment Thing on Thing { what: __typename id again: id }`;
    const { data, errors } = await graph.execute(query, { id: "9", plain: true });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      kind: "Query",
      node: { what: "Box", id: "9", again: "9", cost: 99, price: 99 },
      __schema: { queryType: { name: "Query" } },
      box: { kind: "OBJECT" },
    });
    expect((await graph.execute(query, { id: "1", plain: true })).data).toMatchObject({ node: { title: "name 1" } });
    expect((await graph.execute(query, { id: "9", plain: false })).data).toMatchObject({ node: { size: 3 } });
  });

  test("asks no subgraph for the schema and names of root types", async () => {
    await using graph = await federate({ shop: SHOP, store: STORE });
    expect((await graph.execute("{ a: __typename __schema { __typename } }")).data).toEqual({
      a: "Query",
      __schema: { __typename: "__Schema" },
    });
    expect(graph.asked).toEqual([]);
  });

  test("asks nobody where conditions leave nothing to ask for", async () => {
    await using graph = await federate({ shop: SHOP, store: STORE });
    const query = "query ($on: Boolean!) { products @skip(if: $on) @include(if: $on) { id } }";
    expect(await graph.execute(query, { on: true })).toEqual({ data: {}, errors: [] });
    expect(graph.asked).toEqual([]);
  });

  test("tells of an object that it is there when all its fields are skipped", async () => {
    await using graph = await federate({ shop: SHOP, store: STORE });
    expect((await graph.execute('{ node(id: "1") { id @skip(if: true) } }')).data).toEqual({ node: {} });
  });

  test("does what a mutation says once for each alias, in order", async () => {
    const done: string[] = [];
    const sdl = "type Query { a: Int } type Mutation { add(word: String!): Int clear: Int }";
    const add = (_: unknown, { word }: { word: string }) => done.push(word);
    await using graph = await federate({
      words: { sdl, resolvers: { Mutation: { add, clear: () => done.push("-") } } },
    });
    const { data } = await graph.execute(
      'mutation { x: add(word: "a") y: add(word: "a") clear z: clear w: add(word: "b") }',
    );
    expect(data).toEqual({ x: 1, y: 2, clear: 3, z: 4, w: 5 });
    expect(done).toEqual(["a", "a", "-", "-", "b"]);
    done.length = 0;
    const query = `mutation ($on: Boolean!) {
      add(word: "a") ... @include(if: $on) { clear } x: add(word: "b") @skip(if: $on) ...More add(word: "a") clear @skip(if: $on)
    } fragment More on Mutation { add(word: "a") }`;
    expect((await graph.execute(query, { on: true })).data).toEqual({ add: 1, clear: 2 });
    expect((await graph.execute(query, { on: false })).data).toEqual({ add: 3, x: 4, clear: 5 });
    expect(done).toEqual(["a", "-", "a", "b", "-"]);
  });

  test("makes one plan for operations that differ in literals, aliases and names", async () => {
    await using graph = await federate({ shop: SHOP, store: STORE });
    await graph.execute('{ node(id: "1") { id } }');
    await graph.execute('query Named($x: ID = "2") { same: node(id: $x) { key: id } }');
    await graph.execute('{ again: node(id: "3") { id } }');
    const [first, , third] = graph.asked;
    expect(third?.question.query).toBe(first?.question.query);
    expect(third?.question.variables).toEqual({ l0: "3" });
    expect(graph.asked[1]?.question.variables).toEqual({ v0: "2" });
  });

  test("refuses values that the variables' types do not take, and asks nobody", async () => {
    await using graph = await federate({ shop: SHOP, store: STORE });
    const { data, errors } = await graph.execute("query ($first: Int) { products(first: $first) { id } }", {
      first: "x",
    });
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ message: expect.stringContaining("$first") }]);
    expect(graph.asked).toEqual([]);
  });
});

describe("what goes wrong in a subgraph", () => {
  const FAULTY: Member = {
    sdl: `
      type Product @key(fields: "id") { id: ID! price: Int! grade: Grade tags: [String!] box: Box stars: Int }
      type Box @key(fields: "id", resolvable: false) { id: ID! }
      enum Grade { A B }`,
    resolvers: {
      Product: {
        __resolveReference: self,
        price: ({ id }: Reference) => {
          if (id === "2") throw new Error("no price");
          return 7;
        },
        stars: () => {
          throw new Error("no stars");
        },
      },
    },
  };

  test("is told of each field that is lost with another of which the subgraph promises more than others do", async () => {
    const strict: Member = {
      sdl: "type Query { owners: [Int!]! @shareable title: Int }",
      resolvers: { Query: { owners: () => [1, null], title: () => 7 } },
    };
    const loose: Member = { sdl: "type Query { owners: [Int!] @shareable }", resolvers: {} };
    await using graph = await federate({ strict, loose });
    const { data, errors } = await graph.execute("{ title owners }");
    expect(data).toEqual({ title: null, owners: null });
    expect(errors.map(({ path }) => path)).toEqual([["owners", 1], ["title"]]);
  });

  test("stands at its place in the answer, under each of the client's names", async () => {
    await using graph = await federate({ shop: SHOP, store: FAULTY });
    const { data, errors } = await graph.execute('{ a: node(id: "1") { ... on Product { id s: stars t: stars } } }');
    expect(data).toEqual({ a: { id: "1", s: null, t: null } });
    expect(errors).toEqual([
      { message: "no stars", path: ["a", "s"] },
      { message: "no stars", path: ["a", "t"] },
    ]);
  });

  test("makes null what has no value, up to where null may stand, and is told once", async () => {
    await using graph = await federate({ shop: SHOP, store: FAULTY });
    const { data, errors } = await graph.execute(
      '{ a: node(id: "2") { ... on Product { price } } b: node(id: "1") { id } }',
    );
    expect(data).toEqual({ a: null, b: { id: "1" } });
    expect(errors).toEqual([{ message: "no price", path: ["a", "price"] }]);
  });

  test("is told of a missing value that nobody explained", async () => {
    await using graph = await federate({
      shop: SHOP,
      store: { ...FAULTY, resolvers: { Product: { __resolveReference: () => null } } },
    });
    const { data, errors } = await graph.execute("{ products(first: 1) { id price } }");
    expect(data).toBeNull();
    expect(errors).toEqual([
      { message: "Cannot return null for non-nullable field Product.price", path: ["products", 0, "price"] },
    ]);
  });
});
