import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { ADMIN_ENV, admin } from "#tests/support/ask-admin.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import { giveReports, plugInWuhu } from "#tests/support/wuhu-platform.ts";

vi.setConfig({ testTimeout: 180_000 });

const HARVEST = { HUB_SUMMARIES_HARVEST: "on", HUB_SUMMARIES_START_AFTER: "0", HUB_SUMMARIES_PAUSE: "0" };

/** Two hours on each side of now, in China. */
function quietHoursAroundNow(): string {
  const time = (atMs: number) => new Date(atMs + 8 * 3_600_000).toISOString().slice(11, 16);
  return `${time(Date.now() - 2 * 3_600_000)}-${time(Date.now() + 2 * 3_600_000)}`;
}

async function keptRecords({ url }: TestHub): Promise<number> {
  const { body } = await admin(url, "stores");
  const stores = body["stores"] as readonly { node: string; harvested?: { records: number } }[];
  return stores.find(({ node }) => node === "wuhu")?.harvested?.records ?? 0;
}

const REPORTS = `query ($text: String) {
  reports(first: 20, filter: { nodes: ["wuhu"], text: $text }) {
    total { value relation }
    nodes { id title provenance { freshness } }
  }
}`;

test("what a hub harvested before the portal's quiet hours it serves in them, after a restart too, and forgets when the node leaves", async () => {
  await using upstream = await startUpstream(() => {});
  giveReports(upstream, "bt");
  await using folder = await temporaryFolder();
  const dataDir = folder.path;
  {
    await using hub = await startTestHub({ dataDir, env: { ...ADMIN_ENV, ...HARVEST } });
    await plugInWuhu(hub.url, upstream.url, "list: 10m, record: 10m, harvested: 1d");
    await vi.waitFor(async () => expect(await keptRecords(hub)).toBe(12), { timeout: 90_000, interval: 500 });
  }
  const quiet = { HUB_WUHU_PORTAL_POLITENESS_QUIET_HOURS: quietHoursAroundNow() };
  await using hub = await startTestHub({ dataDir, env: { ...ADMIN_ENV, ...HARVEST, ...quiet } });
  upstream.forget();
  const { data, errors, sources } = await hub.ask(REPORTS, { text: "第7号" }, { "hub-sources": "1" });
  expect(errors).toEqual([]);
  expect(data?.["reports"]).toMatchObject({
    total: { value: 1, relation: "AT_LEAST" },
    nodes: [{ title: "专利分析报告第7号", provenance: { freshness: "STALE" } }],
  });
  expect(sources.filter(({ node }) => node === "wuhu")).toMatchObject([{ outcome: "STALE", upstreamCalls: 0 }]);
  const all = await hub.ask<{ reports: { nodes: readonly { id: string }[] } }>(REPORTS);
  expect(all.data?.reports.nodes).toHaveLength(12);
  const id = all.data?.reports.nodes[3]?.id ?? "";
  const one = await hub.ask("query ($id: ID!) { node(id: $id) { ... on AnalysisReport { title } } }", { id });
  expect(one).toMatchObject({ errors: [], data: { node: { title: "专利分析报告第3号" } } });
  expect(upstream.requests).toEqual([]);
  await admin(hub.url, "take-down", { id, reason: "asked for" });
  const less = await hub.ask<{ reports: { nodes: readonly { id: string }[] } }>(REPORTS);
  expect(less.data?.reports.nodes.map((node) => node.id)).not.toContain(id);
  await vi.waitFor(async () => expect(await keptRecords(hub)).toBe(11));
  const { status } = await admin(hub.url, "nodes/wuhu/remove", { reason: "leaves" });
  expect(status).toBe(200);
  expect(await readdir(join(dataDir, "harvested"))).toEqual([]);
});
