import { expect, test, vi } from "vitest";
import { runCli } from "#tests/support/run-cli.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";

// Every command is a process of its own.
vi.setConfig({ testTimeout: 120_000 });

test("a limit is set beside those that were set before, of the same source too; what is in force is told", async () => {
  let limits: object = { portal: { dailyQuota: 2_000, requestsPerSecond: 0.5 }, files: { concurrency: 1 } };
  await using hub = await startUpstream(({ body }, response) => {
    if (body.length > 0) ({ limits } = JSON.parse(body.toString("utf8")));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ code: "wuhu", limits }));
  });
  const env = { HUB_URL: hub.url, HUB_OWNER_TOKEN: "hub-owner.wuhu.nonsense-nonsense" };
  const set = await runCli(env, "node", "limit", "wuhu", "portal", "--rate", "0.3");
  expect(limits).toEqual({ portal: { dailyQuota: 2_000, requestsPerSecond: 0.3 }, files: { concurrency: 1 } });
  expect(set).toMatchObject({ code: 0, out: expect.stringContaining("portal dailyQuota 2000, requestsPerSecond 0.3") });
  await runCli(env, "node", "limit", "wuhu", "portal", "--lift");
  expect(limits).toEqual({ files: { concurrency: 1 } });
  await runCli(env, "node", "limit", "wuhu", "--lift");
  expect(limits).toEqual({});
});

test("limits and days that are none are wrong use; without any, what is in force is told and nothing is set", async () => {
  const asked: string[] = [];
  await using hub = await startUpstream(({ method, path }, response) => {
    asked.push(`${method} ${path}`);
    const limits = { portal: { dailyQuota: 2_000 } };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ code: "wuhu", limits }));
  });
  const env = { HUB_URL: hub.url, HUB_OWNER_TOKEN: "hub-owner.wuhu.nonsense-nonsense" };
  for (const wrong of [
    ["--rate", "abc"],
    ["--rate", "0"],
    ["--concurrency", "1.5"],
    ["--daily-quota", "Infinity"],
  ]) {
    const { code, err } = await runCli(env, "node", "limit", "wuhu", "portal", ...wrong);
    expect([wrong, code, err]).toEqual([wrong, 2, expect.stringContaining("--rate takes a number above 0")]);
  }
  expect(await runCli(env, "node", "report", "wuhu", "--days", "0")).toMatchObject({ code: 2 });
  const looked = await runCli(env, "node", "limit", "wuhu", "portal");
  expect(looked).toMatchObject({ code: 0, out: expect.stringContaining("portal dailyQuota 2000") });
  expect(asked.filter((one) => !one.startsWith("GET"))).toEqual([]);
});
