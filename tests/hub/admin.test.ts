import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { HubStatus } from "#gateway/admin/hub-status.ts";
import { ADMIN_ENV, admin, OPERATOR, OPERATOR_TOKEN } from "#tests/support/ask-admin.ts";
import { openRaw } from "#tests/support/raw-http.ts";
import { startTestHub, startTestHubOfSubgraphs, type TestHub } from "#tests/support/start-test-hub.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const EXPERTS = "{ experts(first: 20) { nodes { id name provenance { hubNode { code } freshness } } } }";
const SOURCES = /* GraphQL */ `{ hubNodes { code state sources { code health details { paused breaker queueDepth quotaUsed dailyQuota lastFailureKind } detailsReason { code message } } } }`;

vi.setConfig({ testTimeout: 120_000 });

async function statusOf(hub: TestHub): Promise<HubStatus> {
  return (await admin(hub.url, "status")).body as unknown as HubStatus;
}

async function sourceOf(hub: TestHub, code: string) {
  const source = (await statusOf(hub)).nodes.flatMap(({ sources }) => sources).find((one) => one.code === code);
  if (source === undefined) throw new Error(`no source ${code}`);
  return source;
}

describe("an operator", () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub({ patents: 100, env: ADMIN_ENV });
  });
  afterAll(() => hub.stop());

  test("needs the token; whoever has none learns nothing else", async () => {
    for (const headers of [{}, { authorization: "Bearer wrong" }, { authorization: `Basic ${OPERATOR_TOKEN}` }]) {
      for (const action of ["status", "nothing"]) {
        const { status, body, headers: given } = await admin(hub.url, action, undefined, headers);
        expect(status).toBe(401);
        expect(given.get("www-authenticate")).toBe('Bearer realm="hub"');
        expect(body).toMatchObject({ errors: [{ extensions: { code: "ADMIN_TOKEN_REQUIRED", retryable: false } }] });
      }
      expect((await admin(hub.url, "pause", { code: "sichuan" }, headers)).status).toBe(401);
    }
    expect((await statusOf(hub)).nodes.map(({ state }) => state)).not.toContain("PAUSED");
  });

  test.each([
    ["an unknown address", "nothing", undefined, 404, "NOT_FOUND"],
    ["a reading where an act is due", "pause", undefined, 405, "METHOD_NOT_ALLOWED"],
    ["an act where a reading is due", "status", {}, 405, "METHOD_NOT_ALLOWED"],
    ["an unknown code", "pause", { code: "nowhere" }, 404, "NOT_FOUND"],
    ["the member that asks the others", "pause", { code: "discovery" }, 404, "NOT_FOUND"],
    ["a body without what is needed", "pause", {}, 400, "BAD_REQUEST"],
    ["a body with more than is known", "pause", { code: "sichuan", for: "1h" }, 400, "BAD_REQUEST"],
    ["a body of another shape", "pause", [], 400, "BAD_REQUEST"],
    ["a node in place of a source", "clear-cache", { source: "sichuan" }, 404, "NOT_FOUND"],
    ["no id of a record", "take-down", { id: "x", reason: "y" }, 400, "BAD_REQUEST"],
    ["no reason", "take-down", { id: "x", reason: "" }, 400, "BAD_REQUEST"],
    ["an order that was never given", "restore", { id: "UGF0ZW50OjE", reason: "y" }, 404, "NOT_FOUND"],
    ["a body over the limit", "pause", { code: "x".repeat(20_000) }, 413, "REQUEST_TOO_LARGE"],
  ])("is told what is wrong with %s", async (_what, action, body, status, code) => {
    const answer = await admin(hub.url, action, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ errors: [{ message: expect.any(String), extensions: { code } }] });
  });

  test("is told so where the body is no JSON", async () => {
    const response = await fetch(`${hub.url}/admin/pause`, { method: "POST", headers: OPERATOR, body: "{" });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_REQUEST" } }] });
  });

  test("sees every node and source, and what is in the caches", async () => {
    await hub.ask(EXPERTS);
    const { nodes, entityCache, load } = await statusOf(hub);
    expect(nodes.map(({ code }) => code)).toEqual(["chongqing", "national", "sichuan"]);
    expect(nodes[0]).toMatchObject({
      state: "LIVE",
      url: null,
      questions: { active: 0, waiting: 0, concurrency: 256 },
    });
    expect(nodes.flatMap(({ sources }) => sources.map(({ code }) => code))).toContain("cnipa-bulk");
    expect(await sourceOf(hub, "sichuan-portal")).toMatchObject({
      paused: false,
      health: { state: "UP", breaker: "CLOSED", queueDepth: 0, dailyQuota: null, lastSuccessAt: expect.any(String) },
      cache: { answers: expect.any(Number), records: expect.any(Number), bytes: expect.any(Number) },
    });
    expect((await sourceOf(hub, "sichuan-portal")).cache?.answers).toBeGreaterThan(0);
    expect(entityCache.entities).toBeGreaterThan(0);
    expect(load).toMatchObject({ inFlight: 1, isShedding: false });
  });

  test("clears a source's caches and the entities, so that the upstream is asked anew", async () => {
    await hub.ask(EXPERTS);
    await hub.resetCounts();
    await hub.ask(EXPERTS);
    expect(await hub.counts()).toEqual({});
    const { status, body } = await admin(hub.url, "clear-cache", { source: "sichuan-portal" });
    expect([status, body["source"]]).toEqual([200, "sichuan-portal"]);
    expect(body["answers"]).toBeGreaterThan(0);
    expect(body["entities"]).toBeGreaterThan(0);
    expect((await statusOf(hub)).entityCache).toEqual({ entities: 0, bytes: 0 });
    await hub.ask(EXPERTS);
    expect(Object.keys(await hub.counts())).toEqual(["sichuan-portal"]);
  });

  test("pauses a node: its fields say so, its types stay; and resumes it", async () => {
    expect((await admin(hub.url, "pause", { code: "sichuan" })).body).toEqual({
      code: "sichuan",
      kind: "node",
      paused: true,
    });
    await hub.resetCounts();
    const paused = await hub.ask(
      '{ hubNode(code: "sichuan") { state } experts { nodes { id ... on SichuanExpert { name } } } }',
    );
    expect(paused.data).toMatchObject({ hubNode: { state: "PAUSED" } });
    expect(paused.errors).toMatchObject([{ extensions: { code: "NODE_UNAVAILABLE", node: "sichuan" } }]);
    expect((await hub.counts())["sichuan-portal"]).toBeUndefined();
    expect((await admin(hub.url, "resume", { code: "sichuan" })).body).toMatchObject({ paused: false });
    expect((await hub.ask(EXPERTS)).errors).toEqual([]);
  });

  test("a node in quarantine is neither paused nor resumed out of it", async () => {
    hub.hub.states.set("sichuan", "QUARANTINED");
    for (const action of ["pause", "resume"]) {
      const { status, body } = await admin(hub.url, action, { code: "sichuan" });
      expect([status, body]).toMatchObject([409, { errors: [{ extensions: { code: "ADMIN_CONFLICT" } }] }]);
    }
    expect(hub.hub.states.of("sichuan")).toBe("QUARANTINED");
    hub.hub.states.set("sichuan", "LIVE");
  });

  test("pauses a source: it is asked no more, what is kept is still given; and resumes it", async () => {
    await admin(hub.url, "clear-cache", { source: "sichuan-portal" });
    await hub.ask(EXPERTS);
    await hub.resetCounts();
    const { body } = await admin(hub.url, "pause", { code: "sichuan-portal" });
    expect(body).toEqual({ code: "sichuan-portal", kind: "source", paused: true });
    expect((await hub.ask(EXPERTS)).errors).toEqual([]);
    const other = await hub.ask("{ demands { nodes { id } } activities { nodes { id } } }");
    expect(other.errors).toMatchObject([
      { extensions: { code: "NODE_OFF", node: "sichuan", source: "sichuan-portal" } },
    ]);
    expect((await hub.counts())["sichuan-portal"]).toBeUndefined();
    expect(await sourceOf(hub, "sichuan-portal")).toMatchObject({ paused: true, health: { state: "OFF" } });
    await admin(hub.url, "resume", { code: "sichuan-portal" });
    expect((await hub.ask("{ activities { nodes { id } } }")).errors).toEqual([]);
  });

  test("pauses a store", async () => {
    const query = '{ patent(number: "CN202220765432.1") { title } }';
    await admin(hub.url, "pause", { code: "cnipa-bulk" });
    const { errors } = await hub.ask(query);
    expect(errors).toMatchObject([{ extensions: { code: "NODE_OFF", source: "cnipa-bulk" } }]);
    await admin(hub.url, "resume", { code: "cnipa-bulk" });
    expect((await hub.ask(query)).data).toEqual({ patent: { title: "一种便携式检测支架" } });
  });

  test("takes a record down, sees it in the list, and takes the order back", async () => {
    const query = '{ patent(number: "CN201810555666.1") { id title } }';
    const { data } = await hub.ask<{ readonly patent: { readonly id: string } }>(query);
    const id = data?.patent.id ?? "";
    const { body } = await admin(hub.url, "take-down", { id, reason: "所有者要求" });
    expect(body).toMatchObject({ id, typeName: "Patent", reason: "所有者要求", at: expect.stringMatching(/Z$/) });
    expect((await hub.ask(query)).data).toEqual({ patent: null });
    expect((await admin(hub.url, "take-downs")).body).toMatchObject({ takeDowns: [{ id }] });
    expect((await statusOf(hub)).takenDown).toBe(1);
    expect((await admin(hub.url, "restore", { id, reason: "误下架" })).status).toBe(200);
    expect((await hub.ask(query)).data).toEqual(data);
  });

  test("alone sees the details of sources in the graph, in every order of asking", async () => {
    for (const headers of [{}, OPERATOR, { authorization: "Bearer wrong" }, OPERATOR, {}]) {
      const { data, errors } = await hub.ask<{ hubNodes: { sources: { code: string }[] }[] }>(
        SOURCES,
        {},
        { ...headers, "accept-language": "en" },
      );
      expect(errors).toEqual([]);
      const source = data?.hubNodes.flatMap(({ sources }) => sources).find(({ code }) => code === "sichuan-portal");
      if (headers === OPERATOR) {
        expect(source).toMatchObject({
          details: { paused: false, breaker: "CLOSED", queueDepth: 0, quotaUsed: expect.any(Number), dailyQuota: null },
          detailsReason: null,
        });
      } else {
        const reason = { code: "OPERATOR_ONLY", message: "For the operator alone" };
        expect(source).toMatchObject({ details: null, detailsReason: reason });
      }
    }
  });
});

