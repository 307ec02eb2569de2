import { expect, test } from "vitest";
import { Gatherer, mergeGathered } from "#gateway/engine/gatherer.ts";
import { TypeRelations } from "#gateway/engine/type-relations.ts";

const RELATIONS = new TypeRelations({ Pet: ["Rat"] });

test("what two plans gathered is put together without writing into values of members", () => {
  const [first, second] = [new Gatherer(RELATIONS).root, new Gatherer(RELATIONS).root];
  const kept = Object.freeze({ a: 1 });
  Object.assign(first, { details: kept, list: [kept], both: null, __typename: "Pet" });
  Object.assign(second, { details: { a: 2, b: 3 }, list: [{ a: 2 }], both: 5, more: true, __typename: "Rat" });
  mergeGathered(first, second, RELATIONS);
  expect({ ...first }).toEqual({ details: { a: 1 }, list: [{ a: 1 }], both: 5, more: true, __typename: "Rat" });
  expect(first["details"]).toBe(kept);
});
