import { expect, test } from "vitest";
import { ourEngine } from "./executors.ts";
import { runCases } from "./run-cases.ts";

const CASES = 240;
const SEED = 20_261_128;

test(`the engine answers ${CASES} random operations over random graphs like one schema would, whether questions go together or alone`, async () => {
  const report = await runCases({
    seed: SEED,
    cases: CASES,
    casesPerGraph: 12,
    open: async (composed, world) => [ourEngine(composed, world, true), ourEngine(composed, world, false)],
  });
  expect(report.differences).toEqual([]);
  expect(report.cases).toBe(CASES);
  // What the cases are made of: each of these must really occur.
  for (const feature of ["@shareable", "named fragment", "inline fragment"] as const) {
    expect(report.features.get(feature), feature).toBeGreaterThan(10);
  }
}, 120_000);
