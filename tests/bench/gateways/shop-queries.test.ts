import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { apolloComposer } from "#gateway/supergraph/apollo-composer.ts";
import { publicApiOf } from "#gateway/supergraph/public-api.ts";
import { canonical } from "./canonical.ts";
import { createBody, SIZES } from "./shop-queries.ts";
import { shopServices } from "./shop-schema.ts";

test("the shop composes, and its queries are valid with the season as a variable and as a literal", async () => {
  const composition = await apolloComposer.compose(shopServices((name) => `http://127.0.0.1/${name}`));
  if (composition.kind === "refused") throw new Error(JSON.stringify(composition.problems));
  const schema = buildSchema(publicApiOf(composition.supergraphSdl));
  for (const size of SIZES) {
    const asVariable = JSON.parse(createBody(size, "variable")(1_000_007));
    expect(asVariable.variables).toEqual({ season: 1_000_007 });
    const asLiteral = JSON.parse(createBody(size, "literal")(1_000_007));
    expect(Object.keys(asLiteral)).toEqual(["query"]);
    expect(asLiteral.query).toContain("1000007");
    for (const { query } of [asVariable, asLiteral]) expect(validate(schema, parse(query))).toEqual([]);
  }
});

test("equal JSON has one text, whatever the order of its keys", () => {
  expect(canonical({ b: [1, { d: null, c: "x" }], a: true })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
  expect(canonical(JSON.parse('{"a":true,"b":[1,{"d":null,"c":"x"}]}'))).toBe(
    canonical({ b: [1, { d: null, c: "x" }], a: true }),
  );
  expect(canonical([1, 2])).not.toBe(canonical([2, 1]));
});
