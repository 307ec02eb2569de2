import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { createGraphPlanner } from "#gateway/plan/graph-planner.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@requires", "@external", "@override", "@shareable", "@provides"])`;

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

  test("is planned where the member of the object has from others what it needs", () => {
    const plan = planned(
      {
        cedar: `type Query { eel: Eel } type Eel @key(fields: "id") { id: ID! name: String @external note: Eel @external
          rank: Int @requires(fields: "note { note { name } }") }`,
        ash: `type Eel @key(fields: "id") { id: ID! note: Eel cost: Int @external label: Int @requires(fields: "cost") }`,
        elm: `type Eel @key(fields: "id") { id: ID! name: String note: Eel @external
          cost: Int @requires(fields: "note { id note { name } }") }`,
      },
      "{ eel { label } }",
    );
    expect(askedIn(plan)).toEqual(["cedar", "ash", "elm", "elm", "ash"]);
  });

  test("is planned where its member leads to what another of its fields needs", () => {
    const plan = planned(
      {
        fir: `type Query { dog: Dog } type Dog @key(fields: "id") { id: ID! }`,
        birch: `type Dog @key(fields: "id") { id: ID! cat: Cat @shareable } type Cat @key(fields: "id") { id: ID! weight: Int @external
          kind: Dog @external cost: Int @requires(fields: "weight kind { cat { id } id }") }`,
        elm: `type Cat @key(fields: "id") { id: ID! weight: Int } type Dog @key(fields: "id") { id: ID! cat: Cat @shareable }`,
        ash: `type Cat @key(fields: "id") { id: ID! kind: Dog cost: Int @external label: Int @requires(fields: "cost") }
          type Dog @key(fields: "id") { id: ID! }`,
      },
      "{ dog { cat { label } } }",
    );
    expect(askedIn(plan).slice(-2)).toEqual(["birch", "ash"]);
  });

  test("is planned where another field of its member may tell what it needs", () => {
    const plan = planned(
      {
        cedar: `type Query { near: Cat other: Cat @provides(fields: "size") }
          type Cat @key(fields: "id", resolvable: false) { id: ID! size: Int @external }`,
        birch: `type Cat @key(fields: "id") { id: ID! size: Int @external cost: Int @requires(fields: "size") }`,
        fir: `type Cat @key(fields: "id") { id: ID! size: Int @shareable cost: Int @external label: Int @requires(fields: "cost") }`,
      },
      "{ near { label } }",
    );
    expect(askedIn(plan)).toEqual(["cedar", "fir", "birch", "fir"]);
    expect(plan).toContain('"operation":"{near{__typename id}}"');
  });

  test("is planned where a key of another type leads to its object", () => {
    const plan = planned(
      {
        cedar: `type Query { ant: Ant } type Ant @key(fields: "id") { id: ID! }
          union Any = Ant type Dog @key(fields: "id") { id: ID! name: Any cost: Int @external
            label: Int @requires(fields: "cost") }`,
        elm: `union Any = Ant type Ant @key(fields: "id keeper { id }") @key(fields: "id") { id: ID! keeper: Dog! }
          type Dog @key(fields: "id") { id: ID! name: Any @external cost: Int @requires(fields: "name { __typename }") }`,
      },
      "{ ant { keeper { label } } }",
    );
    expect(askedIn(plan)).toEqual(["cedar", "elm", "cedar", "elm", "cedar"]);
  });

  test("is planned where what it needs may be of a type that holds objects only", () => {
    const plan = planned(
      {
        fir: `type Query { cat: Cat } type Cat @key(fields: "id") { id: ID! state: Some } union Some = Cup
          type Cup { note: Cat @shareable }`,
        birch: `type Cat @key(fields: "id") { id: ID! state: Some @external cost: Int @requires(fields: "state { __typename }") }
          union Some = Cup type Cup { note: Cat @shareable }`,
        ash: `type Cat @key(fields: "id") { id: ID! cost: Int @external label: Int @requires(fields: "cost") }`,
      },
      "{ cat { label } }",
    );
    expect(askedIn(plan)).toEqual(["fir", "birch", "ash"]);
  });

  test("is planned where a type beside what it needs implements an interface in another member only", () => {
    const plan = planned(
      {
        birch: `type Query { eel: Eel } type Eel @key(fields: "id") { id: ID! parent: Sized } interface Sized { id: ID! size: Int }
          type Jar implements Sized { id: ID! @shareable size: Int @shareable title: Bee @shareable }
          type Bee implements Sized @key(fields: "id") { id: ID! size: Int @shareable }`,
        elm: `type Query { bees: [Bee] @provides(fields: "size") } interface Sized { size: Int }
          type Eel @key(fields: "id") { id: ID! parent: Sized @external cost: Int @requires(fields: "parent { __typename }") }
          type Jar implements Sized { id: ID! @shareable size: Int @shareable title: Bee @shareable }
          type Bee @key(fields: "id", resolvable: false) { id: ID! size: Int @external }`,
        ash: `type Eel @key(fields: "id") { id: ID! cost: Int @external label: Int @requires(fields: "cost") }`,
      },
      "{ eel { label } }",
    );
    expect(askedIn(plan)).toEqual(["birch", "elm", "ash"]);
  });
});
