import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { PLANTED_SECRET } from "#adapters/runtime/sandbox/apply-fault.ts";
import type { FaultMode } from "#adapters/runtime/sandbox/sandbox-module.ts";
import type { HubAnswer } from "#tests/support/hub-client.ts";
import { NO_BREAKERS, startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

// Hubs start slowly where other tests run beside.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const DEADLINE_MS = 1_500;
/** What a busy machine may add; the promise of 50 ms is measured where nothing else runs. */
const TOLERANCE_MS = 1_000;
const HEADERS = { "hub-sources": "1", "hub-deadline-ms": String(DEADLINE_MS) };
const PATENT = "CN202310123456.6";

interface Touching {
  readonly source: string;
  readonly node: string;
  /** Asks that source besides what is always there; each turn asks for something new, so that no cache can answer. */
  readonly query: (turn: number) => string;
  /** The whole of `data` when that source fails. */
  readonly partial: object;
  readonly path: readonly (string | number)[];
}

const ALWAYS = `patent(number: "${PATENT}") { title }`;
const ALWAYS_DATA = { patent: { title: "一种低温固化光学胶及其制备方法" } };

const TOUCHING: readonly Touching[] = [
  {
    source: "sichuan-portal",
    node: "sichuan",
    query: (turn) => `{ ${ALWAYS} hubNode(code: "sichuan") { code services(first: ${turn}) { nodes { id } } } }`,
    partial: { ...ALWAYS_DATA, hubNode: { code: "sichuan", services: null } },
    path: ["hubNode", "services"],
  },
  {
    source: "chongqing-kjy01",
    node: "chongqing",
    query: (turn) => `{ ${ALWAYS} hubNode(code: "chongqing") { code experts(first: ${turn}) { nodes { id } } } }`,
    partial: { ...ALWAYS_DATA, hubNode: { code: "chongqing", experts: null } },
    path: ["hubNode", "experts"],
  },
  {
    source: "cnipa-agencies",
    node: "national",
    query: () => `{ patent(number: "${PATENT}") { title agency { code name registration { status { code } } } } }`,
    partial: {
      patent: {
        ...ALWAYS_DATA.patent,
        agency: { code: "50990", name: "重庆示例知识产权代理事务所（普通合伙）", registration: null },
      },
    },
    path: ["patent", "agency", "registration"],
  },
  {
    source: "national-registers",
    node: "national",
    query: (turn) => `{ ${ALWAYS} trademarks(first: ${turn}, filter: { text: "t${turn}" }) { nodes { id } } }`,
    partial: { ...ALWAYS_DATA, trademarks: null },
    path: ["trademarks"],
  },
  {
    source: "epo-ops",
    node: "national",
    query: (turn) => `{ ${ALWAYS} foreign: patent(number: "EP${1_000_000 + turn}A1") { title } }`,
    partial: { ...ALWAYS_DATA, foreign: null },
    path: ["foreign"],
  },
];

// Few enough in a row that the source's breaker stays closed; every other fault stands in fault-matrix.test.ts.
const CODES: Readonly<
  Record<string, { readonly code: string; readonly outcome: string; readonly retryable: boolean }>
> = {
  hang: { code: "NODE_TIMEOUT", outcome: "TIMEOUT", retryable: true },
  garbage: { code: "NODE_BAD_RESPONSE", outcome: "UNAVAILABLE", retryable: true },
  login: { code: "NODE_BAD_RESPONSE", outcome: "UNAVAILABLE", retryable: true },
};

describe.each(TOUCHING)("with $source spoilt", ({ source, node, query, partial, path }) => {
  let hub: TestHub;
  let turn = 0;
  beforeAll(async () => {
    hub = await startTestHub({ patents: 150, env: NO_BREAKERS });
  });
  afterEach(() => hub.sandbox(source).setFault({ mode: "none" }));
  afterAll(() => hub.stop());

  async function askTimed(text: string): Promise<HubAnswer & { readonly durationMs: number }> {
    const startedAt = performance.now();
    const answer = await hub.ask(text, {}, HEADERS);
    return { ...answer, durationMs: performance.now() - startedAt };
  }

  function expectPartial(answer: Awaited<ReturnType<typeof askTimed>>, fault: string): void {
    const { code, outcome, retryable } = CODES[fault] ?? { code: "", outcome: "", retryable: false };
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual(partial);
    expect(answer.errors).toMatchObject([{ path, extensions: { code, node, source, retryable } }]);
    expect(answer.sources).toContainEqual(expect.objectContaining({ node, source, outcome }));
    expect(answer.durationMs).toBeLessThan(DEADLINE_MS + TOLERANCE_MS);
    expectNothingPlanted(answer.text);
  }

  test.each(Object.keys(CODES) as FaultMode[])("%s costs its own field, within the deadline", async (mode) => {
    await hub.sandbox(source).setFault({ mode });
    turn += 1;
    expectPartial(await askTimed(query(turn)), mode);
  });

  test("what does not touch it is whole meanwhile", async () => {
    await hub.sandbox(source).setFault({ mode: "hang" });
    turn += 1;
    await using hanging = askAndHang(hub.url, query(turn));
    for (const other of TOUCHING.filter((candidate) => candidate.source !== source)) {
      const { status, errors } = await hub.ask(other.query(50 + turn), {}, { "hub-sources": "1" });
      expect([status, errors]).toEqual([200, []]);
    }
    expect(hanging.isPending()).toBe(true);
  });

  test("asked for a pause, it is THROTTLED with the time to wait, left alone, and whole again afterwards", async () => {
    await hub.sandbox(source).setFault({ mode: "rate-limit" });
    turn += 1;
    const first = await askTimed(query(turn));
    const paused = { code: "NODE_THROTTLED", node, source, retryable: true, retryAfterMs: expect.any(Number) };
    expect(first.data).toEqual(partial);
    expect(first.errors).toMatchObject([{ path, extensions: paused }]);
    expect(first.sources).toContainEqual(expect.objectContaining({ node, source, outcome: "THROTTLED" }));
    await hub.sandbox(source).setFault({ mode: "none" });
    await hub.resetCounts();
    expect((await askTimed(query(turn))).errors).toMatchObject([{ path, extensions: paused }]);
    expect((await hub.counts())[source]).toBeUndefined();
    await expect.poll(async () => (await askTimed(query(turn))).errors, { timeout: 5_000, interval: 200 }).toEqual([]);
  });
});

describe("with every source stopped", () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub({ patents: 150 });
    await Promise.all([...hub.sandboxes.values()].map((sandbox) => sandbox.stop()));
  });
  afterAll(() => hub.stop());

  test.each(TOUCHING)("$source costs its own field and is named", async ({ query, partial, path, node, source }) => {
    const { status, data, errors, sources, text } = await hub.ask(query(7), {}, HEADERS);
    expect(status).toBe(200);
    expect(data).toEqual(partial);
    expect(errors).toMatchObject([{ path, extensions: { code: "NODE_UNAVAILABLE", node, source, retryable: true } }]);
    expect(sources).toContainEqual(expect.objectContaining({ node, source, outcome: "UNAVAILABLE" }));
    expectNothingPlanted(text);
  });

  test("the hub is live and ready, and says who is there and that they are down", async () => {
    for (const path of ["live", "ready"]) expect((await fetch(`${hub.url}/health/${path}`)).status).toBe(200);
    const { errors, data } = await hub.ask<HubNodes>("{ hubNodes { code sources { code health } } }");
    expect(errors).toEqual([]);
    expect(data?.hubNodes.map(({ code }) => code)).toEqual(["chongqing", "national", "sichuan"]);
    const health = data?.hubNodes.flatMap(({ sources }) => sources).map((source) => [source.code, source.health]);
    expect(Object.fromEntries(health ?? [])).toEqual({
      "chongqing-kjy01": "DOWN",
      "cnipa-bulk": "UP",
      "cnipa-agencies": "DOWN",
      "epo-ops": "DOWN",
      "national-registers": "DOWN",
      "sichuan-portal": "DOWN",
    });
  });

  test("a list over all nodes is null with the first failure, not an empty list", async () => {
    const { data, errors } = await hub.ask("{ listings { nodes { id } } }", {}, HEADERS);
    expect(data).toEqual({ listings: null });
    expect(errors).toMatchObject([{ path: ["listings"], extensions: { code: "NODE_UNAVAILABLE" } }]);
  });
});

