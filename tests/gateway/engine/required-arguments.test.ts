import { isObjectType } from "graphql";
import { describe, expect, test } from "vitest";
import { federate, type Member } from "./federate.ts";
import { type Reference, SHOP, STORE, self } from "./shop-members.ts";

describe("our engine", () => {
  test("gives a field what its @requires asks for, whatever the client asks of the same field", async () => {
    await using graph = await federate({ shop: SHOP, store: STORE });
    const { data, errors } = await graph.execute(
      '{ products(first: 1) { weight(unit: "t") heavy: weight postage id: weight(unit: "kg") } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ products: [{ weight: 0, heavy: 5, postage: 10_000, id: 5 }] });
  });

  test("gives two fields what each @requires asks for, though they want one field with different arguments", async () => {
    await using graph = await federate({ shop: SHOP, store: STORE });
    const query = `query ($first: Int) { products(first: $first) {
      name postage freight reviews(first: 4) { text product { id freight postage } } } }`;
    const { data, errors } = await graph.execute(query, { first: 2 });
    expect(errors).toEqual([]);
    const first = { postage: 10_000, freight: 15 };
    expect(data).toEqual({
      products: [
        { name: "name 1", ...first, reviews: [{ text: "of 4", product: { id: "1", ...first } }] },
        { name: "name 2", postage: null, freight: null, reviews: null },
      ],
    });
  });

  test("gives a field what its @requires asks for without arguments, beside one that asks with them", async () => {
    await using graph = await federate({ shop: SHOP, store: STORE });
    const { data, errors } = await graph.execute("{ products(first: 1) { postage toll } }");
    expect(errors).toEqual([]);
    expect(data).toEqual({ products: [{ postage: 10_000, toll: 35 }] });
  });

  test("gives each of two objects in each other what its @requires asks for of one field", async () => {
    const sdl = `type Query { product: Product } type Product @key(fields: "id") { id: ID! part: Product
      weight(unit: String = "kg"): Int }`;
    const weight = ({ id }: Reference, { unit }: { unit: string }) => Number(id) * ({ kg: 1, g: 1_000 }[unit] ?? 0);
    const home: Member = {
      sdl,
      resolvers: {
        Query: { product: () => ({ id: "1" }) },
        Product: { __resolveReference: self, part: ({ id }: Reference) => ({ id: `${id}2` }), weight },
      },
    };
    const store: Member = {
      sdl: `type Product @key(fields: "id") { id: ID! weight(unit: String = "kg"): Int @external part: Product @external
        sum: Int @requires(fields: "weight(unit: \\"g\\") part { weight }") }`,
      resolvers: {
        Product: {
          __resolveReference: self,
          sum: ({ weight: own = 0, part }: Reference & { part: Reference }) => own + (part.weight ?? Number.NaN),
        },
      },
    };
    await using graph = await federate({ home, store });
    expect(await graph.execute("{ product { sum part { sum part { sum } } } }")).toEqual({
      data: { product: { sum: 1_012, part: { sum: 12_122, part: { sum: 122_000 + 1_222 } } } },
      errors: [],
    });
  });

  test("gives what stands in a computed object what each of its @requires asks for", async () => {
    const sizes = ({ id }: Reference, { unit }: { unit: string }) => (id === "s1" && unit === "g" ? 4_000 : 4);
    const home: Member = {
      sdl: `type Query { product: Product } type Product @key(fields: "id") { id: ID! weight(unit: String = "kg"): Int }
        type Parcel @key(fields: "id") { id: ID! size(unit: String = "kg"): Int }`,
      resolvers: {
        Query: { product: () => ({ id: "1" }) },
        Product: { __resolveReference: self, weight: () => 5 },
        Parcel: { __resolveReference: self, size: sizes },
      },
    };
    const store: Member = {
      sdl: `type Product @key(fields: "id") { id: ID! weight(unit: String = "kg"): Int @external
          parcel: Parcel @requires(fields: "weight(unit: \\"t\\")") }
        type Parcel @key(fields: "id") { id: ID! size(unit: String = "kg"): Int @external
          fine: Int @requires(fields: "size(unit: \\"g\\")") coarse: Int @requires(fields: "size(unit: \\"kg\\")") }`,
      resolvers: {
        Product: { __resolveReference: self, parcel: ({ weight }: Reference) => (weight === 5 ? { id: "s1" } : null) },
        Parcel: {
          __resolveReference: self,
          fine: ({ size }: { size: number }) => size,
          coarse: ({ size }: { size: number }) => size,
        },
      },
    };
    await using graph = await federate({ home, store });
    expect(await graph.execute("{ product { parcel { coarse fine } other: parcel { fine coarse id } } }")).toEqual({
      data: { product: { parcel: { coarse: 4, fine: 4_000 }, other: { fine: 4_000, coarse: 4, id: "s1" } } },
      errors: [],
    });
  });

  test("does once what a mutation says that asks for two such fields, and gives both", async () => {
    const done: string[] = [];
    const desk: Member = {
      sdl: `type Query { a: Int } type Mutation { order: Product } type Product @key(fields: "id") { id: ID! }`,
      resolvers: { Mutation: { order: () => ({ id: String(done.push("order")) }) } },
    };
    await using graph = await federate({ shop: SHOP, store: STORE, desk });
    expect(await graph.execute("mutation { order { freight postage } }")).toEqual({
      data: { order: { freight: 15, postage: 10_000 } },
      errors: [],
    });
    expect(done).toEqual(["order"]);
  });

  test("gives a field computed from one field and from another that is computed from the same with different arguments", async () => {
    const sdl = `type Product @key(fields: "id") { id: ID! weight(unit: String = "kg"): Int @external
      postage: Int @external total: String @requires(fields: "postage weight(unit: \\"kg\\")") }`;
    const total = ({ postage, weight }: Reference & { postage: number }) => `${postage} for ${weight}`;
    const till: Member = {
      sdl,
      resolvers: { Product: { __resolveReference: self, total } },
    };
    await using graph = await federate({ shop: SHOP, store: STORE, till });
    expect(await graph.execute("{ products(first: 1) { total freight toll } }")).toEqual({
      data: { products: [{ total: "10000 for 5", freight: 15, toll: 35 }] },
      errors: [],
    });
  });

  test("shows clients no names but those of the members, and opens where an interface asks its types for such a field", async () => {
    const weight = '{ id: ID! weight(unit: String = "kg"): Int @external';
    const answers = { __resolveReference: self, fare: (product: Reference) => product.weight };
    const store: Member = {
      sdl: `interface Heavy { weight(unit: String = "kg"): Int } type Product implements Heavy @key(fields: "id") ${weight}
        fare: Int @requires(fields: "weight(unit: \\"g\\")") }`,
      resolvers: { Product: answers },
    };
    const till: Member = {
      sdl: `type Product @key(fields: "id") ${weight} toll: Int @requires(fields: "weight(unit: \\"t\\")") }`,
      resolvers: { Product: { __resolveReference: self, toll: (product: Reference) => product.weight } },
    };
    await using graph = await federate({ shop: SHOP, store, till });
    const { data, errors } = await graph.execute("{ products(first: 1) { fare toll } }");
    expect(errors).toEqual([]);
    expect(data).toEqual({ products: [{ fare: 5_000, toll: 0 }] });
    const product = graph.engine.schema.getType("Product");
    expect(isObjectType(product) ? Object.keys(product.getFields()) : []).toEqual([
      "id",
      "name",
      "weight",
      "fare",
      "toll",
    ]);
  });
});
