import {
  buildSchema,
  type GraphQLField,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
} from "graphql";
import { beforeAll, expect, test } from "vitest";
import { type CostTable, type FieldCost, readCostTable } from "#gateway/guard/cost/cost-table.ts";
import { composeGraph } from "#gateway/supergraph/compose-graph.ts";
import { publicApiOf } from "#gateway/supergraph/public-api.ts";
import { withTold as nodes } from "./composed-graph.ts";

interface Asked {
  readonly place: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly cost: FieldCost | undefined;
}

let fields: readonly Asked[];
beforeAll(async () => {
  const { supergraphSdl } = await composeGraph(nodes);
  fields = fieldsOf(publicApiOf(supergraphSdl), readCostTable(supergraphSdl.join("")));
});

test("fields were found, and the table knows each", () => {
  expect(fields.length).toBeGreaterThan(300);
  expect(fields.filter(({ cost }) => cost === undefined)).toEqual([]);
});

test("every list of objects tells how long it may be: by itself, its interface, its arguments or the connection it is in", () => {
  const lists = fields.filter(({ field }) => isListOfObjects(field));
  expect(lists.length).toBeGreaterThan(30);
  const silent = lists.filter(({ place, cost }) => !tellsSize(cost) && !/Connection\.(?:edges|nodes)$/.test(place));
  expect(silent.map(({ place }) => place)).toEqual([]);
});

test("every field that gives a connection is sliced by first", () => {
  const connections = fields.filter(({ field }) => getNamedType(field.type).name.endsWith("Connection"));
  expect(connections.length).toBeGreaterThan(20);
  const wrong = connections.filter(({ cost }) => {
    const { slicingArguments = [], sizedFields = [] } = cost?.listSize ?? {};
    return slicingArguments.join() !== "first" || [...sizedFields].sort().join() !== "edges,nodes";
  });
  expect(wrong.map(({ place }) => place)).toEqual([]);
});

function fieldsOf(apiSdl: string, table: CostTable): readonly Asked[] {
  const types = Object.values(buildSchema(apiSdl).getTypeMap()).filter(({ name }) => !name.startsWith("__"));
  return types.flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).map((field) => {
          const cost = table.fieldOf(type.name, field.name);
          return { place: `${type.name}.${field.name}`, field, cost };
        })
      : [],
  );
}

function isListOfObjects({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(getNullableType(type)) && isCompositeType(getNamedType(type));
}

function tellsSize(cost: FieldCost | undefined): boolean {
  const lists = [...(cost?.arguments.values() ?? [])].filter(({ isList }) => isList);
  return cost?.listSize !== undefined || lists.length === 1;
}
