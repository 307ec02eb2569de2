import { describe, expect, test } from "vitest";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { federate, type Member } from "./federate.ts";

interface Reference {
  readonly id: string;
  readonly weight?: number | null;
}

const self = (reference: Reference) => reference;

/** `cost` needs a weight first, `stock` nothing: both are told by the store. */
const STORE_SDL =
  'type Thing @key(fields: "id") { id: ID! weight: Int @external stock: Int cost: Int @requires(fields: "weight") }';
const QUERY = "{ things { id stock cost } }";

describe("a look-up beside a sequence that comes to the same subgraph", () => {
  const CATALOG: Member = {
    sdl: 'type Query { things: [Thing] } type Thing @key(fields: "id") { id: ID! }',
    resolvers: { Query: { things: () => [{ id: "1" }, { id: "2" }] } },
  };
  const SCALE: Member = {
    sdl: 'type Thing @key(fields: "id") { id: ID! weight: Int }',
    resolvers: { Thing: { __resolveReference: self, weight: ({ id }: Reference) => 10 * Number(id) } },
  };
  const STORE: Member = {
    sdl: STORE_SDL,
    resolvers: {
      Thing: {
        __resolveReference: self,
        stock: ({ id }: Reference) => Number(id),
        cost: ({ weight }: Reference) => (weight ?? 0) + 1,
      },
    },
  };
  const WHOLE = {
    things: [
      { id: "1", stock: 1, cost: 11 },
      { id: "2", stock: 2, cost: 21 },
    ],
  };

  test("goes with that question", async () => {
    await using graph = await federate({ catalog: CATALOG, scale: SCALE, store: STORE });
    expect(await graph.execute(QUERY)).toEqual({ data: WHOLE, errors: [] });
    expect(graph.asked.map(({ member }) => member)).toEqual(["catalog", "scale", "store"]);
  });

  test("is asked at once where the subgraph takes one look-up at a time", async () => {
    const store = { ...STORE, takesBatches: false };
    await using graph = await federate({ catalog: CATALOG, scale: SCALE, store });
    expect(await graph.execute(QUERY)).toEqual({ data: WHOLE, errors: [] });
    expect(graph.asked.slice(1).map(({ member }) => member)).toEqual(expect.arrayContaining(["store", "scale"]));
    expect(graph.asked.map(({ member }) => member)).toHaveLength(4);
  });

  test("is answered though the sequence fails on its way there", async () => {
    const weight = () => {
      throw new Error("no scale");
    };
    const scale = { ...SCALE, resolvers: { Thing: { __resolveReference: self, weight } } };
    await using graph = await federate({ catalog: CATALOG, scale, store: STORE });
    const { data, errors } = await graph.execute(QUERY);
    expect(data).toMatchObject({ things: [{ stock: 1 }, { stock: 2 }] });
    expect(errors.every(({ message }) => message === "no scale")).toBe(true);
  });

  test("does not wait for a subgraph that hangs", async () => {
    const clock = new ManualClock();
    const { promise: released, resolve: release } = Promise.withResolvers<number>();
    const scale = { ...SCALE, resolvers: { Thing: { __resolveReference: self, weight: () => released } } };
    await using graph = await federate({ catalog: CATALOG, scale, store: STORE }, { timer: clock });
    const stockTold = () => graph.asked.some(({ question: { query } }) => query.includes("stock"));
    const answer = graph.execute(QUERY);
    await expect.poll(() => graph.asked.length).toBe(2);
    expect(stockTold()).toBe(false);
    await clock.advance(200);
    await expect.poll(stockTold).toBe(true);
    release(5);
    expect(await answer).toMatchObject({
      data: {
        things: [
          { stock: 1, cost: 6 },
          { stock: 2, cost: 6 },
        ],
      },
    });
    expect(clock.pending).toBe(0);
  });

  describe("in another branch of the plan", () => {
    const BOTH = "{ things { id stock cost } best { id stock } }";
    const SHOW: Member = {
      sdl: 'type Query { best: Thing } type Thing @key(fields: "id") { id: ID! }',
      resolvers: { Query: { best: () => ({ id: "3" }) } },
    };

    test("goes with that question too", async () => {
      await using graph = await federate({ catalog: CATALOG, show: SHOW, scale: SCALE, store: STORE });
      expect(await graph.execute(BOTH)).toEqual({ data: { ...WHOLE, best: { id: "3", stock: 3 } }, errors: [] });
      expect(graph.asked.map(({ member }) => member).toSorted()).toEqual(["catalog", "scale", "show", "store"]);
    });

    test("is asked when nothing is looked up there", async () => {
      const catalog = { ...CATALOG, resolvers: { Query: { things: () => [] } } };
      await using graph = await federate({ catalog, show: SHOW, scale: SCALE, store: STORE });
      expect(await graph.execute(BOTH)).toEqual({ data: { things: [], best: { id: "3", stock: 3 } }, errors: [] });
    });

    test("is asked at once when that question has been asked before", async () => {
      const { promise: released, resolve: release } = Promise.withResolvers<Reference>();
      const show = { ...SHOW, resolvers: { Query: { best: () => released } } };
      await using graph = await federate(
        { catalog: CATALOG, show, scale: SCALE, store: STORE },
        { timer: new ManualClock() },
      );
      const answer = graph.execute(BOTH);
      await expect.poll(() => graph.asked.filter(({ member }) => member === "store").length).toBe(1);
      release({ id: "3" });
      expect((await answer).data).toMatchObject({ best: { stock: 3 } });
    });
  });
});
