import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AnswerTree, placesAmong } from "#gateway/execute/answer-tree.ts";

describe("what was answered so far", () => {
  const tree = new AnswerTree();
  const lists = { nodes: [{ id: 1, of: [{ id: 3 }, null] }, null, { id: 2 }, { id: 4, of: [{ id: 5 }] }] };
  tree.plant({ lists, one: null });
  tree.plant({ one: { id: 9 } });

  test.each([
    [["lists"], [lists]],
    [["one"], [{ id: 9 }]],
    [
      ["lists", "nodes", "@"],
      [lists.nodes[0], lists.nodes[2], lists.nodes[3]],
    ],
    [
      ["lists", "nodes", "@", "of", "@"],
      [{ id: 3 }, { id: 5 }],
    ],
    [["lists", "none", "@"], []],
    [["lists", "@"], []],
    [["toString"], []],
  ])("at %j", (path, expected) => {
    expect(tree.at(path)).toEqual(expected);
  });
});

describe("the places of representations", () => {
  test("skip objects of other types and objects without the key", () => {
    const objects = [
      { __typename: "A", id: 1 },
      { __typename: "B", id: 1 },
      { __typename: "B" },
      { __typename: "B", id: 2 },
    ];
    expect(
      placesAmong(objects, [
        { __typename: "B", id: 1 },
        { __typename: "B", id: 2 },
      ]),
    ).toEqual([1, 3]);
  });

  test("compare nested keys and lists, and are not claimed when nothing fits", () => {
    const objects = [{ key: { a: [1, 2], more: true } }, { key: { a: [1] } }];
    expect(placesAmong(objects, [{ key: { a: [1] } }])).toEqual([1]);
    expect(placesAmong(objects, [{ key: { a: [3] } }, { key: { a: [1, 2] } }])).toEqual([undefined, 0]);
    expect(placesAmong([], [{ id: 1 }])).toEqual([undefined]);
  });

  test("are those from which an engine drew them, whatever the list holds", () => {
    const object = fc.record({ __typename: fc.constantFrom("A", "B"), id: fc.integer({ min: 0, max: 3 }) });
    fc.assert(
      fc.property(fc.array(object), fc.constantFrom("A", "B"), (objects, typename) => {
        const drawn = objects.flatMap((value, place) => (value.__typename === typename ? [place] : []));
        const representations = drawn.map((place) => ({ ...objects[place] }));
        expect(placesAmong(objects, representations)).toEqual(drawn);
      }),
    );
  });
});
