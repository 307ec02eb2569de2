import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { NodeRequest } from "#subgraphs/runtime/node-service.ts";
import { type Override, type SmallGraph, startSmallGraph } from "./small-graph.ts";
import { answered } from "./stub-node.ts";

let graph: SmallGraph;
let override: Override = () => undefined;
beforeAll(async () => {
  graph = await startSmallGraph((node, request) => override(node, request));
});
afterAll(() => graph.stop());
beforeEach(() => {
  override = () => undefined;
});

const LIST = "{ things { id title } }";
const WITH_FRIENDS = "{ things { id title ... on B { friends { id title } } } }";

const paths = (outcome: Awaited<ReturnType<SmallGraph["run"]>>) =>
  (outcome.body.errors ?? []).map(({ path, extensions }) => [path, extensions?.["node"], extensions?.["code"]]);

describe("a list of several nodes' types", () => {
  test("is whole when all are there", async () => {
    const { body } = await graph.run(WITH_FRIENDS);
    expect(body.errors).toBeUndefined();
    const friends = ["b3", "a1", "a3"].map((id) => ({ id, title: `title of ${id}` }));
    expect(body.data).toEqual({
      things: [
        { id: "a1", title: "title of a1" },
        { id: "b1", title: "title of b1", friends },
        null,
        { id: "a2", title: "title of a2" },
        { id: "b2", title: "title of b2", friends },
        { id: "a1", title: "title of a1" },
      ],
    });
  });

  test.each([
    ["a", [0, 3, 5], [1, 4]],
    ["b", [1, 4], [0, 3, 5]],
  ])("with node %s down has its errors at the places %j of its own records", async (down, places, whole) => {
    override = (node) => (node === down ? Promise.reject(new Error("down")) : undefined);
    const outcome = await graph.run(LIST);
    expect(paths(outcome)).toEqual(places.map((place) => [["things", place], down, "NODE_UNAVAILABLE"]));
    const things = outcome.body.data?.["things"] as readonly { readonly title: string | null }[];
    for (const place of places) expect(things[place]?.title).toBeNull();
    for (const place of whole) expect(things[place]?.title).toMatch(/^title of/);
  });

  test("has one record's error at that record and that field", async () => {
    override = (node, request) => {
      if (node !== "b") return undefined;
      const entities = representations(request).map(({ id }) => ({ title: id === "b2" ? null : "fine" }));
      const index = representations(request).findIndex(({ id }) => id === "b2");
      const extensions = { code: "NODE_TIMEOUT", node: "b", retryable: true } as const;
      const errors = [{ message: "x", path: ["_entities", index, "title"], extensions }];
      return answered({ _entities: entities }, { errors });
    };
    expect(paths(await graph.run(LIST))).toEqual([[["things", 4, "title"], "b", "NODE_TIMEOUT"]]);
  });

  test("in lists of lists has them at the right place too", async () => {
    override = (node) => (node === "a" ? Promise.reject(new Error("down")) : undefined);
    expect(paths(await graph.run(WITH_FRIENDS)).map(([path]) => path)).toEqual(
      expect.arrayContaining([
        ["things", 0],
        ["things", 3],
        ["things", 5],
        ["things", 1, "friends", 1],
        ["things", 1, "friends", 2],
        ["things", 4, "friends", 1],
        ["things", 4, "friends", 2],
      ]),
    );
  });

  test("of the asking node itself has the error at its field, once for each name it goes by", async () => {
    override = (node) => (node === "hub" ? Promise.reject(new Error("down")) : undefined);
    const outcome = await graph.run("{ mine: things { id } yours: thing(id: 1) { id } }");
    expect(outcome.body.data).toEqual({ mine: null, yours: null });
    expect(paths(outcome).map(([path]) => path)).toEqual([["mine"], ["yours"]]);
  });
});

describe("a client's document", () => {
  test("may name a variable or a field as the planner does, and is answered", async () => {
    const query = "query ($representations: ID) { _entities: thing(id: $representations) { id } }";
    const { body } = await graph.run(query, { representations: "a7" });
    expect(body).toEqual({ data: { _entities: { id: "a7" } }, extensions: expect.anything() });
  });

  test("that meets a null where none may be is told so, without the engine's words", async () => {
    override = (node, request) =>
      node === "b" ? answered({ _entities: representations(request).map(() => ({ must: null })) }) : undefined;
    const { body } = await graph.run('{ thing(id: "b1") { id ... on B { must } } }');
    expect(body.data).toEqual({ thing: null });
    expect(body.errors).toMatchObject([
      { path: ["thing", "must"], extensions: { code: "INTERNAL", requestId: "r-1" } },
    ]);
    expect(JSON.stringify(body.errors)).not.toContain("Cannot return null");
  });
});

function representations({ variables }: NodeRequest): readonly { readonly id: string }[] {
  return (variables?.["representations"] ?? []) as readonly { readonly id: string }[];
}
