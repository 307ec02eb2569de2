import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ADMIN_ENV, admin, OPERATOR_TOKEN } from "#tests/support/ask-admin.ts";
import { runCli } from "#tests/support/run-cli.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { startUpstream, type TestUpstream } from "#tests/support/start-upstream.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const PATIENT = { timeout: 20_000, interval: 50 };

function manifest(baseUrl: string): string {
  return `manifest: 1
code: wuhu
version: 1.0.0
name: { zh: 示例平台, en: Example platform }
owner:
  name: { zh: 示例中心, en: Example centre }
  contact: ops@example.org
licence:
  code: OPEN
  name: { zh: 公开信息, en: Public information }
  attribution: { zh: 示例平台, en: Example platform }
  accessPolicy: PUBLIC
sources:
  portal:
    name: { zh: 接口, en: Interface }
    baseUrl: ${baseUrl}
    politeness: { requestsPerSecond: 500, burst: 500, dailyQuota: 100000 }
kinds:
  REPORT:
    list:
      source: portal
      request: { path: /list }
      decode: { format: json, rows: rows, total: total }
    id: id
    fields: { title: bt }
    cache: { list: 0s, record: 0s }
probes:
  - { kind: REPORT, atLeast: 5 }
`;
}

/** A platform whose titles stand in that column. */
function give(upstream: TestUpstream, column: string): void {
  const rows = Array.from({ length: 12 }, (_, at) => ({ id: `r${at}`, [column]: `专利分析报告第${at}号` }));
  upstream.answer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ total: rows.length, rows }));
  });
}

const opened = new AsyncDisposableStack();
let upstream: TestUpstream;
let hub: TestHub;

beforeAll(async () => {
  upstream = opened.use(await startUpstream(() => {}));
  give(upstream, "bt");
  hub = opened.use(await startTestHub({ env: { ...ADMIN_ENV, HUB_NODE_PROBES_EVERY: "300ms" } }));
  const registered = await admin(hub.url, "nodes/wuhu/register", { text: manifest(upstream.url) });
  expect(registered).toMatchObject({ status: 200 });
  for (const step of ["check", "promote"])
    expect(await admin(hub.url, `nodes/wuhu/${step}`, {})).toMatchObject({ status: 200 });
});
afterAll(() => opened.disposeAsync());

const cli = (...args: readonly string[]) =>
  runCli({ HUB_ADMIN_TOKEN: OPERATOR_TOKEN, HUB_URL: hub.url }, "node", ...args);

async function figures(): Promise<string> {
  return (await fetch(`${hub.url}/metrics`)).text();
}

test("a column that is renamed is told in node show and among the figures, and the node goes on", async () => {
  await vi.waitFor(async () => {
    expect((await admin(hub.url, "nodes/wuhu")).body).toMatchObject({ drift: { version: "1.0.0", since: null } });
  }, PATIENT);
  give(upstream, "title");
  await vi.waitFor(async () => {
    expect((await admin(hub.url, "nodes/wuhu")).body).toMatchObject({
      lifecycle: "LIVE",
      drift: {
        since: expect.any(String),
        kinds: [{ kind: "REPORT", findings: [expect.objectContaining({ code: "FIELD_EMPTY", about: "title" })] }],
      },
    });
  }, PATIENT);
  expect(await figures()).toMatch(/hub_node_drift\{node="wuhu"\} [1-9]/);
  const shown = await cli("show", "wuhu");
  expect(shown.out).toMatch(/巡检 Drift .*changed since \d{4}[\s\S]*FIELD_EMPTY REPORT\.title: .+ \/ .+/);
  give(upstream, "bt");
  await vi.waitFor(async () => expect(await figures()).toContain('hub_node_drift{node="wuhu"} 0'), PATIENT);
});

interface Report {
  readonly questions: { readonly [figure in "asked" | "answered" | "failed" | "availability"]: number };
  readonly recordsServed: Readonly<Record<"listed" | "lookedUp", Readonly<Record<string, number>>>>;
  readonly clicks: number;
  readonly sources: readonly { readonly calls: { readonly total: number } }[];
}

test("the owner's report tells what was asked, answered, given, called and visited", async () => {
  const before = (await admin(hub.url, "nodes/wuhu/report")).body as unknown as Report;
  const { errors } = await hub.ask("{ reports(first: 3) { nodes { title } } }");
  expect(errors).toEqual([]);
  const out = await fetch(`${hub.url}/out?url=${encodeURIComponent(`${upstream.url}/detail/1`)}`, {
    redirect: "manual",
  });
  expect([out.status, out.headers.get("location")]).toEqual([302, `${upstream.url}/detail/1`]);
  await admin(hub.url, "nodes/wuhu/pause", {});
  await hub.ask("{ reports(first: 4) { nodes { title } } }");
  const { status, body } = await admin(hub.url, "nodes/wuhu/report");
  const after = body as unknown as Report;
  expect([status, body]).toMatchObject([
    200,
    {
      code: "wuhu",
      version: "1.0.0",
      lifecycle: "LIVE",
      sources: [{ code: "wuhu-portal", quota: { allowed: 100_000 } }],
    },
  ]);
  expect(after.questions.answered).toBeGreaterThan(before.questions.answered);
  expect(after.questions.failed).toBeGreaterThan(before.questions.failed);
  expect(after.questions.asked).toBe(after.questions.answered + after.questions.failed);
  expect(after.questions.asked).toBe(await hub.nodeRequests("wuhu"));
  expect(after.questions.availability).toBeLessThan(1);
  expect(after.sources[0]?.calls.total).toBeGreaterThan(before.sources[0]?.calls.total ?? 0);
  expect(after.sources[0]?.calls.total).toBeLessThanOrEqual(upstream.requests.length);
  for (const way of ["listed", "lookedUp"] as const)
    expect((after.recordsServed[way]["REPORT"] ?? 0) - (before.recordsServed[way]["REPORT"] ?? 0)).toBe(3);
  expect(after.clicks).toBe(before.clicks + 1);
  expect(body).toMatchObject({ conflicts: { total: 0, byField: {} }, unknown: [] });
  await admin(hub.url, "nodes/wuhu/resume", {});
});

test("the report is for the operator and for the node's owner, by either's command line", async () => {
  const { body } = await admin(hub.url, "nodes/wuhu/token", {});
  const owner = { authorization: `Bearer ${String(body["token"])}` };
  expect((await admin(hub.url, "nodes/wuhu/report", undefined, owner)).status).toBe(200);
  expect((await admin(hub.url, "nodes/shanghai/report", undefined, owner)).status).toBe(403);
  expect((await admin(hub.url, "nodes/wuhu/report", undefined, {})).status).toBe(401);
  expect((await admin(hub.url, "nodes/nobody/report")).status).toBe(404);
  const printed = await runCli({ HUB_OWNER_TOKEN: String(body["token"]), HUB_URL: hub.url }, "node", "report", "wuhu");
  expect(printed).toMatchObject({ code: 0, err: "" });
  expect(printed.out).toMatch(
    /应答率 Availability: [\d.]+ %[\s\S]*whole: REPORT \d+[\s\S]*wuhu-portal[\s\S]*quota today: \d+ \/ 100000/,
  );
  expect(JSON.parse((await cli("report", "wuhu", "--json")).out)).toMatchObject({ code: "wuhu" });
});
