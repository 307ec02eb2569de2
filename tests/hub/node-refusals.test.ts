import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ADMIN_ENV, admin } from "#tests/support/ask-admin.ts";
import { runCli } from "#tests/support/run-cli.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

// Every command is a process of its own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const POLITENESS = "politeness: { requestsPerSecond: 1, concurrency: 2 }";
const ALWAYS_QUIET = 'politeness: { quietHours: [{ from: "00:00", to: "12:00" }, { from: "12:00", to: "00:00" }] }';

const opened = new AsyncDisposableStack();
let hub: TestHub;
let owner: Readonly<Record<string, string>>;

function byOperator(...args: readonly string[]) {
  return runCli({ ...ADMIN_ENV, HUB_URL: hub.url }, "node", ...args);
}

/** A platform whose owner never lets it be asked is registered, and its owner has a token. */
beforeAll(async () => {
  hub = await startTestHub({ env: ADMIN_ENV });
  const folder = opened.use(await temporaryFolder()).path;
  const file = join(folder, "wuhu.yaml");
  const draft = await runCli({}, "node", "init", "wuhu");
  await writeFile(file, draft.out.replace(POLITENESS, ALWAYS_QUIET));
  expect(await byOperator("register", file)).toMatchObject({ code: 0, err: "" });
  const { body } = await admin(hub.url, "nodes/wuhu/token", {});
  owner = { HUB_URL: hub.url, HUB_OWNER_TOKEN: String(body["token"]) };
});

afterAll(async () => {
  await opened.disposeAsync();
  await hub?.stop();
});

test("in quiet hours check and promote end with 75 and say until when, in both languages", async () => {
  for (const task of ["check", "promote"]) {
    const { code, err } = await byOperator(task, "wuhu");
    expect([task, code]).toEqual([task, 75]);
    expect(err).toMatch(
      /现在不能检查：所有者规定的安静时段，至.* \/ .*cannot be checked now: the owner's quiet hours, until/,
    );
  }
  const told = await byOperator("check", "wuhu", "--json");
  expect(told.code).toBe(75);
  expect(JSON.parse(told.out)).toMatchObject({ refused: { code: "ADMIN_CONFLICT" } });
});

test("what is refused is told in both languages, by its name", async () => {
  const promoted = await byOperator("promote", "wuhu", "9.9.9");
  expect(promoted).toMatchObject({ code: 1, err: "没有版本 9.9.9 / there is no version 9.9.9 (NOT_FOUND)\n" });
  const limited = await byOperator("limit", "wuhu", "gate", "--rate", "0.5");
  expect(limited.err).toMatch(/清单没有来源 gate；有 portal \/ .*the manifest has no source gate; there are portal/);
});

test("an owner reads that a task is the operator's, and for which node the token is good", async () => {
  for (const args of [["shadow", "wuhu"], ["list"], ["show", "other"]]) {
    const { code, err } = await runCli(owner, "node", ...args);
    expect([args, code]).toEqual([args, 1]);
    expect(err).toMatch(
      /所有者令牌只管自己的节点 wuhu；.* \/ .*good for its own node wuhu; this is for the hub's operator/,
    );
  }
});

test("taking down without a reason is wrong use, and so is a task that there is not", async () => {
  const taken = await runCli(owner, "node", "take-down", "wuhu", "MTpXdWh1OjE");
  expect(taken).toMatchObject({ code: 2, err: expect.stringContaining("--reason") });
  const unknown = await runCli(owner, "node", "promot", "wuhu");
  expect(unknown).toMatchObject({ code: 2, err: expect.stringMatching(/^没有 promot \/ There is no promot\n/) });
});
