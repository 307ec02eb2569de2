import { parse, printSchema } from "graphql";
import { expect, test } from "vitest";
import { RecurringFields, recordTypes } from "#gateway/supergraph/ownership/recurring-fields.ts";
import { SHARED_KINDS } from "#schema/kinds.ts";
import { composeApi, withTold as nodes } from "./composed-graph.ts";

test("a field name that recurs on several kinds has one type and nullability everywhere", async () => {
  const api = parse(printSchema(await composeApi(nodes)));
  const names = recordTypes(api).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(SHARED_KINDS.length);
  expect(names).toEqual(expect.arrayContaining(SHARED_KINDS.map((kind) => kind.interfaceName)));
  expect(new RecurringFields([api]).disagreements()).toEqual([]);
});

test("the check names the field, its types and where they stand", () => {
  const api = parse(`
    type Query { node: Node }
    interface Node { id: ID! }
    type Book implements Node { id: ID! title: String }
    type Film implements Node { id: ID! title: String! }
    type Aside { title: Int }
  `);
  expect(new RecurringFields([api]).disagreements()).toEqual(["title: String (Book), String! (Film)"]);
});
