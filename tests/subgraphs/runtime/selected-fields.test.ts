import { buildSchema, graphql } from "graphql";
import { expect, test } from "vitest";
import { type SelectedField, selectedFields } from "#subgraphs/runtime/selected-fields.ts";

const schema = buildSchema(`
  type Query { shelf: Shelf! names: [String!] }
  type Shelf { size: Int books(first: Int = 10, kinds: [String!]): [Book!] }
  type Book { title: String author: Author }
  type Author { name(short: Boolean = false): String }
`);

/** What a query selects below its field `shelf`. */
async function selectedBy(source: string, variableValues: Readonly<Record<string, unknown>> = {}) {
  let selected: readonly SelectedField[] = [];
  const rootValue = {
    shelf: (_args: unknown, _context: unknown, info: Parameters<typeof selectedFields>[0]) => {
      selected = selectedFields(info);
      return {};
    },
  };
  const { errors } = await graphql({ schema, source, variableValues, rootValue });
  expect(errors).toBeUndefined();
  return selected.map(toPlain);
}

function toPlain({ name, arguments: args, selected }: SelectedField): unknown {
  const below = selected().map(toPlain);
  return below.length === 0 ? [name, { ...args }] : [name, { ...args }, below];
}

test("fields are told with their arguments, defaults and variables filled in, and what is below them", async () => {
  const query =
    "query ($kinds: [String!]) { shelf { size some: books(kinds: $kinds) { author { name } } books(first: 2) { title } } }";
  expect(await selectedBy(query, { kinds: ["novel"] })).toEqual([
    ["size", {}],
    ["books", { first: 10, kinds: ["novel"] }, [["author", {}, [["name", { short: false }]]]]],
    ["books", { first: 2 }, [["title", {}]]],
  ]);
});

test("fragments are followed, each once, and what is skipped is not there", async () => {
  const query = `query ($on: Boolean!) {
    shelf { ...A ...A ... on Shelf { books { title @skip(if: $on) author { __typename } } } size @include(if: $on) ...B @skip(if: $on) }
  }
  fragment A on Shelf { size ...B }
  fragment B on Shelf { one: books(first: 1) { title } }`;
  expect(await selectedBy(query, { on: true })).toEqual([
    ["size", {}],
    ["books", { first: 1 }, [["title", {}]]],
    ["books", { first: 10 }, [["author", {}]]],
    ["size", {}],
  ]);
});

test("one fragment spread a thousandfold takes no longer", async () => {
  const levels = Array.from(
    { length: 18 },
    (_, level) => `fragment F${level} on Shelf { ...F${level + 1} ...F${level + 1} }`,
  );
  const startedAt = performance.now();
  expect(await selectedBy(`{ shelf { ...F0 } } ${levels.join(" ")} fragment F18 on Shelf { size }`)).toEqual([
    ["size", {}],
  ]);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
