import { Kind, parse, print } from "graphql";
import { expect, test } from "vitest";
import { InterfaceFields } from "#subgraphs/discovery/interface-fields.ts";

/** Without descriptions. */
const fold = (sdl: string) => {
  const { definitions } = parse(sdl);
  const folded = new InterfaceFields(definitions).fold(definitions);
  return print({ kind: Kind.DOCUMENT, definitions: folded }).replace(/^ *".*"\n/gm, "");
};

test("a field added to an interface stands on every type that implements it (its cost there alone), which is then asked for by its key", () => {
  const folded = fold(`
    interface Offer implements Node { id: ID! }
    type NearOffer implements Node & Offer @key(fields: "id", resolvable: false) { id: ID! }
    type Other implements Node @key(fields: "id", resolvable: false) { id: ID! }
    extend interface Offer { check: Check @cost(weight: 2) }
  `);
  expect(folded).toBe(
    print(
      parse(`
    interface Offer implements Node { id: ID! check: Check }
    type NearOffer implements Node & Offer @key(fields: "id") { id: ID! check: Check @cost(weight: 2) }
    type Other implements Node @key(fields: "id", resolvable: false) { id: ID! }
    type HubOfferPlaceholder @key(fields: "id", resolvable: false) @inaccessible { id: ID! check: Check @cost(weight: 2) }
  `),
    ),
  );
});

test("fields of several parts add up, and other extensions stay as they are", () => {
  const folded = fold(`
    extend interface Offer { one: Int }
    interface Offer { id: ID! }
    type Far implements Offer { id: ID! }
    type HubOfferPlaceholder implements Offer @key(fields: "id", resolvable: false) @inaccessible { id: ID! }
    extend interface Offer { two: Int }
    extend type Query { far: Far }
  `);
  expect(folded).toBe(
    print(
      parse(`
    interface Offer { id: ID! one: Int two: Int }
    type Far implements Offer { id: ID! one: Int two: Int }
    type HubOfferPlaceholder implements Offer @key(fields: "id") @inaccessible { id: ID! one: Int two: Int }
    extend type Query { far: Far }
  `),
    ),
  );
});
