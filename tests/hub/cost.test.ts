import fc from "fast-check";
import { type GraphQLSchema, parse, validate } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { composeApi, nodes } from "#tests/conformance/composed-graph.ts";
import { readJourneys } from "#tests/journeys/read-journeys.ts";
import { generateOperation } from "#tests/support/generate-operation.ts";
import type { HubAnswer } from "#tests/support/hub-client.ts";
import { startTestHub, startTestHubOfSubgraphs, type TestHub } from "#tests/support/start-test-hub.ts";

interface Cost {
  readonly static: number;
  readonly actual: number;
  readonly limit: number;
  readonly upstreamCallsLimit: number;
}

const NUMBERS = ['"CN202310123456.6"', '"ZL202220765432.1"', '"EP1000000A1"', '"CN000000000000.0"'];
const LITERALS = {
  number: NUMBERS,
  numbers: [`[${NUMBERS.join(", ")}]`, "[]", `[${NUMBERS[0]}]`],
  code: ['"sichuan"', '"nowhere"'],
  id: ['"nothing"'],
  first: ["0", "1", "7", "25"],
};

function costOf({ text }: HubAnswer): Cost {
  return JSON.parse(text).extensions.hub.cost;
}

const callsOf = ({ sources }: HubAnswer) => sources.reduce((sum, { upstreamCalls }) => sum + upstreamCalls, 0);

describe("what an operation may cost", () => {
  let hub: TestHub;
  let api: GraphQLSchema;
  beforeAll(async () => {
    hub = await startTestHub();
    api = await composeApi(nodes);
  });
  afterAll(() => hub.stop());

  test("is never less than what it does cost, and it never causes more upstream calls than it was given, over generated operations", async () => {
    let asked = 0;
    let dearest = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), async (seed) => {
        const query = generateOperation(api, seed, { literals: LITERALS, without: ["viewer"] });
        expect(validate(api, parse(query))).toEqual([]);
        const answer = await hub.ask(query, {}, { "hub-sources": "1" });
        if (answer.status === 400) {
          expect(answer.errors[0]?.extensions.code).toBe("QUERY_TOO_COSTLY");
          return;
        }
        const cost = costOf(answer);
        expect(cost.static).toBeGreaterThanOrEqual(cost.actual);
        expect(cost.upstreamCallsLimit).toBeGreaterThanOrEqual(callsOf(answer));
        asked += 1;
        dearest = Math.max(dearest, cost.actual);
      }),
      { numRuns: 150 },
    );
    expect(asked).toBeGreaterThan(100);
    expect(dearest).toBeGreaterThan(30);
  });

  test.each(readJourneys("foundation"))("of the journey $name is told, and far below the limit", async (journey) => {
    const answer = await hub.ask(journey.query, journey.variables, { ...journey.headers, "hub-sources": "1" });
    const cost = costOf(answer);
    expect(cost.actual).toBeGreaterThan(0);
    expect(cost.static).toBeGreaterThanOrEqual(cost.actual);
    expect(cost.static).toBeLessThan(cost.limit / 4);
    expect(callsOf(answer)).toBeLessThanOrEqual(cost.upstreamCallsLimit);
  });

  test("is not told where the sources are not asked for", async () => {
    const { text } = await hub.ask("{ hubNodes { code } }");
    expect(JSON.parse(text)).not.toHaveProperty("extensions");
  });

  test("depends on the variables", async () => {
    const query = "query ($first: Int) { listings(first: $first) { nodes { id } } }";
    const [few, many] = await Promise.all([1, 50].map((first) => hub.ask(query, { first }, { "hub-sources": "1" })));
    if (few === undefined || many === undefined) throw new Error("no answers");
    expect(costOf(many).static - costOf(few).static).toBe(49);
  });
});

test("too dear a query is refused before anything is asked, telling cost and limit", async () => {
  await using hub = await startTestHub({ patents: 100, env: { HUB_LIMITS_COST: "100" } });
  const query = "query Q($n: Int!) { listings(first: $n) { nodes { id patent { title } } } }";
  const refused = await hub.ask(query, { n: 50 }, { "accept-language": "en" });
  expect(refused.status).toBe(400);
  expect(refused.data).toBeUndefined();
  expect(refused.errors).toEqual([
    {
      message: "The query may cost too much: it may cost 111, the limit is 100",
      extensions: { code: "QUERY_TOO_COSTLY", retryable: false, cost: 111, limit: 100 },
    },
  ]);
  const nested = await hub.ask("{ listings(first: 99) { nodes { actions { url } id } } }");
  expect(nested.errors[0]?.extensions).toMatchObject({ code: "QUERY_TOO_COSTLY", cost: 10 + 1 + 99 * 6 });
  expect(await hub.counts()).toEqual({});
  expect((await hub.ask(query, { n: 40 })).status).toBe(200);
});

describe.each([
  ["in process", startTestHub],
  ["elsewhere", startTestHubOfSubgraphs],
] as const)("with a budget of two upstream calls and the nodes %s", (_where, start) => {
  test("an operation causes no third one; what would need it says so, the rest is there", async () => {
    await using hub = await start({ patents: 100, env: { HUB_LIMITS_UPSTREAM_CALLS: "2" } });
    const lists = ["experts", "agencyProfiles", "demands", "services", "activities", "financeProducts"];
    const query = `{ hubNodes { code } ${lists.map((name) => `${name}(first: 1) { nodes { id } }`).join(" ")} }`;
    const answer = await hub.ask(query, {}, { "hub-sources": "1", "accept-language": "en" });
    expect(answer.status).toBe(200);
    expect(answer.data).toHaveProperty("hubNodes.0.code");
    const counted = Object.values(await hub.counts()).flatMap((calls) => Object.values(calls));
    expect(counted.reduce((sum, calls) => sum + calls, 0)).toBeLessThanOrEqual(2);
    expect(callsOf(answer)).toBeLessThanOrEqual(2);
    const codes = new Set(answer.errors.map(({ extensions }) => extensions.code));
    expect(codes).toEqual(new Set(["UPSTREAM_BUDGET_EXCEEDED"]));
    expect(answer.errors[0]).toMatchObject({
      message: "The operation has used up its upstream calls; ask for less",
      extensions: { retryable: false, node: expect.any(String) },
    });
  });
});
