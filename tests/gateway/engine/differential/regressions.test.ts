import { expect, test } from "vitest";
import { ourEngine, plannerOf } from "./executors.ts";
import { runCases } from "./run-cases.ts";

/** Cases of the bench `differential` that were once answered wrong, or not at all. */
test.each([
  {
    graph: 60_370,
    operation: 6,
    what: "fields of two aliases of a computed object, from one field with different arguments",
  },
  { graph: 60_037, operation: 4, what: "a field computed from one field twice, directly and over another" },
  { graph: 60_100, operation: 11, what: "the same at two places of an operation" },
  {
    graph: 60_144,
    operation: 23,
    what: "a condition on an interface among a union's types, seen differently by members",
  },
  { graph: 97_032, operation: 8, what: "an entity at several places, of which one is told more while it is looked up" },
])("operation $operation of graph $graph is answered like one schema would: $what", async ({ graph, operation }) => {
  const report = await runCases({
    seed: graph,
    cases: 1,
    casesPerGraph: operation + 1,
    operation,
    open: async (composed, world) => [await ourEngine(composed, world, { name: "ours", planner: plannerOf(composed) })],
  });
  expect({ graphs: report.graphs, asked: report.asked.get("ours") }).toEqual({ graphs: 1, asked: 1 });
  expect(report.differences).toEqual([]);
});
