import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ADMIN_ENV, OPERATOR_TOKEN } from "#tests/support/ask-admin.ts";
import { runCli } from "#tests/support/run-cli.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

// Every command is a process of its own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ patents: 100, env: ADMIN_ENV });
});
afterAll(() => hub.stop());

test("has a command line for all of it", async () => {
  const env = { HUB_URL: hub.url, HUB_ADMIN_TOKEN: OPERATOR_TOKEN };
  const status = await runCli(env, "status");
  expect(status).toMatchObject({ code: 0, err: "" });
  for (const text of ["sichuan-portal", "breaker CLOSED", "LIVE", "实体缓存"]) expect(status.out).toContain(text);
  expect(JSON.parse((await runCli(env, "status", "--json")).out)).toHaveProperty("nodes.0.sources");
  expect(await runCli(env, "pause", "sichuan-portal")).toMatchObject({
    code: 0,
    out: "数据源 sichuan-portal：已暂停 / source sichuan-portal: paused\n",
  });
  expect((await runCli(env, "status")).out).toContain("已暂停 paused");
  expect(await runCli(env, "resume", "sichuan-portal")).toMatchObject({
    code: 0,
    out: expect.stringContaining("resumed"),
  });
  expect(await runCli(env, "clear-cache", "sichuan-portal")).toMatchObject({
    code: 0,
    out: expect.stringContaining("cleared"),
  });
  const { data } = await hub.ask<{ readonly patent: { readonly id: string } }>(
    '{ patent(number: "CN202310123456.6") { id } }',
  );
  const index = await runCli(env, "index");
  expect(index).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/sichuan +LISTING +off/) });
  expect(await runCli(env, "index", "rebuild")).toMatchObject({ code: 1, err: expect.stringContaining("no task") });
  const order = [data?.patent.id ?? "", "--reason", "the owner's order"];
  expect(await runCli(env, "take-down", ...order)).toMatchObject({
    code: 0,
    out: expect.stringContaining("taken down"),
  });
  expect(await runCli(env, "restore", ...order)).toMatchObject({
    code: 0,
    out: expect.stringContaining("given back; searches have it again after"),
  });
});

test("is told in both languages, with an exit code, what went wrong at the command line", async () => {
  const env = { HUB_URL: hub.url, HUB_ADMIN_TOKEN: OPERATOR_TOKEN };
  const wrongUse = [
    ["pause"],
    ["pause", "a", "b"],
    ["clear-cache"],
    ["take-down", "x"],
    ["status", "--all"],
    ["index", "-x"],
  ];
  const uses = await Promise.all(wrongUse.map((args) => runCli(env, ...args)));
  for (const { code, err } of uses)
    expect([code, err]).toEqual([2, expect.stringMatching(/^用法 \/ Usage: npm run hub -- /)]);
  const unknown = await runCli(env, "pause", "nowhere");
  expect(unknown).toMatchObject({ code: 1, out: "" });
  expect(unknown.err).toBe("没有节点或数据源 nowhere / there is no node or source nowhere (NOT_FOUND)\n");
  const stranger = await runCli({ ...env, HUB_ADMIN_TOKEN: "another-token-of-nobody" }, "status");
  expect(stranger).toMatchObject({ code: 1, err: expect.stringContaining("HUB_ADMIN_TOKEN") });
  const nobody = await runCli({ ...env, HUB_URL: "http://127.0.0.1:9" }, "status");
  expect(nobody).toMatchObject({
    code: 1,
    err: expect.stringContaining("Cannot reach the hub at http://127.0.0.1:9"),
  });
  expect(await runCli({ HUB_URL: hub.url }, "status")).toMatchObject({
    code: 1,
    err: expect.stringContaining("Set HUB_ADMIN_TOKEN"),
  });
  for (const { err } of [unknown, stranger, nobody]) expect(err).not.toContain("    at ");
});

test("what a command does not take is told with its usage and code 2; --help tells the usage, and what more there is", async () => {
  for (const name of ["compose", "subgraph", "import"]) {
    const wrong = await runCli({}, name, "--no-such-option");
    expect([name, wrong.code, wrong.out]).toEqual([name, 2, ""]);
    expect(wrong.err).toMatch(new RegExp(`用法 / usage: npm run hub -- ${name}\\b`, "i"));
  }
  expect(await runCli({}, "compose", "-h")).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringMatching(/^用法 \/ Usage: npm run hub -- compose\n/),
  });
  expect(await runCli({}, "import", "--help")).toMatchObject({ code: 0, out: expect.stringContaining("--checksum  ") });
});

test("says so where the hub has no operator", async () => {
  await using plain = await startTestHub({ patents: 100 });
  const { err, code } = await runCli({ HUB_URL: plain.url, HUB_ADMIN_TOKEN: OPERATOR_TOKEN }, "status");
  expect([code, err]).toEqual([1, expect.stringContaining("admin API is off")]);
});
