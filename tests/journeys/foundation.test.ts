import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestHub, startTestHubOfSubgraphs, type TestHub } from "#tests/support/start-test-hub.ts";
import { moveToWorldToday } from "#tests/support/world-time.ts";
import { readJourneys } from "./read-journeys.ts";

// Health is learned from answers: whoever asks last finds every source known.
const JOURNEYS = [...readJourneys("foundation")].sort(
  (a, b) => Number(a.name === "hub-nodes") - Number(b.name === "hub-nodes"),
);

test("there are journeys", () => {
  expect(JOURNEYS.map(({ name }) => name)).toHaveLength(6);
});

describe.each([
  ["in process", startTestHub],
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

/** Instants of asking, and the ports on which the stand-ins listen. */
function withoutVarying(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value: unknown) => {
    if (typeof value !== "string") return value;
    if (key === "fetchedAt" || key === "lastSuccessAt") return Number.isNaN(Date.parse(value)) ? value : "<instant>";
    return value.replace(/^http:\/\/127\.0\.0\.1:\d+\//, "http://stand-in/");
  });
}
