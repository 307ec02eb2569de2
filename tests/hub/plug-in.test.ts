import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { NodeTold } from "#gateway/registry/node-told.ts";
import { journeyNamed } from "#tests/journeys/read-journeys.ts";
import { ADMIN_ENV, admin } from "#tests/support/ask-admin.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const REPORTS = "{ reports(first: 3) { nodes { id title provenance { hubNode { code } } } } }";
const NODES = "{ hubNodes { code state lifecycle plugIn { kind version history { lifecycle changedBy } } } }";

interface Reports {
  readonly reports: { readonly nodes: readonly { readonly id: string; readonly title: string }[] };
}

interface Nodes {
  readonly hubNodes: readonly { readonly code: string; readonly state: string; readonly lifecycle: string }[];
}

describe("two platforms told in manifests, plugged in while the hub serves", () => {
  const opened = new AsyncDisposableStack();
  let dataDir: string;
  let hub: TestHub;
  const owner = { authorization: "" };

  beforeAll(async () => {
    dataDir = opened.use(await temporaryFolder()).path;
    hub = opened.use(await startTestHub({ env: ADMIN_ENV, dataDir }));
  });
  afterAll(() => opened.disposeAsync());

  async function lifecycles(of: TestHub = hub): Promise<Readonly<Record<string, string>>> {
    const { data } = await of.ask<Nodes>(NODES);
    return Object.fromEntries(
      (data?.hubNodes ?? []).map(({ code, state, lifecycle }) => [code, `${lifecycle} ${state}`]),
    );
  }

  test("are there after one step: registered, checked by the kit, live", async () => {
    expect((await hub.ask<Reports>(REPORTS)).data?.reports.nodes).toEqual([]);
    const { status, body } = await admin(hub.url, "demo", { names: ["shanghai", "fujian"] });
    expect([status, body]).toMatchObject([
      200,
      {
        nodes: [
          { code: "shanghai", lifecycle: "LIVE" },
          { code: "fujian", lifecycle: "LIVE" },
        ],
      },
    ]);
    expect(await lifecycles()).toMatchObject({ sichuan: "LIVE LIVE", shanghai: "LIVE LIVE", fujian: "LIVE LIVE" });
  });

  test("answer the journey as it stands", async () => {
    const { query, variables } = journeyNamed("nodes", "two-new-nodes");
    const { data, errors } = await hub.ask<Nodes & Reports & { readonly search: object }>(query, variables);
    expect(errors).toEqual([]);
    expect(data?.reports.nodes).toHaveLength(5);
    expect(data?.reports.nodes.every(({ title }) => title.length > 0)).toBe(true);
    expect(data?.hubNodes).toContainEqual(
      expect.objectContaining({
        code: "fujian",
        lifecycle: "LIVE",
        plugIn: { kind: "MANIFEST", version: "1.0.0", conformance: { score: expect.any(Number), failed: [] } },
      }),
    );
    expect(data?.search).toMatchObject({
      perNode: expect.arrayContaining([{ hubNode: { code: "fujian" }, outcome: "OK", hits: expect.any(Number) }]),
    });
  });

  test("the owner holds a token of its own, for its own node alone", async () => {
    const given = await admin(hub.url, "nodes/fujian/token", {});
    owner.authorization = `Bearer ${given.body["token"]}`;
    const refused = ["nodes", "status", "nodes/shanghai", "stores"];
    for (const path of refused)
      expect([path, (await admin(hub.url, path, undefined, owner)).status]).toEqual([path, 403]);
    for (const path of ["nodes/shanghai/pause", "nodes/fujian/shadow", "demo", "pause"])
      expect([path, (await admin(hub.url, path, {}, owner)).status]).toEqual([path, 403]);
    const shown = await admin(hub.url, "nodes/fujian", undefined, owner);
    expect(shown.body).toMatchObject({ code: "fujian", hasOwnerToken: true, history: expect.any(Array) });
    expect(JSON.stringify(shown.body)).not.toContain(owner.authorization.slice(-43));
  });

  test("the owner's pause holds against the operator, who cannot lift it", async () => {
    expect((await admin(hub.url, "nodes/fujian/pause", {}, owner)).body).toMatchObject({ pausedByOwner: true });
    expect(await lifecycles()).toMatchObject({ fujian: "LIVE PAUSED", shanghai: "LIVE LIVE" });
    const { errors } = await hub.ask(REPORTS);
    expect(errors).toMatchObject([{ extensions: { code: "NODE_UNAVAILABLE", node: "fujian" } }]);
    expect((await admin(hub.url, "nodes/fujian/resume", {})).body).toMatchObject({ pausedByOwner: true });
    expect(await lifecycles()).toMatchObject({ fujian: "LIVE PAUSED" });
    await admin(hub.url, "nodes/fujian/resume", {}, owner);
    expect(await lifecycles()).toMatchObject({ fujian: "LIVE LIVE" });
  });

  test("the owner takes a record down, of its own records only", async () => {
    const { data } = await hub.ask<Reports>(REPORTS);
    const [first] = data?.reports.nodes ?? [];
    const order = { id: first?.id ?? "", reason: "withdrawn" };
    expect((await admin(hub.url, "nodes/shanghai/take-down", order)).status).toBe(400);
    expect((await admin(hub.url, "nodes/fujian/take-down", order, owner)).status).toBe(200);
    const after = await hub.ask<Reports>(REPORTS);
    expect(after.data?.reports.nodes.map(({ id }) => id)).not.toContain(first?.id);
  });

  test("a corrected version takes the place of the one before, and is rolled back", async () => {
    const { body } = await admin(hub.url, "nodes/fujian/text", {}, owner);
    const text = String(body["text"])
      .replace("version: 1.0.0", "version: 1.1.0")
      .replace("topic: TOPIC", "topic: TITLE");
    expect((await admin(hub.url, "nodes/fujian/register", { text }, owner)).body).toMatchObject({ version: "1.0.0" });
    expect((await admin(hub.url, "nodes/fujian/promote", {}, owner)).status).toBe(409);
    expect((await admin(hub.url, "nodes/fujian/check", {}, owner)).body).toMatchObject({ report: { mode: "live" } });
    expect((await admin(hub.url, "nodes/fujian/promote", {}, owner)).body).toMatchObject({ version: "1.1.0" });
    const topics = "{ reports(first: 3) { nodes { title topic } } }";
    type Topics = {
      readonly reports: { readonly nodes: readonly { readonly title: string; readonly topic: string }[] };
    };
    const now = await hub.ask<Topics>(topics);
    for (const { title, topic } of now.data?.reports.nodes ?? []) expect(topic).toBe(title);
    expect((await admin(hub.url, "nodes/fujian/rollback", {}, owner)).body).toMatchObject({ version: "1.0.0" });
    const then = await hub.ask<Topics>(topics);
    expect(then.data?.reports.nodes.length).toBeGreaterThan(1);
    for (const { title, topic } of then.data?.reports.nodes ?? []) expect(topic).not.toBe(title);
  });

  test("a manifest with mistakes is refused with each mistake, and changes nothing", async () => {
    const { body } = await admin(hub.url, "nodes/fujian/text", {});
    const text = String(body["text"]).replace("accessPolicy: PUBLIC", "accessPolicy: ANYTHING");
    const refused = await admin(hub.url, "nodes/fujian/register", { text });
    expect([refused.status, refused.body]).toMatchObject([
      422,
      {
        errors: [{ extensions: { code: "NODE_REFUSED" } }],
        problems: [{ code: expect.any(String), message: { zh: expect.any(String) } }],
      },
    ]);
    expect((await admin(hub.url, "nodes/fujian")).body).toMatchObject({ version: "1.0.0", lifecycle: "LIVE" });
  });

  test("another gateway on the same data folder has them too, and follows what becomes of them", async () => {
    await using other = await startTestHub({ env: ADMIN_ENV, dataDir });
    expect(await lifecycles(other)).toMatchObject({ shanghai: "LIVE LIVE", fujian: "LIVE LIVE" });
    expect((await other.ask<Reports>(REPORTS)).data?.reports.nodes.length).toBeGreaterThan(1);
    const left = await admin(hub.url, "nodes/shanghai/remove", { reason: "the agreement ended" });
    expect(left.body).toMatchObject({ code: "shanghai", lifecycle: "RETIRED" });
    await vi.waitFor(async () => expect(await lifecycles(other)).not.toHaveProperty("shanghai"), { timeout: 20_000 });
    await vi.waitFor(async () => expect(await lifecycles()).not.toHaveProperty("shanghai"), { timeout: 20_000 });
    expect(await lifecycles(other)).toMatchObject({ fujian: "LIVE LIVE", sichuan: "LIVE LIVE" });
  });

  test("are there again after a restart; one that cannot be made any more is quarantined and the rest start", async () => {
    const { body } = await admin(hub.url, "nodes/fujian");
    const { releases } = body as unknown as NodeTold;
    const digest = releases.find(({ lifecycle }) => lifecycle === "LIVE")?.sha256 ?? "";
    await hub.stop();
    {
      await using again = await startTestHub({ env: ADMIN_ENV, dataDir });
      expect(await lifecycles(again)).toMatchObject({ fujian: "LIVE LIVE" });
      expect((await again.ask<Reports>(REPORTS)).data?.reports.nodes.length).toBeGreaterThan(1);
      await admin(again.url, "nodes/fujian/quarantine", { reason: "answers nonsense" });
    }
    {
      await using quarantined = await startTestHub({ env: ADMIN_ENV, dataDir });
      expect(await lifecycles(quarantined)).toMatchObject({ fujian: "QUARANTINED QUARANTINED" });
      expect((await admin(quarantined.url, "nodes/fujian/resume", {})).body).toMatchObject({ lifecycle: "LIVE" });
      expect(await lifecycles(quarantined)).toMatchObject({ fujian: "LIVE LIVE" });
    }
    await writeFile(`${dataDir}/registry/manifests/${digest}.yaml`, "manifest: 1\n");
    await using third = await startTestHub({ env: ADMIN_ENV, dataDir });
    expect(await lifecycles(third)).toMatchObject({ sichuan: "LIVE LIVE", chongqing: "LIVE LIVE" });
    expect((await admin(third.url, "nodes/fujian")).body).toMatchObject({
      lifecycle: "QUARANTINED",
      history: expect.arrayContaining([expect.objectContaining({ lifecycle: "QUARANTINED", changedBy: "HUB" })]),
    });
  });
});
