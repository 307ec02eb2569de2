import type { Member } from "./federate.ts";

export interface Reference {
  readonly id: string;
  readonly weight?: number;
}

export const self = (reference: Reference) => reference;

export const SHOP: Member = {
  sdl: `
    type Query { products(first: Int = 2): [Product!]! node(id: ID!): Thing }
    interface Thing { id: ID! }
    type Product implements Thing @key(fields: "id") { id: ID! name: String! weight(unit: String = "kg"): Int }
    type Box implements Thing @key(fields: "id") { id: ID! size: Int }`,
  resolvers: {
    Query: {
      products: (_: unknown, { first }: { first: number }) => [{ id: "1" }, { id: "2" }, { id: "1" }].slice(0, first),
      node: (_: unknown, { id }: Reference) => (id === "9" ? { __typename: "Box", id } : { __typename: "Product", id }),
    },
    Product: {
      __resolveReference: self,
      name: ({ id }: Reference) => `name ${id}`,
      weight: (_: unknown, { unit }: { unit: string }) => ({ kg: 5, g: 5_000, t: 0 })[unit],
    },
    Box: { __resolveReference: self, size: () => 3 },
  },
};

export const STORE: Member = {
  sdl: `
    type Product @key(fields: "id") {
      id: ID!
      weight(unit: String = "kg"): Int @external
      price: Int
      postage: Int @requires(fields: "weight(unit: \\"g\\")")
      freight: Int @requires(fields: "weight(unit: \\"kg\\")")
      toll: Int @requires(fields: "weight")
      reviews(first: Int): [Review!]
    }
    type Review { id: ID! product: Product! text: String! }
    type Box @key(fields: "id") { id: ID! price: Int }`,
  resolvers: {
    Product: {
      __resolveReference: (reference: Reference) => (reference.id === "2" ? null : reference),
      price: ({ id }: Reference) => Number(id) * 10,
      postage: ({ weight = Number.NaN }: Reference) => weight * 2,
      freight: ({ weight = Number.NaN }: Reference) => weight * 3,
      toll: ({ weight = Number.NaN }: Reference) => weight * 7,
      reviews: ({ id }: Reference, { first }: { first: number }) => [
        { id: `r${id}`, product: { id }, text: `of ${first}` },
      ],
    },
    Box: { __resolveReference: self, price: () => 99 },
  },
};
