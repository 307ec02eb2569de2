import {
  buildSchema,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { expect, test } from "vitest";
import { SHARED_KINDS } from "#schema/kinds.ts";
import { composeApi, withTold as nodes } from "./composed-graph.ts";

test("a field name that recurs on several kinds has one type and nullability everywhere", async () => {
  const api = await composeApi(nodes);
  const names = kindsOf(api).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(SHARED_KINDS.length);
  expect(names).toEqual(expect.arrayContaining(SHARED_KINDS.map((kind) => kind.interfaceName)));
  expect(disagreements(api)).toEqual([]);
});

test("the check names the field, its types and where they stand", () => {
  const schema = buildSchema(`
    type Query { node: Node }
    interface Node { id: ID! }
    type Book implements Node { id: ID! title: String }
    type Film implements Node { id: ID! title: String! }
    type Aside { title: Int }
  `);
  expect(disagreements(schema)).toEqual(["title: String (Book), String! (Film)"]);
});

/** Types that can stand side by side in one list: everything with a global id. */
function kindsOf(schema: GraphQLSchema): readonly (GraphQLObjectType | GraphQLInterfaceType)[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .filter((type) => type.getInterfaces().some(({ name }) => name === "Node"));
}

function disagreements(schema: GraphQLSchema): readonly string[] {
  const places = new Map<string, Map<string, string[]>>();
  for (const kind of kindsOf(schema)) {
    for (const field of Object.values(kind.getFields())) {
      const types = places.get(field.name) ?? new Map<string, string[]>();
      places.set(field.name, types);
      types.set(String(field.type), [...(types.get(String(field.type)) ?? []), kind.name]);
    }
  }
  return [...places]
    .filter(([, types]) => types.size > 1)
    .map(
      ([name, types]) => `${name}: ${[...types].map(([type, kinds]) => `${type} (${kinds.join(", ")})`).join(", ")}`,
    );
}
