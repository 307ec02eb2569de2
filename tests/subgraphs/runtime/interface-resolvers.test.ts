import { parse } from "graphql";
import { expect, test } from "vitest";
import { spreadInterfaces } from "#subgraphs/runtime/interface-resolvers.ts";

const document = parse(`
  interface Offer { id: ID! check: Int }
  type Near implements Offer { id: ID! check: Int }
  type Far implements Offer { id: ID! check: Int }
  type Aside { check: Int }
`);

test("a resolver of an interface holds for every type that implements it, and a type's own stands before it", () => {
  const [shared, own, id] = [() => 1, () => 2, () => 3];
  const spread = spreadInterfaces(document, {
    Offer: { check: shared, id },
    Far: { check: own },
    Aside: { check: own },
  });
  expect(spread).toEqual({ Near: { check: shared, id }, Far: { check: own, id }, Aside: { check: own } });
});