test("a list over all nodes keeps what the others have when one hangs", async () => {
  await using hub = await startTestHub({ patents: 150 });
  await hub.sandbox("chongqing-kjy01").setFault({ mode: "hang" });
  const { data, errors } = await hub.ask<Listings>(
    "{ listings(first: 5) { total { relation } nodes { id provenance { hubNode { code } } } } }",
    {},
    HEADERS,
  );
  expect(data?.listings.nodes.map(({ provenance }) => provenance.hubNode.code)).toEqual(Array(5).fill("sichuan"));
  expect(data?.listings.total.relation).toBe("AT_LEAST");
  expect(errors).toMatchObject([{ path: ["listings"], extensions: { code: "NODE_TIMEOUT", node: "chongqing" } }]);
});

interface HubNodes {
  readonly hubNodes: readonly {
    readonly code: string;
    readonly sources: readonly { readonly code: string; readonly health: string }[];
  }[];
}

interface Listings {
  readonly listings: {
    readonly total: { readonly relation: string };
    readonly nodes: readonly { readonly provenance: { readonly hubNode: { readonly code: string } } }[];
  };
}

/** A question that stays open until its client leaves. */
function askAndHang(url: string, query: string) {
  const client = new AbortController();
  let isPending = true;
  const gone = fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
    signal: client.signal,
  })
    .catch(() => undefined)
    .finally(() => {
      isPending = false;
    });
  const leave = async () => {
    client.abort();
    await gone;
  };
  return { isPending: () => isPending, [Symbol.asyncDispose]: leave };
}

function expectNothingPlanted(text: string): void {
  expect(text).not.toContain(PLANTED_SECRET);
  expect(text).not.toMatch(/https?:\/\/|127\.0\.0\.1|NullPointerException|Dao\.java|ECONN/);
}
