import { setImmediate } from "node:timers/promises";
import { buildSchema, introspectionFromSchema, parse, validate, validateSchema } from "graphql";
import { expect, test } from "vitest";
import { buildSchemaInTurns } from "#schema/build-schema.ts";

const PIECES = [
  `"""
  Names.

  In two paragraphs.
  """
  interface Named { "a name" name(long: Boolean = true): String @deprecated(reason: "old") }
  directive @mine(n: Int = 3) repeatable on FIELD`,
  `type Query { things(first: Int! = 5, by: By = { kind: B }): [Thing!]! named: Named any: Any }
  type Thing implements Named { name(long: Boolean = true): String other: Other }`,
  `input By { kind: Kind not: By } enum Kind { A B @deprecated }
  union Any = Thing | Other scalar When @specifiedBy(url: "https://example.org") type Other { when: When thing: Thing }
  type Mutation { change: Thing }`,
];

test("a schema read in pieces is the one that is read whole", async () => {
  const made = await buildSchemaInTurns(PIECES);
  const whole = buildSchema(PIECES.join("\n"));
  expect(introspectionFromSchema(made)).toEqual(introspectionFromSchema(whole));
  expect(validateSchema(whole)).toEqual([]);
  expect(validateSchema(made)).toEqual([]);
  const document = parse("{ things { name other { when } } any { ... on Other { nothing } } }");
  const messages = [made, whole].map((schema) => validate(schema, document).map(({ message }) => message));
  expect(messages[0]).toEqual(messages[1]);
  expect(messages[0]).toHaveLength(1);
});

test("roots that have other names are found", async () => {
  const made = await buildSchemaInTurns(["schema { query: Root } type Root { a: Int }", "type Query { b: Int }"]);
  expect(made.getQueryType()?.name).toBe("Root");
  expect(made.getMutationType()).toBeUndefined();
});

test("others have their turns while it is built", async () => {
  const types = Array.from({ length: 200 }, (_, index) => `type T${index} { a: Int next: T${(index + 1) % 200} }`);
  let isBuilt = false;
  const building = buildSchemaInTurns(["type Query { first: T0 }", ...types]).finally(() => {
    isBuilt = true;
  });
  let turns = 0;
  while (!isBuilt) {
    await setImmediate();
    turns += 1;
  }
  expect(Object.keys((await building).getTypeMap())).toContain("T199");
  // One a piece, and one for every 150 fields.
  expect(turns).toBeGreaterThanOrEqual(201 + 2);
});
