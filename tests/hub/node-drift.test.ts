import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ADMIN_ENV, admin, OPERATOR_TOKEN } from "#tests/support/ask-admin.ts";
import { runCli } from "#tests/support/run-cli.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { startUpstream, type TestUpstream } from "#tests/support/start-upstream.ts";
import { giveReports, plugInWuhu } from "#tests/support/wuhu-platform.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const PATIENT = { timeout: 20_000, interval: 50 };

const opened = new AsyncDisposableStack();
let upstream: TestUpstream;
let hub: TestHub;

beforeAll(async () => {
  upstream = opened.use(await startUpstream(() => {}));
  giveReports(upstream, "bt");
  hub = opened.use(await startTestHub({ env: { ...ADMIN_ENV, HUB_NODE_PROBES_EVERY: "300ms" } }));
  await plugInWuhu(hub.url, upstream.url);
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
  giveReports(upstream, "title");
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
  expect(shown.out).toMatch(/巡检 Drift .*not as it should be since \d{4}[\s\S]*FIELD_EMPTY REPORT\.title: .+ \/ .+/);
  giveReports(upstream, "bt");
  await vi.waitFor(async () => expect(await figures()).toContain('hub_node_drift{node="wuhu"} 0'), PATIENT);
});
