import { expect, test } from "vitest";
import { UpstreamBudget } from "#adapters/runtime/upstream-budget.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext, type TestContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { hang } from "#tests/support/upstream-faults.ts";

function withBudget(budget: UpstreamBudget, context: TestContext = createCallContext()): TestContext {
  return { ...context, budget };
}

function toFailure(error: unknown) {
  if (error instanceof UpstreamError) return error.failure;
  throw error;
}

test("an operation causes as many calls as its budget allows; the rest fails unasked, and what is kept is given", async () => {
  await using upstream = await startUpstream((_request, response) => void response.end("1"));
  await using caller = createTestCaller(upstream);
  const budget = new UpstreamBudget(3);
  const context = withBudget(budget);
  const questions = Array.from({ length: 8 }, (_, i) => ask(upstream, { url: `${upstream.url}/${i}`, ttlMs: 60_000 }));
  const outcomes = await Promise.all(questions.map((question) => caller.call(question, context).catch(toFailure)));
  expect(upstream.requests).toHaveLength(3);
  expect(outcomes.slice(0, 3)).toMatchObject([{ value: 1 }, { value: 1 }, { value: 1 }]);
  expect(outcomes.slice(3)).toEqual(Array(5).fill({ kind: "over-budget" }));
  expect(context.events.filter(({ outcome }) => outcome === "SKIPPED")).toHaveLength(5);
  expect(context.events.reduce((sum, { upstreamCalls }) => sum + upstreamCalls, 0)).toBe(3);
  const [first] = questions;
  if (first === undefined) throw new Error("no question");
  expect(await caller.call(first, context)).toMatchObject({ value: 1, freshness: "FRESH" });
  expect(caller.health()).toMatchObject({ state: "UP", lastFailureAt: null });
});

test("retries and redirects are paid for too", async () => {
  await using upstream = await startUpstream(({ path }, response) => {
    if (path === "/gone-elsewhere") response.writeHead(302, { location: "/there" }).end();
    else response.writeHead(502).end();
  });
  await using caller = createTestCaller(upstream, {
    politeness: { retry: { attempts: 1, minDelayMs: 0, maxDelayMs: 0 } },
  });
  const failing = ask(upstream, { url: `${upstream.url}/fails` });
  expect(await caller.call(failing, withBudget(new UpstreamBudget(1))).catch(toFailure)).toMatchObject({ status: 502 });
  expect(upstream.requests).toHaveLength(1);
  upstream.forget();
  const redirected = ask(upstream, { url: `${upstream.url}/gone-elsewhere` });
  const outcome = await caller.call(redirected, withBudget(new UpstreamBudget(1))).catch(toFailure);
  expect(outcome).toEqual({ kind: "over-budget" });
  expect(upstream.requests).toHaveLength(1);
});

test("a call that several operations wait for is paid by one of them", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using upstream = await startUpstream(async (_request, response) => {
    await promise;
    response.end("1");
  });
  await using caller = createTestCaller(upstream);
  const [poor, rich] = [new UpstreamBudget(0), new UpstreamBudget(5)];
  const shared = [caller.call(ask(upstream), withBudget(rich)), caller.call(ask(upstream), withBudget(poor))];
  await upstream.received(1);
  resolve();
  expect(await Promise.all(shared)).toMatchObject([{ value: 1 }, { value: 1 }]);
  expect([poor.left, rich.left]).toEqual([0, 4]);
  expect(upstream.requests).toHaveLength(1);
});

test("a call that was not let through costs nothing", async () => {
  const clock = new ManualClock();
  await using upstream = await startUpstream(hang);
  const politeness = { concurrency: 1, tryTimeoutMs: 10_000 };
  await using caller = createTestCaller(upstream, { politeness, timer: clock });
  const budget = new UpstreamBudget(5);
  const context = () => withBudget(budget, createCallContext({ clock, timeoutMs: 500 }));
  const inside = caller.call(ask(upstream), createCallContext({ clock })).catch(toFailure);
  await upstream.received(1);
  const late = caller.call(ask(upstream, { url: `${upstream.url}/late` }), context()).catch(toFailure);
  await clock.advance(500);
  expect(await late).toMatchObject({ kind: "timeout", phase: "queue" });
  expect(budget.left).toBe(5);
  await caller.close();
  await inside;
});

test("what is kept stands in where no call is left", async () => {
  const clock = new ManualClock();
  await using upstream = await startUpstream((_request, response) => void response.end("1"));
  const politeness = { staleWhileRevalidateMs: 0, staleIfErrorMs: 3_600_000 };
  await using caller = createTestCaller(upstream, { timer: clock, politeness });
  const question = ask(upstream, { ttlMs: 1_000 });
  await caller.call(question, createCallContext({ clock }));
  await clock.advance(10_000);
  const context = withBudget(new UpstreamBudget(0), createCallContext({ clock }));
  expect(await caller.call(question, context)).toMatchObject({ value: 1, freshness: "STALE" });
  expect(upstream.requests).toHaveLength(1);
  // Whoever has calls left is not held back by it.
  expect(await caller.call(question, createCallContext({ clock }))).toMatchObject({ freshness: "FRESH" });
});
