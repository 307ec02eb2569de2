import { getOperationAST, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { actualCost } from "#gateway/guard/cost/actual-cost.ts";
import { createCostOperation } from "#gateway/guard/cost/cost-operation.ts";
import { readCostTable } from "#gateway/guard/cost/cost-table.ts";
import { DEFAULT_LIST_SIZE, staticCost } from "#gateway/guard/cost/static-cost.ts";

const table = readCostTable(/* GraphQL */ `
  type Query {
    book: Book
    shelf(first: Int = 10, last: Int): Shelf @cost(weight: 5) @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])
    either(first: Int, last: Int): [Book] @listSize(slicingArguments: ["first", "last"])
    any(first: Int, last: Int): [Book] @listSize(assumedSize: 3, slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
    byCode(codes: [String!]!): [Book]
    plain: [Book]
    search(text: String @cost(weight: 7)): Item
    rare: Rare
    titles: [Title!]
  }
  scalar Title @cost(weight: 2)
  type Rare @cost(weight: 9) { name: String }
  interface Item { id: ID chapters: [Chapter] @listSize(assumedSize: 4) }
  type Book implements Item { id: ID chapters: [Chapter] pages: Int author: Rare related(first: Int = 2): Shelf @cost(weight: 3) }
  type Film implements Item @cost(weight: 2) { id: ID chapters: [Chapter] scenes: [Chapter] @listSize(assumedSize: 20) }
  type Chapter { title: String }
  type Shelf { nodes: [Book] edges: [Edge] total: Chapter }
  type Edge { cursor: String node: Book }
`);

function open(text: string, variables: Readonly<Record<string, unknown>> = {}) {
  const document = parse(text);
  const definition = getOperationAST(document);
  if (!definition) throw new Error("no operation");
  return createCostOperation(table, document, definition, variables);
}

const costOf = (text: string, variables = {}) => staticCost(open(text, variables)).cost;

describe("static cost", () => {
  test.each([
    ["an object costs 1, its leaves nothing", "{ book { id pages } }", 1],
    ["types, scalars and arguments cost what @cost says", "{ rare { name } }", 9],
    ["an argument costs only where it is given", "{ search { id } }", 2],
    ["an argument's own cost", '{ search(text: "x") { id } }', 9],
    ["a list of scalars with a weight", "{ titles }", 2 * DEFAULT_LIST_SIZE],
    ["slicing by the argument's default", "{ shelf { nodes { id } } }", 5 + 1 + 10],
    [
      "slicing by what is given; both lists are cut",
      "{ shelf(first: 3) { nodes { id } edges { node { id } } } }",
      5 + 1 + 3 + 3 * 2,
    ],
    ["what is not cut in a sliced object", "{ shelf(first: 3) { total { title } } }", 5 + 1 + 1],
    ["nothing of a page of nothing", "{ shelf(first: 0) { nodes { id author { name } } } }", 5 + 1],
    ["several slicing arguments of which one suffices", "{ any(first: 2, last: 5) { id } }", 5],
    ["assumed where no slicing argument has a value", "{ any { id } }", 3],
    ["look-ups are as many as their keys", '{ byCode(codes: ["a", "b"]) { id } }', 2],
    ["a list that tells nothing", "{ plain { id } }", DEFAULT_LIST_SIZE],
    ["an interface's list size holds for its types", "{ book { chapters { title } } }", 1 + 4],
    ["lists in lists multiply", "{ shelf(first: 2) { nodes { chapters { title } } } }", 5 + 1 + 2 * (1 + 4)],
    [
      "of several types the dearest",
      "{ search { id ... on Book { author { name } } ... on Film { scenes { title } } } }",
      2 + 20,
    ],
    [
      "fragments on one type add up",
      "{ search { ... on Book { author { name } } ...More } } fragment More on Book { chapters { title } }",
      2 + 9 + 4,
    ],
    [
      "a field asked for twice is one field",
      "{ book { author { name } } ...Again } fragment Again on Query { book { author { name } id } }",
      1 + 9,
    ],
    ["aliases are fields of their own", "{ a: rare { name } b: rare { name } }", 18],
    ["an interface's field costs what it does at the dearest type", "{ search { chapters { title } } }", 2 + 4],
    ["what is skipped", "{ book @skip(if: true) { id } rare @include(if: false) { name } }", 0],
    ["introspection", "{ __schema { types { name } } __typename }", 0],
    ["what is not there", "{ nothing { at { all } } book { no } }", 1],
  ])("%s", (_what, text, expected) => {
    expect(costOf(text)).toBe(expected);
  });

  test("variables count, and their defaults", () => {
    const text =
      "query ($n: Int = 4, $codes: [String!]!, $no: Boolean!) { shelf(first: $n) { nodes { id } } byCode(codes: $codes) { id } rare @include(if: $no) { name } }";
    expect(costOf(text, { codes: ["a"], no: false })).toBe(5 + 1 + 4 + 1);
    expect(costOf(text, { n: 7, codes: ["a", "b"], no: true })).toBe(5 + 1 + 7 + 2 + 9);
    expect(costOf(text, { n: null, codes: [], no: false })).toBe(5 + 1 + 10);
    expect(costOf(text, { n: -5, codes: 3, no: false })).toBe(5 + 1 + DEFAULT_LIST_SIZE);
  });

  test("no page is reckoned longer than a page can be", () => {
    expect(costOf("{ shelf(first: 2000000000) { nodes { id } } }")).toBe(5 + 1 + 100);
  });

  test("exactly one slicing argument is wanted where the schema says nothing else", () => {
    expect(staticCost(open("{ either { id } }")).unsliced).toEqual(["either"]);
    expect(staticCost(open("{ either(first: 1, last: 2) { id } }")).unsliced).toEqual(["either"]);
    expect(staticCost(open("{ either(last: 2) { id } }"))).toEqual({ cost: 2, unsliced: [] });
  });
});

describe("actual cost", () => {
  test("counts what was really given", () => {
    const operation = open("{ shelf(first: 9) { nodes { id author { name } } edges { node { id } } } book { id } }");
    const data = {
      shelf: { nodes: [{ id: "1", author: null }, null, { id: "2", author: { name: "x" } }], edges: [] },
      book: null,
    };
    expect(actualCost(operation, data)).toBe(5 + 1 + (1 + (1 + 9)));
  });

  test("takes the fields of the type that was given", () => {
    const operation = open("{ search { id ... on Book { author { name } } ... on Film { scenes { title } } } }");
    expect(actualCost(operation, { search: { id: "1", scenes: [{ title: "a" }, { title: "b" }] } })).toBe(1 + 2);
    expect(actualCost(operation, { search: { id: "1", author: { name: "x" } } })).toBe(1 + 9);
  });
});

test("10,000 fields in fragments are reckoned within 50 ms", () => {
  const fields = Array.from({ length: 99 }, (_, i) => `f${i}: search { id ...A ... on Book { pages } }`).join(" ");
  const text = `{ ${fields} } fragment A on Item { ${Array.from({ length: 97 }, (_, i) => `... on Film { a${i}: id }`).join(" ")} }`;
  const operation = open(text);
  const times = Array.from({ length: 7 }, () => {
    const startedAt = performance.now();
    staticCost(operation);
    return performance.now() - startedAt;
  });
  // The quickest: others may be using the processor.
  expect(Math.min(...times)).toBeLessThan(50);
});
