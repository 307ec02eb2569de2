import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { createGraphPlanner } from "#gateway/plan/graph-planner.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@requires", "@external", "@override"])`;

function planned(members: Readonly<Record<string, string>>, operation: string): string {
  const services = Object.entries(members).map(([name, sdl]) => ({ name, url: name, typeDefs: parse(LINK + sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join("; "));
  return JSON.stringify(createGraphPlanner(supergraphSdl).plan(operation));
}

const askedIn = (plan: string) => [...plan.matchAll(/"serviceName":"(\w+)"/g)].map(([, name]) => name);

describe("a field computed from a computed field", () => {
  test("is planned where an interface of the type has what it needs in another member only", () => {
    const plan = planned(
      {
        home: `type Query { eel: Eel } interface Named { id: ID! name: String }
          type Eel implements Named @key(fields: "id") { id: ID! name: String cost: Int @external
            price: Int @requires(fields: "cost") }`,
        shop: `interface Named { id: ID! }
          type Eel implements Named @key(fields: "id") { id: ID! name: String @external
            cost: Int @requires(fields: "name") }`,
      },
      "{ eel { price } }",
    );
    expect(askedIn(plan)).toEqual(["home", "shop", "home"]);
  });

  test("is planned where what it needs was taken from its member by another", () => {
    const plan = planned(
      {
        home: `type Query { eel: Eel } type Lid @key(fields: "id") { id: ID! note: String @override(from: "shop") }
          type Eel @key(fields: "id") { id: ID! lid: Lid cost: Int @external price: Int @requires(fields: "cost") }`,
        shop: `type Lid @key(fields: "id") { id: ID! note: String } type Eel @key(fields: "id") { id: ID!
          lid: Lid @external cost: Int @requires(fields: "lid { note }") }`,
      },
      "{ eel { price } }",
    );
    expect(askedIn(plan)).toEqual(["home", "shop", "home"]);
  });
});
