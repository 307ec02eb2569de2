import { expect, test } from "vitest";
import { ourEngine, plannerOf } from "./executors.ts";
import { FEATURES } from "./features.ts";
import { keepingEngine } from "./keeping.ts";
import { runCases } from "./run-cases.ts";

const CASES = 240;
/** Kinds of cases too rare for so few to have all of them; the bench `differential` must have each. */
const RARE = 4;
const SEED = 20_261_128;

test(`the engine answers ${CASES} random operations over random graphs like one schema would, whether questions go together, alone, or are answered from what is kept`, async () => {
  const report = await runCases({
    seed: SEED,
    cases: CASES,
    casesPerGraph: 12,
    open: async (composed, world) => {
      const planner = plannerOf(composed);
      return [
        await ourEngine(composed, world, { name: "ours", planner }),
        await ourEngine(composed, world, { name: "ours, a question at a time", planner, takesBatches: false }),
        await keepingEngine(composed, world, planner),
      ];
    },
  });
  expect(report.unread).toEqual([]);
  expect(report.differences).toEqual([]);
  expect(report.cases).toBe(CASES);
  // What the cases are made of must really occur.
  const never = FEATURES.filter((feature) => !report.features.has(feature));
  expect(never.length, never.join(", ")).toBeLessThanOrEqual(RARE);
}, 120_000);
