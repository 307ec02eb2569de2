import { expect, test, vi } from "vitest";
import { PlannedGraphs } from "#gateway/plan/planned-graphs.ts";
import type { Planner } from "#gateway/plan/planner.ts";

/** Planners that tell when they are started and closed; "bad" cannot be read. */
function watchedGraphs(restingMs?: number) {
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
  }, restingMs);
  return { told, graphs };
}

test("a graph that says the same is planned by the same planner, while it is used and after that", async () => {
  const { told, graphs } = watchedGraphs();
  const [first, second] = await Promise.all([graphs.take(["one"]), graphs.take(["one"])]);
  expect(second.planner).toBe(first.planner);
  expect(second.schema).toBe(first.schema);
  await first.giveBack();
  await first.giveBack();
  await second.giveBack();
  const third = await graphs.take(["one"]);
  expect(third.planner).toBe(first.planner);
  await third.giveBack();
  expect(told).toEqual(["start one"]);
});

test("the one before rests while another is served, and makes room for a third before that is started", async () => {
  const { told, graphs } = watchedGraphs();
  const one = await graphs.take(["one"]);
  const two = await graphs.take(["two"]);
  await one.giveBack();
  const again = await graphs.take(["one"]);
  expect(again.planner).toBe(one.planner);
  await two.giveBack();
  expect(told).toEqual(["start one", "start two"]);
  const three = await graphs.take(["three"]);
  expect(told).toEqual(["start one", "start two", "close two", "start three"]);
  await again.giveBack();
  await three.giveBack();
  expect(told.slice(4)).toEqual(["close one"]);
});

test("one that nobody takes up again is closed after a while", async () => {
  const { told, graphs } = watchedGraphs(1);
  const one = await graphs.take(["one"]);
  await one.giveBack();
  await vi.waitFor(() => expect(told).toEqual(["start one", "close one"]));
  await graphs.take(["one"]);
  expect(told.at(-1)).toBe("start one");
});

test("a graph that cannot be read is tried anew", async () => {
  const { told, graphs } = watchedGraphs();
  await expect(graphs.take(["bad"])).rejects.toThrow("cannot be read");
  await expect(graphs.take(["bad"])).rejects.toThrow("cannot be read");
  expect(told).toEqual(["start bad", "start bad"]);
});
