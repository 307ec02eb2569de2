import { cp } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ADMIN_ENV, admin } from "#tests/support/ask-admin.ts";
import { harbourFile, harbourSdl, startHarbour } from "#tests/support/harbour-server.ts";
import type { PlainSubgraphServer } from "#tests/support/plain-subgraph-server.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const STALLS = "{ harbourStalls { name } }";
const FEES = "{ harbourStalls { name stallFee } }";
const FISH = { harbourStalls: [{ name: "Fish" }] };
const PATIENCE = 30_000;
const AWAY = [{ path: ["harbourStalls"], extensions: { code: "NODE_UNAVAILABLE", node: "harbour" } }];

describe("a subgraph server of somebody else's, joined by its address", () => {
  const opened = new AsyncDisposableStack();
  let dataDir: string;
  let server: PlainSubgraphServer;
  let port: number;
  let hub: TestHub;
  const env: Record<string, string> = { ...ADMIN_ENV };

  async function start(): Promise<TestHub> {
    return startTestHub({ env, dataDir });
  }

  async function replaceServer(sdl: string): Promise<void> {
    await server[Symbol.asyncDispose]();
    server = await startHarbour(sdl, port);
  }

  beforeAll(async () => {
    dataDir = opened.use(await temporaryFolder()).path;
    server = await startHarbour();
    port = Number(server.host.split(":")[1]);
    env["HUB_NODE_HOSTS"] = server.host;
    env["HUB_SIGNING_KEYS"] = "test-2026:0123456789abcdef0123456789abcdef";
    hub = await start();
  });
  afterAll(async () => {
    await hub?.stop();
    await server?.[Symbol.asyncDispose]();
    await opened.disposeAsync();
  });

  test("is registered without being asked anything, and cannot go live unchecked", async () => {
    const { status, body } = await admin(hub.url, "nodes/harbour/register", { text: harbourFile(server.url) });
    expect([status, body]).toMatchObject([
      200,
      {
        kind: "SUBGRAPH",
        lifecycle: "DRAFT",
        releases: [{ hosts: [`http://${server.host}`, "https://www.harbour.example"], wordsSha256: null }],
      },
    ]);
    expect((await admin(hub.url, "nodes/harbour/promote", {})).status).toBe(409);
    expect(server.requests.length).toBe(0);
  });

  test("is checked: its answers, its schema, and how it fits the graph; what it said is kept", async () => {
    const { body } = await admin(hub.url, "nodes/harbour/check", {});
    expect(body).toMatchObject({
      node: { lifecycle: "CHECKED", releases: [{ wordsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) }] },
      report: {
        mode: "live",
        results: expect.arrayContaining([
          expect.objectContaining({ id: "MUST-SUBGRAPH-ANSWERS", outcome: "passed" }),
          expect.objectContaining({ id: "MUST-SUBGRAPH-SCHEMA", outcome: "passed" }),
          expect.objectContaining({ id: "MUST-SUBGRAPH-FITS", outcome: "passed" }),
          expect.objectContaining({ id: "SHOULD-SUBGRAPH-ENTITIES", outcome: "passed" }),
          expect.objectContaining({ id: "SHOULD-SUBGRAPH-AS-CHECKED", outcome: "skipped" }),
          expect.objectContaining({ id: "MAY-SUBGRAPH-DESCRIBED", outcome: "passed" }),
          expect.objectContaining({ id: "MAY-SUBGRAPH-SEARCHED", outcome: "failed" }),
        ]),
      },
    });
    expect((await hub.ask(STALLS)).errors).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
  });

  test("goes through the shadow to live, and clients see of which kind it is", async () => {
    expect((await admin(hub.url, "nodes/harbour/shadow", {})).body).toMatchObject({ lifecycle: "SHADOW" });
    expect((await admin(hub.url, "nodes/harbour/promote", {})).body).toMatchObject({ lifecycle: "LIVE" });
    expect(await hub.ask(STALLS)).toMatchObject({ data: FISH, errors: [] });
    const { data } = await hub.ask("{ hubNodes { code state lifecycle plugIn { kind version } } }");
    expect(data?.["hubNodes"]).toContainEqual({
      ...{ code: "harbour", state: "LIVE", lifecycle: "LIVE" },
      plugIn: { kind: "SUBGRAPH", version: "1.0.0" },
    });
    expect(server.requests.length).toBeGreaterThan(2);
    for (const { headers } of server.requests) expect(headers["signature-input"]).toContain("content-digest");
  });

  test("people are led to its owner's pages, and to no other", async () => {
    const statusOf = async (page: string) => {
      const out = await fetch(`${hub.url}/out?url=${encodeURIComponent(page)}`, { redirect: "manual" });
      return [out.status, out.headers.get("location")];
    };
    expect(await statusOf("https://www.harbour.example/stall/1")).toEqual([302, "https://www.harbour.example/stall/1"]);
    expect(await statusOf("https://elsewhere.example/")).toEqual([404, null]);
  });

  test("another gateway on the same folder serves the same, and asks it nothing for that", async () => {
    const before = server.requests.length;
    await using other = await start();
    expect(server.requests.length).toBe(before);
    expect(await other.ask(STALLS)).toMatchObject({ data: FISH, errors: [] });
  });

  test("while its server is down its types stay over a restart, and its fields name it; then it is back by itself", async () => {
    await server[Symbol.asyncDispose]();
    await hub.stop();
    hub = await start();
    expect(await hub.ask(STALLS)).toMatchObject({ data: { harbourStalls: null }, errors: AWAY });
    expect((await hub.ask('{ patent(number: "ZL202310123456.6") { title } }')).errors).toEqual([]);
    server = await startHarbour(harbourSdl(), port);
    await vi.waitFor(async () => expect(await hub.ask(STALLS)).toMatchObject({ data: FISH, errors: [] }), PATIENCE);
  });

  test("what its server says otherwise later is told by a check, and changes nothing that is served", async () => {
    await replaceServer(harbourSdl('"摊位费。 / What it costs a day." stallFee: String'));
    const { body } = await admin(hub.url, "nodes/harbour/check", {});
    expect(body).toMatchObject({ node: { lifecycle: "LIVE", version: "1.0.0" } });
    const { results } = body["report"] as { readonly results: readonly { readonly id: string }[] };
    expect(results.find(({ id }) => id === "SHOULD-SUBGRAPH-AS-CHECKED")).toMatchObject({
      outcome: "failed",
      findings: [
        { message: { en: "added: HarbourStall.stallFee" } },
        { message: { en: expect.stringContaining("raise version") } },
      ],
    });
    expect((await hub.ask(FEES)).errors).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
    expect(await hub.ask(STALLS)).toMatchObject({ data: FISH, errors: [] });
  });

  test("another version takes the new schema, and is rolled back to the old one", async () => {
    await admin(hub.url, "nodes/harbour/register", { text: harbourFile(server.url, "1.1.0") });
    await admin(hub.url, "nodes/harbour/check", {});
    expect((await admin(hub.url, "nodes/harbour/promote", {})).body).toMatchObject({ version: "1.1.0" });
    expect((await hub.ask(FEES)).data).toEqual({ harbourStalls: [{ name: "Fish", stallFee: "12.50" }] });
    expect((await admin(hub.url, "nodes/harbour/rollback", {})).body).toMatchObject({ version: "1.0.0" });
    expect((await hub.ask(FEES)).errors).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
    expect(await hub.ask(STALLS)).toMatchObject({ data: FISH, errors: [] });
  });

  test("its owner limits, pauses and corrects it alone, and leads it to no new host", async () => {
    const given = await admin(hub.url, "nodes/harbour/token", {});
    const owner = { authorization: `Bearer ${given.body["token"]}` };
    expect((await admin(hub.url, "nodes/sichuan/pause", {}, owner)).status).toBe(403);
    const elsewhere = harbourFile("http://169.254.169.254/graphql", "1.2.0");
    const refused = await admin(hub.url, "nodes/harbour/register", { text: elsewhere }, owner);
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([409, expect.stringContaining("169.254")]);
    const pages = harbourFile(server.url, "1.2.0").replace("www.harbour", "www.stranger");
    expect((await admin(hub.url, "nodes/harbour/register", { text: pages }, owner)).status).toBe(409);
    const quota = { limits: { server: { dailyQuota: 10 } } };
    const limited = await admin(hub.url, "nodes/harbour/limit", quota, owner);
    expect([limited.status, JSON.stringify(limited.body)]).toEqual([409, expect.stringContaining("--concurrency")]);
    const few = await admin(hub.url, "nodes/harbour/limit", { limits: { server: { concurrency: 2 } } }, owner);
    expect(few.body).toMatchObject({ limits: { server: { concurrency: 2 } } });
    await vi.waitFor(() => {
      const node = hub.hub.nodes.find(({ code }) => code === "harbour");
      expect(node?.limits?.concurrency).toBe(2);
    }, PATIENCE);
    await admin(hub.url, "nodes/harbour/pause", {}, owner);
    expect(await hub.ask(STALLS)).toMatchObject({ errors: AWAY });
    await admin(hub.url, "nodes/harbour/resume", {}, owner);
    expect(await hub.ask(STALLS)).toMatchObject({ data: FISH, errors: [] });
  });

  test("without a host that is allowed, or a key to sign with, the hub starts and the node alone is set apart", async () => {
    await hub.stop();
    const { HUB_SIGNING_KEYS: _keys, ...unsigned } = env;
    for (const other of [unsigned, { ...env, HUB_NODE_HOSTS: "*" }]) {
      await using bare = await startTestHub({ env: other, dataDir: await copyOf(dataDir) });
      expect(await bare.ask(STALLS)).toMatchObject({ data: { harbourStalls: null }, errors: AWAY });
    }
    hub = await start();
    expect(await hub.ask(STALLS)).toMatchObject({ data: FISH, errors: [] });
  });

  test("leaves: its types leave the graph", async () => {
    expect((await admin(hub.url, "nodes/harbour/remove", { reason: "agreement ended" })).body).toMatchObject({
      lifecycle: "RETIRED",
    });
    await vi.waitFor(
      async () =>
        expect((await hub.ask(STALLS)).errors).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]),
      PATIENCE,
    );
  });

  /** What a hub does to a folder must not reach the next. */
  async function copyOf(folder: string): Promise<string> {
    const copy = opened.use(await temporaryFolder()).path;
    await cp(`${folder}/registry`, `${copy}/registry`, { recursive: true });
    return copy;
  }
});
