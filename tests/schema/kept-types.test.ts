import fc from "fast-check";
import { buildSchema, type GraphQLSchema, getNamedType, introspectionFromSchema, isObjectType } from "graphql";
import { expect, test } from "vitest";
import { buildSchemaInTurns } from "#schema/build-schema.ts";
import { KnownDefinitions } from "#schema/known-definitions.ts";

/** Every kind of type, each of which may lead to every other; values that stand where none is given lead through several of them. */
const WAYS = {
  A: [
    "type A implements I { i: Int }",
    "type A implements I { i: Int b(in: In = { deep: {} }): B }",
    "type A { c: C! }",
  ],
  B: ["type B { a: [A!]! u: U }", "type B { s: When }", "type B { i: I e(e: E! = ONE): E }"],
  C: ["type C { c: C }", "type C { u: [U] in(in: [Deep!] = [{}]): Int }"],
  I: ["interface I { i: Int }", "interface I { i: Int! }"],
  U: ["union U = A | B", "union U = B | C"],
  E: ["enum E { ONE TWO }", "enum E { TWO ONE @deprecated }"],
  When: ["scalar When", '"when" scalar When'],
  In: ["input In { e: E = TWO deep: Deep = {} }", "input In { deep: Deep = { n: 5 } not: [In!] }"],
  Deep: ["input Deep { n: Int = 3 deeper: In }", "input Deep { n: Int = 4 deeper: In e: E! = ONE }"],
  Query: ["type Query { a(in: In = {}): A b: B c: C }", "type Query { c: C u: U a: A b: B }"],
  Mutation: ["type Mutation { change(in: In!): A }", "", "type Mutation { change(deep: Deep = {}): C }"],
  "@mine": ["directive @mine(deep: Deep = {}) on FIELD", "directive @mine(e: E = ONE) on FIELD", ""],
} satisfies Readonly<Record<string, readonly string[]>>;

const texts: fc.Arbitrary<readonly string[]> = fc
  .tuple(...Object.values(WAYS).map((ways) => fc.constantFrom<string>(...ways)))
  .map((pieces) => pieces.filter((text) => text !== ""));

const orders = texts.chain((pieces) => fc.shuffledSubarray([...pieces], { minLength: pieces.length }));

/** What default values come to, which an introspection tells by their texts alone. */
function defaultsOf(schema: GraphQLSchema): unknown {
  const args = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) ? Object.values(type.getFields()).flatMap((field) => field.args) : [],
  );
  return [...args, ...schema.getDirectives().flatMap((one) => one.args)].map(({ name, defaultValue }) => [
    name,
    defaultValue,
  ]);
}

test("a schema that takes types from the last one is the one that is made anew, however they change", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(orders, { minLength: 2, maxLength: 5 }), async (schemas) => {
      const known = new KnownDefinitions();
      let last: GraphQLSchema | undefined;
      for (const pieces of schemas) {
        const made: GraphQLSchema = await buildSchemaInTurns(pieces, known, last);
        const anew = buildSchema(pieces.join("\n"), { assumeValid: true });
        expect(introspectionFromSchema(made)).toEqual(introspectionFromSchema(anew));
        expect(defaultsOf(made)).toEqual(defaultsOf(anew));
        last = made;
      }
    }),
    { numRuns: 150 },
  );
});

test("what leads to nothing that changed is the same object, and all others lead to the new ones", async () => {
  const known = new KnownDefinitions();
  const pieces = ["type Query { a: A b: B }", "type A { b: B }", "type B { e: E }", "enum E { ONE }"];
  const first = await buildSchemaInTurns(pieces, known);
  const added = await buildSchemaInTurns([...pieces, "type C { a: A }"], known, first);
  for (const name of ["Query", "A", "B", "E"]) expect(added.getType(name)).toBe(first.getType(name));
  expect(getNamedType(objectField(added, "C", "a"))).toBe(first.getType("A"));

  const changed = await buildSchemaInTurns(
    ["type Query { a: A b: B }", "type A { b: B }", "type B { e: E n: Int }", "enum E { ONE }"],
    known,
    added,
  );
  expect(changed.getType("E")).toBe(first.getType("E"));
  for (const name of ["Query", "A", "B"]) expect(changed.getType(name)).not.toBe(first.getType(name));
  expect(getNamedType(objectField(changed, "A", "b"))).toBe(changed.getType("B"));
});

function objectField(schema: GraphQLSchema, typeName: string, field: string) {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`no type ${typeName}`);
  return type.getFields()[field]?.type;
}
