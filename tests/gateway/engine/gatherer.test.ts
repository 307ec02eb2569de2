import { describe, expect, test } from "vitest";
import type { FetchedField, FetchShape } from "#gateway/engine/fetch-shape.ts";
import { Gatherer, mergeGathered } from "#gateway/engine/gatherer.ts";
import { TypeRelations } from "#gateway/engine/type-relations.ts";

const RELATIONS = new TypeRelations({ Pet: ["Rat"] });

test("what two plans gathered is put together without writing into values of members", () => {
  const [gatherer, { root: second }] = [new Gatherer(RELATIONS), new Gatherer(RELATIONS)];
  const first = gatherer.root;
  const kept = Object.freeze({ a: 1 });
  Object.assign(first, { details: kept, list: [kept], both: null, __typename: "Pet" });
  Object.assign(second, { details: { a: 2, b: 3 }, list: [{ a: 2 }], both: 5, more: true, __typename: "Rat" });
  mergeGathered(gatherer, second, RELATIONS);
  expect({ ...first }).toEqual({ details: { a: 1 }, list: [{ a: 1 }], both: 5, more: true, __typename: "Rat" });
  expect(first["details"]).toBe(kept);
});

describe("one entity at two places", () => {
  const STOPS = shapeOf([["stops", shapeOf([["id", null]], ["id"])]]);
  const LEGS = shapeOf([["stops", shapeOf([["leg", null]])]]);
  const told = { stops: [{ id: "1" }, { id: "1" }] };
  const added = { stops: [{ leg: 1 }, { leg: 2 }] };

  function shapeOf(
    list: readonly (readonly [string, FetchShape | null])[],
    identity: string[] | null = null,
  ): FetchShape {
    const fields = { list: list.map(([key, shape]): FetchedField => ({ from: key, to: key, shape })), identity };
    return { fieldsOf: () => fields };
  }

  function gather(source: object, shape: FetchShape): Gatherer {
    const gatherer = new Gatherer(RELATIONS);
    gatherer.merge(gatherer.root, { ...source }, shape);
    return gatherer;
  }

  test("is one object, until something else is told of each of them", () => {
    const gatherer = gather(told, STOPS);
    const [first, second] = gatherer.root["stops"] as readonly unknown[];
    expect(first).toBe(second);
    gatherer.merge(gatherer.root, added, LEGS);
    expect(JSON.stringify(gatherer.root)).toBe('{"stops":[{"id":"1","leg":1},{"id":"1","leg":2}]}');
  });

  test("has what another plan tells of each", () => {
    const gatherer = gather(told, STOPS);
    mergeGathered(gatherer, gather(added, LEGS).root, RELATIONS);
    expect(JSON.stringify(gatherer.root)).toBe('{"stops":[{"id":"1","leg":1},{"id":"1","leg":2}]}');
  });
});
