import { describe, expect, test } from "vitest";
import { z } from "zod";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller, type TestCallerOptions } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream, type UpstreamHandler } from "#tests/support/start-upstream.ts";
import { answerJson, answerStatus, hang, reset } from "#tests/support/upstream-faults.ts";
import { watchMetrics } from "#tests/support/watched-metrics.ts";

const TTL_MS = 60_000;
const HOUR_MS = 3_600_000;

/** An upstream whose answer "old" is kept and past its time by `ageMs`. */
async function staleBench(ageMs: number, options: TestCallerOptions = {}) {
  const upstream = await startUpstream(answerJson("old"));
  const clock = new ManualClock();
  const watched = watchMetrics();
  const caller = createTestCaller(upstream, { timer: clock, metrics: watched.metrics, ...options });
  const request = ask(upstream, { ttlMs: TTL_MS });
  const context = () => createCallContext({ clock });
  await caller.call(request, context());
  await clock.advance(TTL_MS + ageMs);
  return {
    upstream,
    clock,
    watched,
    caller,
    context,
    request,
    [Symbol.asyncDispose]: async () => {
      await caller.close();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

describe("stale while it is renewed", () => {
  test("a stale answer comes in 20 ms though the upstream hangs, with one question behind it", async () => {
    await using bench = await staleBench(0);
    bench.upstream.answer(hang);
    const startedAt = performance.now();
    const context = bench.context();
    const answer = await bench.caller.call(bench.request, context);
    expect(performance.now() - startedAt).toBeLessThan(20);
    expect(answer).toMatchObject({ value: "old", freshness: "STALE", fetchedAt: bench.clock.now() - TTL_MS });
    expect(context.events).toMatchObject([
      { outcome: "STALE", ageMs: TTL_MS, ttlMs: 0, cacheHits: 1, upstreamCalls: 0 },
    ]);
    const others = Array.from({ length: 1_000 }, () => bench.caller.call(bench.request, bench.context()));
    for (const other of await Promise.all(others)) expect(other.value).toBe("old");
    await bench.upstream.received(2);
    expect(bench.upstream.requests).toHaveLength(2);
  });

  test("the next one gets the new answer", async () => {
    await using bench = await staleBench(TTL_MS - 1);
    bench.upstream.answer(answerJson("new"));
    await bench.caller.call(bench.request, bench.context());
    await bench.watched.refreshed(1);
    const context = bench.context();
    expect(await bench.caller.call(bench.request, context)).toMatchObject({ value: "new", freshness: "FRESH" });
    expect(context.events).toMatchObject([{ outcome: "OK", ttlMs: TTL_MS }]);
    expect(bench.watched.results).toEqual(["renewed"]);
    expect(bench.watched.met).toEqual(["miss", "stale-while-revalidate", "fresh"]);
  });

  test("the renewal is the hub's own: the client's leaving does not end it", async () => {
    await using bench = await staleBench(0);
    const release = Promise.withResolvers<void>();
    bench.upstream.answer(async (_request, response) => {
      await release.promise;
      response.end('"new"');
    });
    const context = bench.context();
    await bench.caller.call(bench.request, context);
    await bench.upstream.received(2);
    context.leave();
    release.resolve();
    await bench.watched.refreshed(1);
    expect(await bench.caller.call(bench.request, bench.context())).toMatchObject({ value: "new" });
  });

  test("once more its lifetime past its time it is no longer given out unasked", async () => {
    await using bench = await staleBench(TTL_MS);
    bench.upstream.answer(answerJson("new"));
    expect(await bench.caller.call(bench.request, bench.context())).toMatchObject({ value: "new", freshness: "FRESH" });
  });

  test("how long, may be set", async () => {
    await using none = await staleBench(0, { politeness: { staleWhileRevalidateMs: 0 } });
    none.upstream.answer(answerJson("new"));
    expect(await none.caller.call(none.request, none.context())).toMatchObject({ value: "new" });
    await using long = await staleBench(HOUR_MS, { politeness: { staleWhileRevalidateMs: 2 * HOUR_MS } });
    expect(await long.caller.call(long.request, long.context())).toMatchObject({ value: "old", freshness: "STALE" });
  });

  test("a renewal that failed is not tried again for a moment", async () => {
    await using bench = await staleBench(0, { politeness: { negativeTtlMs: 30_000 } });
    bench.upstream.answer(answerStatus(500));
    await bench.caller.call(bench.request, bench.context());
    await bench.watched.refreshed(1);
    await bench.clock.advance(29_999);
    await bench.caller.call(bench.request, bench.context());
    expect(bench.upstream.requests).toHaveLength(2);
    await bench.clock.advance(1);
    bench.upstream.answer(answerJson("new"));
    await bench.caller.call(bench.request, bench.context());
    await bench.watched.refreshed(2);
    expect(bench.watched.results).toEqual(["failed", "renewed"]);
  });

  test("while the host asked for a pause nothing is renewed", async () => {
    await using bench = await staleBench(0);
    bench.upstream.answer(answerStatus(429, { "retry-after": "20" }));
    await failureOf(bench.caller.call(ask(bench.upstream, { query: { page: 2 } }), bench.context()));
    expect(await bench.caller.call(bench.request, bench.context())).toMatchObject({ value: "old" });
    expect(bench.watched.results).toEqual(["dropped"]);
    expect(bench.upstream.requests).toHaveLength(2);
  });

  test("a question of the hub itself gets nothing stale", async () => {
    await using bench = await staleBench(0);
    bench.upstream.answer(answerJson("new"));
    const context = () => ({ ...bench.context(), isRefresh: true });
    expect(await bench.caller.call(bench.request, context())).toMatchObject({ value: "new", freshness: "FRESH" });
    await bench.clock.advance(TTL_MS + HOUR_MS);
    bench.upstream.answer(reset);
    expect(await failureOf(bench.caller.call(bench.request, context()))).toMatchObject({ kind: "unreachable" });
  });
});

describe("stale in place of a failure", () => {
  const answerRefused: UpstreamHandler = answerStatus(429, { "retry-after": "5" });
  const failures: readonly (readonly [string, UpstreamHandler])[] = [
    ["a reset", reset],
    ["a server error", answerStatus(500)],
    ["a refusal", answerStatus(403)],
    ["a request to slow down", answerRefused],
    ["a log-in page", answerStatus(401)],
    ["an answer that is none", answerStatus(200, {}, "<html>")],
    ["a timeout", hang],
  ];

  test.each(failures)("%s: what is kept stands in and tells its age", async (_name, handler) => {
    await using bench = await staleBench(23 * HOUR_MS);
    bench.upstream.answer(handler);
    const context = bench.context();
    const asked = bench.caller.call(bench.request, context);
    await bench.upstream.received(2);
    if (handler === hang) await bench.clock.advance(250);
    expect(await asked).toMatchObject({ value: "old", freshness: "STALE" });
    const [event, ...others] = context.events;
    expect(event).toMatchObject({ outcome: "STALE", ttlMs: 0, cacheHits: 1, upstreamCalls: 1 });
    expect(event?.ageMs).toBeGreaterThanOrEqual(23 * HOUR_MS + TTL_MS);
    expect(others).toEqual([]);
  });

  test("after 24 h the failure is told", async () => {
    await using bench = await staleBench(24 * HOUR_MS);
    bench.upstream.answer(reset);
    expect(await failureOf(bench.caller.call(bench.request, bench.context()))).toMatchObject({ kind: "unreachable" });
  });

  test("how long, may be set", async () => {
    await using bench = await staleBench(TTL_MS, { politeness: { staleIfErrorMs: TTL_MS } });
    bench.upstream.answer(reset);
    expect(await failureOf(bench.caller.call(bench.request, bench.context()))).toMatchObject({ kind: "unreachable" });
  });

  test("who comes a moment after a failure does not wait for another one", async () => {
    await using bench = await staleBench(HOUR_MS, { politeness: { negativeTtlMs: 30_000 } });
    bench.upstream.answer(answerStatus(500));
    await bench.caller.call(bench.request, bench.context());
    await bench.clock.advance(29_999);
    const context = bench.context();
    expect(await bench.caller.call(bench.request, context)).toMatchObject({ value: "old", freshness: "STALE" });
    expect(context.events).toMatchObject([{ outcome: "STALE", upstreamCalls: 0 }]);
    expect(bench.upstream.requests).toHaveLength(2);
    await bench.clock.advance(1);
    bench.upstream.answer(answerJson("new"));
    expect(await bench.caller.call(bench.request, bench.context())).toMatchObject({ value: "new", freshness: "FRESH" });
  });

  test("a host that asked for a pause is not asked", async () => {
    await using bench = await staleBench(HOUR_MS);
    bench.upstream.answer(answerRefused);
    await failureOf(bench.caller.call(ask(bench.upstream, { query: { page: 2 } }), bench.context()));
    expect(await bench.caller.call(bench.request, bench.context())).toMatchObject({ value: "old", freshness: "STALE" });
    expect(bench.upstream.requests).toHaveLength(2);
  });

  test("a deadline that leaves no time to ask", async () => {
    await using bench = await staleBench(HOUR_MS);
    const context = createCallContext({ clock: bench.clock, timeoutMs: 40 });
    expect(await bench.caller.call(bench.request, context)).toMatchObject({ value: "old", freshness: "STALE" });
    expect(bench.upstream.requests).toHaveLength(1);
  });

  test("comes a little before the deadline, so that it still arrives", async () => {
    await using bench = await staleBench(HOUR_MS, { politeness: { tryTimeoutMs: 60_000 } });
    bench.upstream.answer(hang);
    const asked = bench.caller.call(bench.request, createCallContext({ clock: bench.clock, timeoutMs: 5_000 }));
    await bench.upstream.received(2);
    await bench.clock.advance(4_800);
    expect(await asked).toMatchObject({ value: "old", freshness: "STALE" });
  });

  test("nobody waits any more: no answer at all", async () => {
    await using bench = await staleBench(HOUR_MS);
    bench.upstream.answer(hang);
    const context = bench.context();
    const asked = bench.caller.call(bench.request, context);
    await bench.upstream.received(2);
    context.leave();
    expect(await failureOf(asked)).toEqual({ kind: "aborted" });
  });

  test("a bug of ours is not covered up", async () => {
    await using bench = await staleBench(HOUR_MS);
    const broken = { ...bench.request, decode: () => Promise.reject(new TypeError("bug")) };
    await expect(bench.caller.call(broken, bench.context())).rejects.toThrow(TypeError);
    const refused = { ...bench.request, decode: () => Promise.reject(new MalformedError("$.a")) };
    expect(await bench.caller.call(refused, bench.context())).toMatchObject({ value: "old", freshness: "STALE" });
  });

  test("nothing there is never believed past its time", async () => {
    const clock = new ManualClock();
    await using upstream = await startUpstream(answerJson(null));
    await using caller = createTestCaller(upstream, { timer: clock, politeness: { negativeTtlMs: 30_000 } });
    const request = ask(upstream, { ttlMs: TTL_MS, decode: json(z.null()) });
    await caller.call(request, createCallContext({ clock }));
    await clock.advance(30_000);
    upstream.answer(reset);
    expect(await failureOf(caller.call(request, createCallContext({ clock })))).toMatchObject({ kind: "unreachable" });
  });
});

describe("what the upstream took away", () => {
  test.each([404, 410, 451])("%i takes the kept answer away at once, and is believed for 30 s", async (status) => {
    await using bench = await staleBench(HOUR_MS, { politeness: { negativeTtlMs: 30_000 } });
    bench.upstream.answer(answerStatus(status));
    expect(await failureOf(bench.caller.call(bench.request, bench.context()))).toEqual({ kind: "rejected", status });
    bench.upstream.answer(reset);
    await bench.clock.advance(29_999);
    const context = bench.context();
    expect(await failureOf(bench.caller.call(bench.request, context))).toEqual({ kind: "rejected", status });
    expect(context.events).toMatchObject([{ outcome: "UNAVAILABLE", upstreamCalls: 0 }]);
    expect(bench.upstream.requests).toHaveLength(2);
    await bench.clock.advance(1);
    expect(await failureOf(bench.caller.call(bench.request, bench.context()))).toMatchObject({ kind: "unreachable" });
  });

  test("a renewal that meets 404 takes it away too", async () => {
    await using bench = await staleBench(0);
    bench.upstream.answer(answerStatus(404));
    await bench.caller.call(bench.request, bench.context());
    await bench.watched.refreshed(1);
    expect(await failureOf(bench.caller.call(bench.request, bench.context()))).toMatchObject({ status: 404 });
  });
});
