import { expect, test } from "vitest";
import { SANDBOX_TOKENS } from "#adapters/chongqing-kjy01/sandbox/accounts.ts";
import type { Logger } from "#adapters/runtime/logger.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext, type TestContext } from "#tests/support/call-context.ts";
import { type Kjy01Bench, startKjy01 } from "#tests/support/start-kjy01.ts";

const WINDOW = { offset: 0, limit: 100 };
const TWO_HOURS = 2 * 3_600_000;

test("shows a user the own account and dockets, the fee of year 4 among them", async () => {
  await using bench = await startKjy01();
  const account = await bench.client.account(demo());
  expect(account.value).toEqual({
    userName: "demo",
    organization: { name: "成都示例光电有限公司", uscc: "91510100MA0DEM0A77" },
  });
  const { value } = await bench.client.cases(WINDOW, demo());
  expect(value.items[0]).toMatchObject({ caseNumber: "KJ2023-0001", stageText: "专利权维持" });
  expect(value.items[0]?.tasks).toContainEqual(
    expect.objectContaining({ kindText: "缴纳年费", dueDate: "2026-02-14", statusText: "待缴费" }),
  );
});

test("never shows a user another's dockets, interleaved and concurrent", async () => {
  await using bench = await startKjy01();
  const own = { demo: idsOf(bench, "demo"), other: idsOf(bench, "other") };
  const everything = [...own.demo, ...own.other];
  await Promise.all(
    Array.from({ length: 400 }, async (_, index) => {
      const user = index % 2 === 0 ? "demo" : "other";
      const context = contextOf(user);
      if (index % 3 === 0) {
        const { value } = await bench.client.cases(WINDOW, context);
        expect(value.items.map((item) => item.id)).toEqual(own[user]);
      } else if (index % 3 === 1) {
        const found = await bench.client.casesByIds(everything, context);
        const shown = found.flatMap((record) => ("value" in record && record.value !== null ? [record.value.id] : []));
        expect(shown).toEqual(own[user]);
      } else {
        expect((await bench.client.account(context)).value.userName).toBe(user);
      }
    }),
  );
});

test("opens one session per token and caches no private answer", async () => {
  await using bench = await startKjy01();
  await Promise.all(Array.from({ length: 20 }, () => bench.client.cases(WINDOW, demo())));
  await bench.client.cases(WINDOW, demo());
  await bench.client.account(contextOf("other"));
  const counts = await bench.sandbox.counts();
  expect(counts["POST /tsOauth2/session"]).toBe(2);
  expect(counts["GET /tsAdmin/process/case/list"]).toBeGreaterThanOrEqual(2);
  const again = demo();
  await bench.client.cases(WINDOW, again);
  expect(again.events).toMatchObject([{ upstreamCalls: 1, cacheHits: 0, ttlMs: 0, isPrivate: true }]);
});

test("asks nobody without a token, and says that one is needed", async () => {
  await using bench = await startKjy01();
  const failures = await Promise.all([
    failureOf(bench.client.cases(WINDOW, createCallContext())),
    failureOf(bench.client.account(createCallContext())),
  ]);
  expect(failures).toEqual([
    { kind: "login-required", isUsers: true },
    { kind: "login-required", isUsers: true },
  ]);
  const [record] = await bench.client.casesByIds(idsOf(bench, "demo").slice(0, 1), createCallContext());
  expect(record instanceof UpstreamError && record.failure.kind).toBe("login-required");
  expect(await bench.sandbox.counts()).toEqual({});
});

test.each(["Bearer wrong", "Bearer ", "Basic ZGVtbzpkZW1v", "demo-kjy01-sandbox-and-more"])(
  "refuses the token %j",
  async (credential) => {
    await using bench = await startKjy01();
    const context = createCallContext({ credential });
    expect(await failureOf(bench.client.cases(WINDOW, context))).toEqual({ kind: "login-required", isUsers: true });
  },
);

test("takes the token of the platform's own log-in page, for two hours", async () => {
  let now = Date.UTC(2026, 10, 22);
  const clock = { now: () => now, after: () => () => undefined };
  await using bench = await startKjy01({ clock });
  const token = await logIn(bench, "demo", "demo-kjy01");
  const context = createCallContext({ credential: `Bearer ${token}` });
  expect((await bench.client.account(context)).value.userName).toBe("demo");
  now += TWO_HOURS;
  expect(await failureOf(bench.client.account(context))).toEqual({ kind: "login-required", isUsers: true });
});

test("opens a new session when the platform has ended the old one early", async () => {
  let now = Date.UTC(2026, 10, 22);
  await using bench = await startKjy01({ clock: { now: () => now } });
  await bench.client.account(demo());
  // Only the platform's clock moves: to the client the session still looks alive.
  now += TWO_HOURS;
  expect((await bench.client.account(demo())).value.userName).toBe("demo");
  expect((await bench.sandbox.counts())["POST /tsOauth2/session"]).toBe(2);
});

test("refuses a wrong password and an unticked captcha on the log-in page", async () => {
  await using bench = await startKjy01();
  expect(await logIn(bench, "demo", "other-kjy01")).toBeNull();
  expect(await logIn(bench, "demo", "demo-kjy01", "")).toBeNull();
  expect(await logIn(bench, "nobody", "")).toBeNull();
});

test("writes no token, session or docket into the log", async () => {
  const lines: string[] = [];
  const write = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
  const logger: Logger = { info: write, warn: write, error: write, debug: write };
  await using bench = await startKjy01({ runtime: { logger } });
  await bench.client.cases(WINDOW, demo());
  await failureOf(bench.client.cases(WINDOW, createCallContext({ credential: "Bearer secret-token" })));
  expect(lines.length).toBeGreaterThan(0);
  const log = lines.join("\n");
  for (const secret of [SANDBOX_TOKENS.demo, "secret-token", "ts_session", "KJ2023", "成都示例光电"]) {
    expect(log).not.toContain(secret);
  }
});

function demo(): TestContext {
  return contextOf("demo");
}

function contextOf(user: "demo" | "other"): TestContext {
  return createCallContext({ credential: `Bearer ${SANDBOX_TOKENS[user]}` });
}

function idsOf(bench: Kjy01Bench, user: string): readonly string[] {
  return bench.world.cases.filter((docket) => docket.user === user).map((docket) => docket.id);
}

async function logIn(bench: Kjy01Bench, username: string, password: string, slider = "done"): Promise<string | null> {
  const body = new URLSearchParams({ username, password, slider });
  const response = await fetch(`${bench.sandbox.url}/tsOauth2/login`, { method: "POST", body });
  return /<p id="token"><code>([^<]+)</.exec(await response.text())?.[1] ?? null;
}

async function failureOf(asked: Promise<unknown>): Promise<unknown> {
  const error = await asked.then(
    () => expect.fail("expected a failure"),
    (reason: unknown) => reason,
  );
  if (error instanceof UpstreamError) return error.failure;
  throw error;
}
