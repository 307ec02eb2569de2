import { type GraphQLObjectType, isNonNullType, isObjectType } from "graphql";
import { expect, test } from "vitest";
import { composeApi, withTold as nodes } from "./composed-graph.ts";

/** What the key guarantees, and the node that is the hub itself: it is always there. */
const GUARANTEED = new Set(["id", "code"]);

test("a record whose node is down costs its own fields, never the list it stands in", async () => {
  const api = await composeApi(nodes);
  const kinds = Object.values(api.getTypeMap()).filter(isRecord);
  expect(kinds.length).toBeGreaterThan(15);
  const demanding = kinds.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => isNonNullType(field.type) && !GUARANTEED.has(field.name))
      .map((field) => `${type.name}.${field.name}: ${field.type}`),
  );
  expect(demanding).toEqual([]);
});

/** Records of nodes, which lists reach by reference; HubNode is discovery's own. */
function isRecord(type: unknown): type is GraphQLObjectType {
  return isObjectType(type) && type.name !== "HubNode" && type.getInterfaces().some(({ name }) => name === "Node");
}
