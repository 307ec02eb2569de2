import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { journeyNamed, readJourneys } from "#tests/journeys/read-journeys.ts";
import { withoutVarying } from "#tests/journeys/without-varying.ts";
import { startTestHub, startTestHubOfSubgraphs, type TestHub } from "#tests/support/start-test-hub.ts";

// Hubs start slowly where other tests run beside.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Calls per source and operation that a journey may cost: on a hub that knows nothing yet, and asked once more within the TTL. */
interface Budget {
  readonly cold: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly again: Budget["cold"];
}

const BUDGETS = JSON.parse(
  readFileSync(new URL("../journeys/upstream-budgets.json", import.meta.url), "utf8"),
) as Readonly<Record<string, Budget>>;

const JOURNEYS = readJourneys("foundation");

test("every journey has its budget of upstream calls", () => {
  expect(Object.keys(BUDGETS).sort()).toEqual(JOURNEYS.map(({ name }) => name));
});

describe.each(JOURNEYS)("$name", ({ name, query, variables, headers }) => {
  test("costs each upstream what its budget says, and again within the TTL nothing but what is private", async () => {
    await using hub = await startTestHub();
    expect(await hub.counts()).toEqual({});
    const first = await hub.ask(query, variables, headers);
    expect(first.errors).toEqual([]);
    expect(await hub.counts()).toEqual(BUDGETS[name]?.cold);
    await hub.resetCounts();
    const second = await hub.ask(query, variables, headers);
    expect(withoutVarying(second.data)).toEqual(withoutVarying(first.data));
    expect(await hub.counts()).toEqual(BUDGETS[name]?.again);
  });
});

describe.each([
  ["in process", startTestHub],
  ["as subgraphs elsewhere", startTestHubOfSubgraphs],
])("with the nodes %s", (_where, start) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await start();
  });
  afterAll(() => hub.stop());

  test("the patents of a platform's twenty offers are one request to national", async () => {
    const { query, variables } = journeyNamed("foundation", "one-platform");
    const before = await hub.nodeRequests("national");
    const { data } = await hub.ask<OnePlatform>(query, variables);
    expect(data?.hubNode.listings.nodes).toHaveLength(20);
    expect(data?.hubNode.listings.nodes.filter(({ patent }) => patent !== null).length).toBeGreaterThan(15);
    expect((await hub.nodeRequests("national")) - before).toBe(1);
  });

  test("asked once more within the TTL, national is not asked at all", async () => {
    const { query, variables } = journeyNamed("foundation", "one-platform");
    const before = await hub.nodeRequests("national");
    await hub.ask<OnePlatform>(query, variables);
    expect((await hub.nodeRequests("national")) - before).toBe(0);
  });
});

test("a thousand identical questions at once reach each upstream once", async () => {
  await using hub = await startTestHub({ patents: 150 });
  const query = `query OfAllSources {
    agencies(first: 1) { nodes { code } }
    experts(first: 1) { nodes { id name } }
    patent(number: "EP1000000A1") { id }
  }`;
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => hub.ask(query)));
  const counts = await hub.counts();
  expect(Object.keys(counts)).toEqual(["chongqing-kjy01", "cnipa-agencies", "epo-ops", "sichuan-portal"]);
  for (const operations of Object.values(counts)) expect(new Set(Object.values(operations))).toEqual(new Set([1]));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]?.errors).toEqual([]);
});

interface OnePlatform {
  readonly hubNode: {
    readonly listings: { readonly nodes: readonly { readonly patent: { readonly id: string } | null }[] };
  };
}
