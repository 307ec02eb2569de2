import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readJourneys } from "#tests/journeys/read-journeys.ts";
import type { HubError } from "#tests/support/hub-client.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { platforms } from "./composed-graph.ts";

const JOURNEYS = readJourneys("foundation");

let running: TestHub;
beforeAll(async () => {
  running = await startTestHub();
});
afterAll(() => running.stop());

test("journeys and platforms were found", () => {
  expect(JOURNEYS.length).toBeGreaterThan(5);
  expect(platforms.length).toBeGreaterThan(2);
});

describe.each(platforms)("with $code quarantined", ({ code }) => {
  const seen: HubError[] = [];
  beforeAll(() => running.hub.states.set(code, "QUARANTINED"));
  afterAll(() => running.hub.states.set(code, "LIVE"));

  test.each(JOURNEYS)("$name stays a valid document and is answered", async ({ query, variables, headers }) => {
    const { status, data, errors } = await running.ask(query, variables, headers);
    expect(status).toBe(200);
    expect(data).toBeTypeOf("object");
    expect(data).not.toBeNull();
    expect(errors.filter(({ extensions }) => extensions.code !== "NODE_UNAVAILABLE")).toEqual([]);
    seen.push(...errors);
  });

  test("whoever needed it is told so, with its code, and may try again", () => {
    expect(seen.length).toBeGreaterThan(0);
    for (const { extensions } of seen) expect(extensions).toMatchObject({ node: code, retryable: true });
  });

  test("its state is told", async () => {
    const query = "query ($code: String!) { hubNode(code: $code) { code state } }";
    const { data } = await running.ask(query, { code });
    expect(data).toEqual({ hubNode: { code, state: "QUARANTINED" } });
  });
});