test("alone sees what OPS told of its quotas", async () => {
  await using hub = await startTestHub({ patents: 100, env: ADMIN_ENV });
  const { errors } = await hub.ask(`{ worldPatents(query: "battery", first: 1) { total { value } } }`);
  expect(errors).toEqual([]);
  const { data } = await hub.ask<{ hubNodes: { sources: { code: string; details: { figures: object[] } }[] }[] }>(
    "{ hubNodes { sources { code details { figures { name value } } } } }",
    {},
    OPERATOR,
  );
  const ops = data?.hubNodes.flatMap(({ sources }) => sources).find(({ code }) => code === "epo-ops");
  expect(ops?.details.figures).toEqual(
    expect.arrayContaining([
      { name: "quota-week-limit-bytes", value: 3_600_000_000 },
      { name: "quota-week-bytes", value: expect.any(Number) },
      { name: "search-requests-per-minute", value: 300 },
    ]),
  );
});

test("what was paused stays paused over a restart, with nobody asked before", async () => {
  await using folder = await temporaryFolder();
  const options = { patents: 100, env: ADMIN_ENV, dataDir: folder.path };
  {
    await using hub = await startTestHub(options);
    await admin(hub.url, "pause", { code: "chongqing" });
    await admin(hub.url, "pause", { code: "sichuan-portal" });
  }
  await using hub = await startTestHub(options);
  const { errors } = await hub.ask("{ demands { nodes { id } } activities { nodes { id } } }");
  expect(errors.map(({ extensions }) => extensions.code).sort()).toEqual(["NODE_OFF", "NODE_UNAVAILABLE"]);
  expect(await hub.counts()).toEqual({});
  for (const code of ["chongqing", "sichuan-portal"]) await admin(hub.url, "resume", { code });
  expect((await hub.ask(EXPERTS)).errors).toEqual([]);
});

