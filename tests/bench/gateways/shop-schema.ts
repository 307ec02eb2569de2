import { parse } from "graphql";
import type { ComposedService } from "#gateway/supergraph/composer.ts";

export const SHOP_SUBGRAPHS = ["users", "products", "inventory", "reviews"] as const;
export type ShopSubgraph = (typeof SHOP_SUBGRAPHS)[number];

export const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external", "@requires", "@provides", "@shareable"])\n';

/** Four owners of one shop: the shape that gateways are usually measured with, with a requirement and a provided field. */
export const SHOP_SCHEMAS: Readonly<Record<ShopSubgraph, string>> = {
  users: `${LINK}
    type Query {
      customers(season: Int!, first: Int! = 8): [User]
    }
    type User @key(fields: "id") {
      id: ID!
      name: String
      username: String @shareable
      memberSince: Int
    }`,
  products: `${LINK}
    type Query {
      topProducts(season: Int!, first: Int! = 5): [Product]
    }
    type Product @key(fields: "upc") {
      upc: ID!
      title: String
      price: Int
      weight: Int
    }`,
  inventory: `${LINK}
    type Product @key(fields: "upc") {
      upc: ID!
      price: Int @external
      weight: Int @external
      inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }`,
  reviews: `${LINK}
    type Review @key(fields: "id") {
      id: ID!
      body: String
      rating: Float
      author: User @provides(fields: "username")
      product: Product
    }
    type User @key(fields: "id") {
      id: ID!
      username: String @external
      reviews: [Review]
    }
    type Product @key(fields: "upc") {
      upc: ID!
      reviews: [Review]
    }`,
};

/** The four as composition takes them; where each answers is asked by name. */
export function shopServices(urlOf: (name: ShopSubgraph) => string): readonly ComposedService[] {
  return SHOP_SUBGRAPHS.map((name) => ({ name, url: urlOf(name), typeDefs: parse(SHOP_SCHEMAS[name]) }));
}
