import { print } from "graphql";
import { expect, test } from "vitest";
import { KnownDefinitions } from "#schema/known-definitions.ts";

const [QUERY, THING, OTHER] = ["type Query {\n  a: Thing\n}", "type Thing {\n  a: Int\n}", "type Other {\n  a: Int\n}"];

test("what the last schema had too is the same object, in the order that is asked", async () => {
  const known = new KnownDefinitions();
  const [query, thing] = await known.parse([QUERY, THING]);
  const next = await known.parse([THING, OTHER, QUERY]);
  expect(next.map(print)).toEqual([THING, OTHER, QUERY]);
  expect(next[0]).toBe(thing);
  expect(next[2]).toBe(query);
});

test("what the last one had no more is parsed anew", async () => {
  const known = new KnownDefinitions();
  const [query] = await known.parse([QUERY]);
  await known.parse([OTHER]);
  const [again] = await known.parse([QUERY]);
  expect(again).toEqual(query);
  expect(again).not.toBe(query);
});
