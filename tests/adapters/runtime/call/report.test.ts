import { Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import { createUpstreamMetrics } from "#adapters/runtime/call/metrics.ts";
import { UNKNOWN_HEALTH } from "#adapters/runtime/unknown-health.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson, answerStatus, hang, inTurn, reset } from "#tests/support/upstream-faults.ts";

describe("what the pipeline reports", () => {
  test("one event per question, whatever becomes of it", async () => {
    await using upstream = await startUpstream(answerJson({ a: 1 }));
    await using caller = createTestCaller(upstream);
    const context = createCallContext();
    const request = ask(upstream, { ttlMs: 60_000 });
    await Promise.all([caller.call(request, context), caller.call(request, context)]);
    await caller.call(request, context);
    upstream.answer(answerStatus(500));
    await failureOf(caller.call(ask(upstream, { url: `${upstream.url}/b` }), context));
    upstream.answer(hang);
    await failureOf(caller.call(ask(upstream, { url: `${upstream.url}/c` }), context));
    expect(context.events.map((event) => [event.outcome, event.upstreamCalls, event.cacheHits])).toEqual([
      ["OK", 1, 0],
      ["OK", 0, 0],
      ["OK", 0, 1],
      ["UNAVAILABLE", 1, 0],
      ["TIMEOUT", 1, 0],
    ]);
  });

  test("durations, calls and cache results as Prometheus series of source and operation", async () => {
    const registry = new Registry();
    await using upstream = await startUpstream(
      inTurn(answerJson({ a: 1 }), answerStatus(502), answerJson({ a: 2 }), reset),
    );
    const retry = { attempts: 1, minDelayMs: 1, maxDelayMs: 2 };
    await using caller = createTestCaller(upstream, {
      metrics: createUpstreamMetrics(registry),
      politeness: { retry },
    });
    const request = ask(upstream, { ttlMs: 60_000 });
    for (const url of [`${upstream.url}/a`, `${upstream.url}/a`, `${upstream.url}/b`]) {
      await caller.call({ ...request, url }, createCallContext());
    }
    await failureOf(caller.call(ask(upstream, { method: "POST" }), createCallContext()));
    const text = await registry.metrics();
    expect(text).toContain('hub_upstream_calls_total{source="test",operation="ask",result="200"} 2');
    expect(text).toContain('hub_upstream_calls_total{source="test",operation="ask",result="502"} 1');
    expect(text).toContain('hub_upstream_calls_total{source="test",operation="ask",result="unreachable"} 1');
    expect(text).toContain('hub_upstream_cache_total{source="test",operation="ask",result="fresh"} 1');
    expect(text).toContain('hub_upstream_cache_total{source="test",operation="ask",result="miss"} 3');
    expect(text).toContain('hub_upstream_duration_seconds_count{source="test",operation="ask",outcome="OK"} 3');
    expect(text).toContain(
      'hub_upstream_duration_seconds_count{source="test",operation="ask",outcome="UNAVAILABLE"} 1',
    );
    expect(text).toContain('hub_upstream_queue_depth{source="test"} 0');
    expect(text).not.toContain("127.0.0.1");
  });

  test("health follows what the last calls said", async () => {
    await using upstream = await startUpstream(answerJson({}));
    const clock = new ManualClock();
    await using caller = createTestCaller(upstream, { timer: clock });
    const fail = async (status: number) => {
      upstream.answer(answerStatus(status));
      await failureOf(caller.call(ask(upstream), createCallContext({ clock })));
      return caller.health().state;
    };
    expect(caller.health()).toEqual({ ...UNKNOWN_HEALTH, breaker: "CLOSED", queueDepth: 0, quotaUsed: 0 });
    await caller.call(ask(upstream), createCallContext({ clock }));
    expect(caller.health()).toMatchObject({ state: "UP", lastSuccessAt: clock.now() });
    expect([await fail(404), await fail(500), await fail(500), await fail(500)]).toEqual([
      "UP",
      "DEGRADED",
      "DEGRADED",
      "DOWN",
    ]);
    expect(caller.health()).toMatchObject({ lastFailureAt: clock.now(), lastFailureKind: "rejected" });
    upstream.answer(answerJson({}));
    await caller.call(ask(upstream), createCallContext({ clock }));
    expect(caller.health().state).toBe("UP");
  });

  test("a source that hangs until nobody waits any more counts as failing; clients that leave do not", async () => {
    await using upstream = await startUpstream(hang);
    await using caller = createTestCaller(upstream, { politeness: { tryTimeoutMs: 10_000 } });
    const leaving = createCallContext();
    const left = failureOf(caller.call(ask(upstream), leaving));
    await upstream.received(1);
    leaving.leave();
    await left;
    await upstream.quiet();
    expect(caller.health().state).toBe("UNKNOWN");
    await failureOf(caller.call(ask(upstream), createCallContext({ timeoutMs: 100 })));
    await upstream.quiet();
    expect(caller.health()).toMatchObject({ state: "DOWN", lastFailureKind: "timeout" });
  });

  test("a decoder's own bug is not blamed on the upstream", async () => {
    await using upstream = await startUpstream(answerJson({}));
    await using caller = createTestCaller(upstream);
    const decode = () => {
      throw new TypeError("bug");
    };
    await expect(caller.call(ask(upstream, { decode }), createCallContext())).rejects.toBeInstanceOf(TypeError);
    expect(caller.health().state).toBe("UNKNOWN");
  });

  test("a decoder may tell failures of its own dialect, and a request to slow down keeps everyone off", async () => {
    await using upstream = await startUpstream(answerJson({ code: 4290 }));
    await using caller = createTestCaller(upstream);
    const read = json(z.object({ code: z.number() }));
    const request = ask(upstream, {
      decode: (answer) => {
        if (read(answer).code === 4290) throw new UpstreamError("test", { kind: "rate-limited", retryAfterMs: 5_000 });
        return null;
      },
    });
    expect(await failureOf(caller.call(request, createCallContext()))).toMatchObject({ kind: "rate-limited" });
    expect(await failureOf(caller.call(request, createCallContext()))).toMatchObject({ kind: "rate-limited" });
    expect(upstream.requests).toHaveLength(1);
  });

  test("a request carries an honest name, its query and its form", async () => {
    await using upstream = await startUpstream(answerJson({}));
    await using caller = createTestCaller(upstream);
    const query = { page: 2, name: "成都", none: undefined };
    await caller.call(ask(upstream, { url: `${upstream.url}/a?kw=%B3%C9#top`, query }), createCallContext());
    expect(upstream.requests[0]).toMatchObject({
      path: `/a?kw=%B3%C9&page=2&name=${encodeURIComponent("成都")}`,
      headers: { "user-agent": expect.stringContaining("chengyu-ip-hub"), "accept-encoding": "gzip, deflate, br" },
    });
    await caller.call(ask(upstream, { method: "POST", body: new URLSearchParams({ a: "1" }) }), createCallContext());
    expect(upstream.requests[1]?.body.toString()).toBe("a=1");
    expect(upstream.requests[1]?.headers["content-type"]).toMatch("application/x-www-form-urlencoded");
  });
});