test("without HUB_ADMIN_TOKEN there is no admin API and no operator", async () => {
  await using hub = await startTestHub({ patents: 100 });
  for (const headers of [{}, OPERATOR, { authorization: "Bearer " }]) {
    expect((await admin(hub.url, "status", undefined, headers)).status).toBe(404);
    expect((await admin(hub.url, "pause", { code: "sichuan" }, headers)).status).toBe(404);
    expect((await hub.ask(SOURCES, {}, headers)).text).not.toContain('"breaker"');
  }
});

test("an operator gets in while everybody else is turned away for load", async () => {
  await using hub = await startTestHub({ patents: 100, env: { ...ADMIN_ENV, HUB_LOAD_REQUESTS: "1" } });
  using slow = await openRaw(Number(new URL(hub.url).port));
  slow.send("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{");
  await vi.waitFor(async () => expect((await hub.ask("{ hubNodes { code } }")).status).toBe(503));
  expect((await statusOf(hub)).load).toMatchObject({ inFlight: 2, isShedding: true });
  expect((await fetch(`${hub.url}/health/ready`)).status).toBe(200);
});

test("a source elsewhere is seen, but cannot be paused from here; its node can", async () => {
  await using hub = await startTestHubOfSubgraphs({ patents: 100, env: ADMIN_ENV });
  await hub.ask(EXPERTS);
  expect(await sourceOf(hub, "sichuan-portal")).toMatchObject({
    paused: null,
    cache: null,
    health: { state: "UP", breaker: null },
  });
  for (const [action, body] of [
    ["pause", { code: "sichuan-portal" }],
    ["clear-cache", { source: "sichuan-portal" }],
  ] as const) {
    expect((await admin(hub.url, action, body)).status).toBe(409);
  }
  await admin(hub.url, "pause", { code: "sichuan" });
  expect((await hub.ask(EXPERTS)).errors).toMatchObject([
    { extensions: { code: "NODE_UNAVAILABLE", node: "sichuan" } },
  ]);
});
