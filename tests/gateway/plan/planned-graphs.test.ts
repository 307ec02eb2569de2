import { expect, test } from "vitest";
import { PlannedGraphs } from "#gateway/plan/planned-graphs.ts";
import type { Planner } from "#gateway/plan/planner.ts";

/** Planners that tell when they are started and closed; "bad" cannot be read. */
function watchedGraphs() {
  const told: string[] = [];
  const graphs = new PlannedGraphs(async ([sdl]) => {
    told.push(`start ${sdl}`);
    if (sdl === "bad") throw new Error("cannot be read");
    const facts = { subgraphs: [], possibleTypes: {}, fieldNames: [], interfaceObjects: {}, computedByInterface: [] };
    const planner: Planner = {
      facts: { ...facts, apiSdl: ["type Query { a: Int }"] },
      plan: () => Promise.reject(new Error("unused")),
      close: async () => void told.push(`close ${sdl}`),
    };
    return planner;
  });
  return { told, graphs };
}

test("a graph that says the same is planned by the same planner, which goes with its last user", async () => {
  const { told, graphs } = watchedGraphs();
  const [first, second] = await Promise.all([graphs.take(["one"]), graphs.take(["one"])]);
  expect(second.planner).toBe(first.planner);
  expect(second.schema).toBe(first.schema);
  await first.giveBack();
  await first.giveBack();
  const third = await graphs.take(["one"]);
  await second.giveBack();
  expect(told).toEqual(["start one"]);
  await third.giveBack();
  expect(told).toEqual(["start one", "close one"]);
});

test("another graph has a planner of its own, and so has the same one after all have given it back", async () => {
  const { told, graphs } = watchedGraphs();
  const one = await graphs.take(["one"]);
  const two = await graphs.take(["two"]);
  await one.giveBack();
  await two.giveBack();
  await graphs.take(["two"]);
  expect(told).toEqual(["start one", "start two", "close one", "close two", "start two"]);
});

test("a graph that cannot be read is tried anew", async () => {
  const { told, graphs } = watchedGraphs();
  await expect(graphs.take(["bad"])).rejects.toThrow("cannot be read");
  await expect(graphs.take(["bad"])).rejects.toThrow("cannot be read");
  expect(told).toEqual(["start bad", "start bad"]);
});
