import { execute, parse, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { compileAnswer } from "./compile-answer.ts";
import { createShopSchema } from "./shop-resolvers.ts";
import type { ShopSubgraph } from "./shop-schema.ts";

const product = (index: number) => ({ __typename: "Product", upc: `p1000001-${index}`, price: 17, weight: 150 });
const user = (index: number) => ({ __typename: "User", id: `u1000001-${index}` });

describe("the canned subgraph answers as graphql-js over the same data", () => {
  test.each<[ShopSubgraph, string, Record<string, unknown>]>([
    ["users", "query ($season: Int!) { customers(season: $season) { __typename id username } }", { season: 1_000_001 }],
    ["users", "{ customers(season: 1000002, first: 2) { who: name memberSince } }", {}],
    [
      "products",
      "query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product { title ...P } } } fragment P on Product { title price }",
      { representations: [product(0), product(3)] },
    ],
    [
      "inventory",
      "query A($r: [_Any!]!, $s: [_Any!]!) { _0: _entities(representations: $r) { ... on Product { inStock } } _1: _entities(representations: $s) { __typename ... on Product { shippingEstimate } } }",
      { r: [product(1)], s: [product(2), product(4)] },
    ],
    [
      "reviews",
      "query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { reviews { id product { upc } } reviews { rating } } ... on Product { reviews { body author { id username } } } } }",
      { representations: [user(0), product(5), user(3)] },
    ],
  ])("%s: %s", async (name, query, variables) => {
    const schema = createShopSchema(name);
    const document = parse(query);
    expect(validate(schema, document)).toEqual([]);
    const expected = await execute({ schema, document, variableValues: variables });
    expect(expected).not.toHaveProperty("errors");
    expect(`{"data":${compileAnswer(schema, document)(variables)}}`).toBe(JSON.stringify(expected));
  });
});

test("what it does not know it refuses, instead of answering wrongly", () => {
  const schema = createShopSchema("users");
  const compile = (query: string) => () => compileAnswer(schema, parse(query));
  expect(compile("{ customers(season: 1) { id @skip(if: true) } }")).toThrow("directives");
  expect(compile("{ nothing }")).toThrow("no field nothing");
  expect(compile("mutation { a }")).toThrow("only queries");
});
