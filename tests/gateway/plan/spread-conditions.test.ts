import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { expect, test } from "vitest";
import { createGraphPlanner } from "#gateway/plan/graph-planner.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])`;
const BIRCH = `type Query { next: Any @shareable } union Any = Ant | Bee interface Named { id: ID! name: Int }
  type Ant @key(fields: "id") { id: ID! size: Int @shareable } type Bee implements Named @key(fields: "id") { id: ID! name: Int }`;
const ELM = `type Query { next: Any @shareable other: Int } union Any = Ant | Bee interface Named { id: ID! }
  type Ant implements Named @key(fields: "id") { id: ID! name: Int size: Int @shareable }
  type Bee implements Named @key(fields: "id") { id: ID! }`;

test("a condition on an interface in a union is planned where members see different types in both", () => {
  const services = Object.entries({ birch: BIRCH, elm: ELM }).map(([name, sdl]) => ({
    name,
    url: name,
    typeDefs: parse(LINK + sdl),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join("; "));
  const { plan } = createGraphPlanner(supergraphSdl);
  const text = JSON.stringify(plan("{ other next { ... on Ant { size } ... on Named { name } } }"));
  expect(text).toContain("name");
});
