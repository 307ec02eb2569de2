import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStockHub, startTestHub, startTestHubOfSubgraphs, type TestHub } from "#tests/support/start-test-hub.ts";
import { moveToWorldToday } from "#tests/support/world-time.ts";
import { readJourneys } from "./read-journeys.ts";
import { withoutVarying } from "./without-varying.ts";

// Health is learned from answers: whoever asks last finds every source known.
const JOURNEYS = [...readJourneys("foundation")].sort(
  (a, b) => Number(a.name === "hub-nodes") - Number(b.name === "hub-nodes"),
);

test("there are six journeys, each with its checked answer", () => {
  expect(JOURNEYS.filter(({ expectedFile }) => existsSync(expectedFile))).toHaveLength(6);
});

describe.each([
  ["in process", startTestHub],
  ["in process and the stock engine", startStockHub],
  ["as subgraphs elsewhere", startTestHubOfSubgraphs],
])("with the nodes %s", (_where, start) => {
  let hub: TestHub;
  beforeAll(async () => {
    moveToWorldToday();
    hub = await start();
  });
  afterAll(() => hub.stop());

  test.each(JOURNEYS)("$name gives the checked answer as it stands", async (journey) => {
    const { status, data, errors } = await hub.ask(journey.query, journey.variables, journey.headers);
    expect(errors).toEqual([]);
    expect(status).toBe(200);
    await expect(`${JSON.stringify(withoutVarying({ data }), null, 2)}\n`).toMatchFileSnapshot(journey.expectedFile);
  });
});
