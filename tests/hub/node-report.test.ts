import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { NodeReport } from "#gateway/registry/node-report.ts";
import { ADMIN_ENV, admin } from "#tests/support/ask-admin.ts";
import { runCli } from "#tests/support/run-cli.ts";
import { startAtNoon } from "#tests/support/start-at-noon.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { startUpstream, type TestUpstream } from "#tests/support/start-upstream.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import { giveReports, plugInWuhu } from "#tests/support/wuhu-platform.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const opened = new AsyncDisposableStack();
let upstream: TestUpstream;
let hub: TestHub;
let start: () => Promise<TestHub>;

beforeAll(async () => {
  opened.use(startAtNoon());
  upstream = opened.use(await startUpstream(() => {}));
  giveReports(upstream, "bt");
  const { path: dataDir } = opened.use(await temporaryFolder());
  start = () => startTestHub({ dataDir, env: { ...ADMIN_ENV, HUB_NODE_PROBES_EVERY: "0" } });
  hub = await start();
  opened.defer(() => hub.stop());
  await plugInWuhu(hub.url, upstream.url);
});
afterAll(() => opened.disposeAsync());

async function report(query = ""): Promise<NodeReport> {
  const { status, body } = await admin(hub.url, `nodes/wuhu/report${query}`);
  expect(status).toBe(200);
  return body as unknown as NodeReport;
}

async function visit(path: string): Promise<void> {
  const page = `${upstream.url}${path}`;
  const answer = await fetch(`${hub.url}/out?url=${encodeURIComponent(page)}`, { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([302, page]);
}

test("the owner's report tells what was asked, answered, given, called and visited", async () => {
  const before = await report();
  const { errors } = await hub.ask("{ reports(first: 3) { nodes { title } } }");
  expect(errors).toEqual([]);
  await visit("/detail/1");
  await admin(hub.url, "nodes/wuhu/pause", {});
  await hub.ask("{ reports(first: 4) { nodes { title } } }");
  const after = await report();
  await admin(hub.url, "nodes/wuhu/resume", {});
  expect(after).toMatchObject({
    ...{ code: "wuhu", version: "1.0.0", lifecycle: "LIVE", period: { days: 30 } },
    recordsServed: { listed: { REPORT: 3 }, lookedUp: { REPORT: 3 }, harvested: {} },
    ...{ clicks: 1, conflicts: { total: 0, byField: {} }, unknown: [] },
    sources: [{ code: "wuhu-portal", quota: { allowed: 100_000 } }],
    byDay: [{ day: after.period.to, asked: after.questions.asked, records: 6, clicks: 1 }],
  });
  expect(after.questions.failed).toBeGreaterThan(before.questions.failed);
  expect(after.questions.asked).toBe(after.questions.answered + after.questions.failed);
  expect(after.questions.asked).toBe(await hub.nodeRequests("wuhu"));
  expect(after.questions.availability).toBeLessThan(1);
  const [called, calledBefore] = [after, before].map(({ sources }) => sources[0]?.calls.total ?? 0);
  expect(called).toBeGreaterThan(calledBefore ?? 0);
  expect(called).toBeLessThanOrEqual(upstream.requests.length);
  expect(called).toBe(after.sources[0]?.quota.usedToday);
});

test("it goes on over a restart, and tells what all processes of the machine did", async () => {
  const before = await report();
  await hub.stop();
  hub = await start();
  const { questions, clicks, recordsServed, countedSince } = await report();
  expect({ questions, clicks, recordsServed, countedSince }).toEqual({
    questions: before.questions,
    clicks: before.clicks,
    recordsServed: before.recordsServed,
    countedSince: before.countedSince,
  });
  await visit("/detail/2");
  const first = hub;
  hub = await start();
  try {
    await visit("/detail/3");
    // The first has told what it counted when it is asked.
    await admin(first.url, "nodes/wuhu/report");
    expect((await report()).clicks).toBe(before.clicks + 2);
  } finally {
    await first.stop();
  }
});

test("it is of as many days as are asked for, a year and a bit at most", async () => {
  expect((await report("?days=1")).period).toMatchObject({ days: 1, from: (await report()).period.to });
  for (const days of ["0", "401", "1.5", "many", ""])
    expect([days, (await admin(hub.url, `nodes/wuhu/report?days=${days}`)).status]).toEqual([days, 400]);
  expect((await admin(hub.url, "nodes/wuhu/report?weeks=1")).status).toBe(400);
});

test("the report is for the operator and for the node's owner, by either's command line", async () => {
  const { body } = await admin(hub.url, "nodes/wuhu/token", {});
  const owner = { authorization: `Bearer ${String(body["token"])}` };
  expect((await admin(hub.url, "nodes/wuhu/report", undefined, owner)).status).toBe(200);
  expect((await admin(hub.url, "nodes/shanghai/report", undefined, owner)).status).toBe(403);
  expect((await admin(hub.url, "nodes/wuhu/report", undefined, {})).status).toBe(401);
  expect((await admin(hub.url, "nodes/nobody/report")).status).toBe(404);
  const cli = (...args: readonly string[]) =>
    runCli({ HUB_OWNER_TOKEN: String(body["token"]), HUB_URL: hub.url }, "node", "report", "wuhu", ...args);
  const printed = await cli("--days", "7");
  expect(printed).toMatchObject({ code: 0, err: "" });
  expect(printed.out).toMatch(
    /7 天[\s\S]*应答率 Availability: [\d.]+ %[\s\S]*whole: REPORT \d+[\s\S]*wuhu-portal[\s\S]*quota today: \d+ \/ 100000[\s\S]*By day/,
  );
  expect(JSON.parse((await cli("--json")).out)).toMatchObject({ code: "wuhu", period: { days: 30 } });
});
