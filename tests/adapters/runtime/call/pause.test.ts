import { describe, expect, test } from "vitest";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { retryAfterMs } from "#adapters/runtime/call/retry-after.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerBody, answerJson, answerStatus, inTurn } from "#tests/support/upstream-faults.ts";

const NOW = Date.UTC(2026, 0, 1);

describe("Retry-After", () => {
  test.each([
    ["7", 7_000],
    ["Thu, 01 Jan 2026 00:00:07 GMT", 7_000],
    ["Wed, 31 Dec 2025 23:00:00 GMT", 1_000],
    ["0", 1_000],
    ["86400", 3_600_000],
    ["soon", 60_000],
    [undefined, 60_000],
  ])("%s is %i ms", (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });

  test.each([
    ["seconds", 429, "7"],
    ["a date", 429, "Thu, 01 Jan 2026 00:00:07 GMT"],
    ["503 with seconds", 503, "7"],
  ])("keeps every source off the whole host for 7 s (%s)", async (_name, status, header) => {
    await using upstream = await startUpstream(
      inTurn(answerStatus(status, { "retry-after": header }), answerJson({ a: 1 })),
    );
    const clock = new ManualClock(NOW);
    const gates = new HostGates(clock);
    await using one = createTestCaller(upstream, { timer: clock, gates });
    await using other = createTestCaller(upstream, { timer: clock, gates, source: "other" });
    const context = createCallContext({ clock, timeoutMs: 60_000 });
    expect(await failureOf(one.call(ask(upstream), context))).toEqual({ kind: "rate-limited", retryAfterMs: 7_000 });
    expect(context.events).toMatchObject([{ outcome: "THROTTLED", upstreamCalls: 1 }]);
    await clock.advance(6_999);
    const early = failureOf(other.call(ask(upstream, { url: `${upstream.url}/else` }), createCallContext({ clock })));
    expect(await early).toEqual({ kind: "rate-limited", retryAfterMs: 1 });
    expect(upstream.requests).toHaveLength(1);
    await clock.advance(1);
    await other.call(ask(upstream), createCallContext({ clock }));
    expect(upstream.requests).toHaveLength(2);
  });

  test("429 without it, and 503 that stays, are a pause of 60 s", async () => {
    for (const status of [429, 503]) {
      await using upstream = await startUpstream(answerStatus(status));
      const clock = new ManualClock();
      await using caller = createTestCaller(upstream, { timer: clock });
      const asked = failureOf(caller.call(ask(upstream), createCallContext({ clock })));
      expect(await asked).toEqual({ kind: "rate-limited", retryAfterMs: 60_000 });
      await clock.advance(59_999);
      await failureOf(caller.call(ask(upstream), createCallContext({ clock })));
      expect(upstream.requests).toHaveLength(1);
    }
  });

  test("a source may know other words for it", async () => {
    await using upstream = await startUpstream(answerStatus(403, { "x-rejection-reason": "IndividualQuotaPerHour" }));
    const clock = new ManualClock();
    await using caller = createTestCaller(upstream, { timer: clock });
    const request = ask(upstream, {
      pauseOn: ({ headers }) => (headers["x-rejection-reason"] === undefined ? null : 600_000),
    });
    const expected = { kind: "rate-limited", retryAfterMs: 600_000 };
    expect(await failureOf(caller.call(request, createCallContext({ clock })))).toEqual(expected);
    expect(await failureOf(caller.call(request, createCallContext({ clock })))).toEqual(expected);
    expect(upstream.requests).toHaveLength(1);
  });

  test("a pause is no reason to withhold what is in the cache", async () => {
    await using upstream = await startUpstream(inTurn(answerJson({ a: 1 }), answerStatus(429)));
    await using caller = createTestCaller(upstream);
    const cached = ask(upstream, { ttlMs: 60_000 });
    await caller.call(cached, createCallContext());
    await failureOf(caller.call(ask(upstream, { url: `${upstream.url}/b` }), createCallContext()));
    expect(await caller.call(cached, createCallContext())).toMatchObject({ value: { a: 1 } });
  });

  test("a captcha page with status 200 is a failure and never cached", async () => {
    const captcha = answerBody('<html><div class="captcha-slider"></div>', "text/html");
    await using upstream = await startUpstream(inTurn(captcha, answerJson({ a: 1 })));
    await using caller = createTestCaller(upstream);
    const request = ask(upstream, { ttlMs: 60_000 });
    expect(await failureOf(caller.call(request, createCallContext()))).toEqual({ kind: "login-required" });
    expect(await caller.call(request, createCallContext())).toMatchObject({ value: { a: 1 } });
  });
});
