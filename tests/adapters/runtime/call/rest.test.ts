import { Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { createUpstreamMetrics } from "#adapters/runtime/call/metrics.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson, answerStatus, redirectTo } from "#tests/support/upstream-faults.ts";

const HOUR = 3_600_000;
/** 21:00 in Shanghai. */
const EVENING = Date.parse("2026-11-22T21:00:00+08:00");

describe("daily quota", () => {
  test("used up, the source is left alone until midnight in Shanghai, without a line, and the other source goes on", async () => {
    await using upstream = await startUpstream(answerJson({}));
    const clock = new ManualClock(EVENING);
    const gates = new HostGates(clock);
    await using caller = createTestCaller(upstream, { timer: clock, gates, politeness: { dailyQuota: 3 } });
    await using other = createTestCaller(upstream, { timer: clock, gates, source: "other" });
    const call = (page: number) =>
      caller.call(ask(upstream, { url: `${upstream.url}/${page}` }), createCallContext({ clock }));
    const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map(call));
    expect(outcomes.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    expect(await failureOf(call(6))).toEqual({
      kind: "rate-limited",
      retryAfterMs: 3 * HOUR,
      rest: { why: "DAILY_QUOTA", until: "24:00" },
    });
    expect(caller.health()).toMatchObject({
      state: "UP",
      quotaUsed: 3,
      dailyQuota: 3,
      pausedUntil: EVENING + 3 * HOUR,
      pauseReason: "DAILY_QUOTA",
    });
    await other.call(ask(upstream), createCallContext({ clock }));
    expect(other.health()).toMatchObject({ quotaUsed: 1, dailyQuota: null, pausedUntil: null, pauseReason: null });
    expect(upstream.requests).toHaveLength(4);
    await clock.advance(3 * HOUR);
    expect(caller.health()).toMatchObject({ quotaUsed: 0, pausedUntil: null });
    await call(7);
    expect(caller.health().quotaUsed).toBe(1);
  });

  test("redirects count", async () => {
    await using upstream = await startUpstream((request, response) =>
      (request.path === "/there" ? answerJson({}) : redirectTo("/there"))(request, response),
    );
    await using caller = createTestCaller(upstream, {
      timer: new ManualClock(EVENING),
      politeness: { dailyQuota: 100 },
    });
    await caller.call(ask(upstream), createCallContext({ clock: { now: () => EVENING } }));
    expect(caller.health().quotaUsed).toBe(2);
  });
});

describe("quiet hours", () => {
  test("nobody is asked then, and those in line when they begin are sent away", async () => {
    await using upstream = await startUpstream(answerJson({}));
    const clock = new ManualClock(EVENING - 1_500);
    const quietHours = [{ from: "21:00", to: "06:00" }];
    const politeness = { quietHours, requestsPerSecond: 1, burst: 1, tryTimeoutMs: 60_000 };
    await using caller = createTestCaller(upstream, { timer: clock, politeness });
    const context = () => createCallContext({ clock, timeoutMs: 60_000 });
    const calls = [1, 2, 3].map((page) => caller.call(ask(upstream, { url: `${upstream.url}/${page}` }), context()));
    const last = failureOf(calls[2] ?? Promise.resolve());
    await calls[0];
    await clock.advance(1_000);
    await calls[1];
    await clock.advance(1_000);
    expect(await last).toEqual({
      kind: "rate-limited",
      retryAfterMs: 9 * HOUR - 500,
      rest: { why: "QUIET_HOURS", until: "06:00" },
    });
    expect(await failureOf(caller.call(ask(upstream), context()))).toMatchObject({ kind: "rate-limited" });
    expect(caller.health()).toMatchObject({ state: "UP", pausedUntil: EVENING + 9 * HOUR, pauseReason: "QUIET_HOURS" });
    expect(upstream.requests).toHaveLength(2);
    await clock.advance(9 * HOUR);
    await caller.call(ask(upstream), context());
  });

  test("the owner's hold besides the operator's", async () => {
    await using upstream = await startUpstream(answerJson({}));
    const clock = new ManualClock(EVENING);
    const politeness = {
      quietHours: [{ from: "12:00", to: "13:00" }],
      ceilings: { quietHours: [{ from: "20:00", to: "22:00" }] },
    };
    await using caller = createTestCaller(upstream, { timer: clock, politeness });
    const failure = await failureOf(caller.call(ask(upstream), createCallContext({ clock })));
    expect(failure).toEqual({
      kind: "rate-limited",
      retryAfterMs: HOUR,
      rest: { why: "QUIET_HOURS", until: "22:00" },
    });
  });
});

test("where a source stands is in the metrics", async () => {
  const registry = new Registry();
  await using upstream = await startUpstream(answerStatus(500));
  const clock = new ManualClock(EVENING);
  const politeness = { concurrency: 4, requestsPerSecond: 10, burst: 10 };
  const caller = createTestCaller(upstream, { timer: clock, metrics: createUpstreamMetrics(registry), politeness });
  const series = async (name: string) => /\} (.+)$/m.exec((await registry.getSingleMetricAsString(name)) ?? "")?.[1];
  expect(await series("hub_upstream_breaker_state")).toBe("0");
  for (let page = 0; page < 5; page++) {
    await failureOf(caller.call(ask(upstream, { url: `${upstream.url}/${page}` }), createCallContext({ clock })));
  }
  expect(await series("hub_upstream_breaker_state")).toBe("2");
  expect(await series("hub_upstream_quota_used")).toBe("5");
  expect(await series("hub_upstream_paused_seconds")).toBe("0");
  expect(await series("hub_upstream_queue_depth")).toBe("0");
  expect(await series("hub_upstream_concurrency_limit")).toBe("4");
  expect(await series("hub_upstream_rate_limit")).toBe("10");
  await clock.advance(60_000);
  expect(await series("hub_upstream_breaker_state")).toBe("1");
  upstream.answer(answerStatus(429, { "retry-after": "7" }));
  await failureOf(caller.call(ask(upstream), createCallContext({ clock })));
  expect(await series("hub_upstream_concurrency_limit")).toBe("2");
  expect(await series("hub_upstream_rate_limit")).toBe("5");
  expect(caller.health()).toMatchObject({ pausedUntil: clock.now() + 7_000, pauseReason: "OWN_WISH" });
  await caller.close();
  expect(await series("hub_upstream_breaker_state")).toBeUndefined();
});
