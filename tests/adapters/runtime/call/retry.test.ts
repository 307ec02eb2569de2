import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { RetryBudget } from "#adapters/runtime/call/retry-budget.ts";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream, type UpstreamHandler } from "#tests/support/start-upstream.ts";
import { answerJson, answerStatus, cutBody, inTurn, reset } from "#tests/support/upstream-faults.ts";

const ONE_RETRY = { retry: { attempts: 1, minDelayMs: 1, maxDelayMs: 2 } };

describe("retry", () => {
  const transient: readonly (readonly [string, UpstreamHandler])[] = [
    ["a reset", reset],
    ["a body cut short", cutBody('{"a":1}')],
    ["502", answerStatus(502)],
    ["503", answerStatus(503)],
    ["504", answerStatus(504)],
  ];

  test.each(transient)("asks once more after %s", async (_name, fault) => {
    await using upstream = await startUpstream(inTurn(fault, answerJson({ a: 1 })));
    await using caller = createTestCaller(upstream, { politeness: ONE_RETRY });
    const context = createCallContext();
    expect(await caller.call(ask(upstream), context)).toMatchObject({ value: { a: 1 } });
    expect(context.events).toMatchObject([{ outcome: "OK", upstreamCalls: 2 }]);
  });

  test.each(transient)("asks no third time when %s stays", async (_name, fault) => {
    await using upstream = await startUpstream(fault);
    await using caller = createTestCaller(upstream, { politeness: ONE_RETRY });
    await failureOf(caller.call(ask(upstream), createCallContext()));
    expect(upstream.requests).toHaveLength(2);
  });

  test.each([400, 404, 500, 501])("does not ask again after %i", async (status) => {
    await using upstream = await startUpstream(answerStatus(status));
    await using caller = createTestCaller(upstream, { politeness: ONE_RETRY });
    expect(await failureOf(caller.call(ask(upstream), createCallContext()))).toEqual({ kind: "rejected", status });
    expect(upstream.requests).toHaveLength(1);
  });

  test("a POST is not repeated unless it is declared safe", async () => {
    await using upstream = await startUpstream(reset);
    await using caller = createTestCaller(upstream, { politeness: ONE_RETRY });
    const post = ask(upstream, { method: "POST", body: "x=1" });
    expect(await failureOf(caller.call(post, createCallContext()))).toMatchObject({ kind: "unreachable" });
    expect(upstream.requests).toHaveLength(1);
    await failureOf(caller.call({ ...post, safe: true, url: `${upstream.url}/safe` }, createCallContext()));
    expect(upstream.requests).toHaveLength(3);
  });

  test("a refused connection is tried again and then unreachable", async () => {
    const upstream = await startUpstream(reset);
    await upstream[Symbol.asyncDispose]();
    const clock = new ManualClock();
    await using caller = createTestCaller(upstream, { timer: clock, politeness: ONE_RETRY });
    const asked = failureOf(caller.call(ask(upstream), createCallContext({ clock })));
    await vi.waitFor(() => expect(clock.delays).toContain(1.5));
    await clock.advance(2);
    expect(await asked).toEqual({ kind: "unreachable", reason: "ECONNREFUSED" });
  });

  test("waits with full jitter between the two delays", async () => {
    const politeness = { retry: { attempts: 1, minDelayMs: 500, maxDelayMs: 5_000 }, tryTimeoutMs: 8_000 };
    for (const [random, delayMs] of [
      [0, 500],
      [0.5, 2_750],
      [0.999, 4_995.5],
    ] as const) {
      await using upstream = await startUpstream(inTurn(answerStatus(502), answerJson({})));
      const clock = new ManualClock();
      await using caller = createTestCaller(upstream, { timer: clock, random: () => random, politeness });
      const asked = caller.call(ask(upstream), createCallContext({ clock }));
      await vi.waitFor(() => expect(clock.delays).toContain(delayMs));
      await clock.advance(delayMs - 1);
      expect(upstream.requests).toHaveLength(1);
      await clock.advance(1);
      await asked;
      expect(upstream.requests).toHaveLength(2);
    }
  });

  test("does not wait beyond the deadline", async () => {
    await using upstream = await startUpstream(answerStatus(502));
    const clock = new ManualClock();
    const politeness = { retry: { attempts: 1, minDelayMs: 500, maxDelayMs: 5_000 } };
    await using caller = createTestCaller(upstream, { timer: clock, politeness });
    const asked = failureOf(caller.call(ask(upstream), createCallContext({ clock, timeoutMs: 2_799 })));
    expect(await asked).toEqual({ kind: "rejected", status: 502 });
  });

  test("a portal that always fails is asked at most 1.1 times per question, breaker or no breaker", async () => {
    await using upstream = await startUpstream(answerStatus(502));
    const breaker = { ...POLITE_DEFAULTS.breaker, failuresInRow: 1_000, calls: 1_000 };
    await using caller = createTestCaller(upstream, { politeness: { ...ONE_RETRY, breaker } });
    for (let count = 0; count < 100; count++) await failureOf(caller.call(ask(upstream), createCallContext()));
    expect(upstream.requests.length).toBeLessThanOrEqual(110);
    expect(upstream.requests.length).toBeGreaterThan(100);
  });

  test("the budget never gives more than a tenth, and one where there is little traffic", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), (demands) => {
        const budget = new RetryBudget();
        let retries = 0;
        for (let count = 0; count < demands; count++) {
          budget.demand();
          if (budget.take()) retries += 1;
        }
        expect(retries).toBeLessThanOrEqual(Math.max(1, demands * 0.1) + 1e-9);
        expect(retries).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
