import { describe, expect, test } from "vitest";
import { z } from "zod";
import { AnswerCache, type KeptAnswer } from "#adapters/runtime/call/answer-cache.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import { withAbsence } from "#adapters/runtime/call/decoders/with-absence.ts";
import { shelfLife } from "#adapters/runtime/shelf-life.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson, answerStatus, inTurn } from "#tests/support/upstream-faults.ts";

describe("answer cache", () => {
  test("serves an answer for its time and tells its age", async () => {
    await using upstream = await startUpstream(answerJson({ a: 1 }));
    const clock = new ManualClock();
    await using caller = createTestCaller(upstream, { timer: clock });
    const request = ask(upstream, { ttlMs: 60_000 });
    const first = await caller.call(request, createCallContext({ clock }));
    await clock.advance(59_999);
    const context = createCallContext({ clock, timeoutMs: 10 });
    const again = await caller.call(request, context);
    expect(again).toEqual(first);
    expect(context.events).toMatchObject([
      { outcome: "OK", upstreamCalls: 0, cacheHits: 1, ageMs: 59_999, ttlMs: 1, durationMs: 0 },
    ]);
    await clock.advance(1);
    await caller.call(request, createCallContext({ clock }));
    await upstream.received(2);
  });

  test("entries made together do not end together: the time varies by a tenth", async () => {
    await using upstream = await startUpstream(answerJson({}));
    const ends: number[] = [];
    for (const random of [0, 0.5, 0.9999]) {
      const clock = new ManualClock();
      await using caller = createTestCaller(upstream, { timer: clock, random: () => random });
      const context = createCallContext({ clock });
      await caller.call(ask(upstream, { ttlMs: 100_000 }), context);
      ends.push(context.events[0]?.ttlMs ?? 0);
    }
    expect(ends).toEqual([90_000, 100_000, 109_998]);
  });

  test("without a time to live nothing is kept", async () => {
    await using upstream = await startUpstream(answerJson({}));
    await using caller = createTestCaller(upstream);
    for (let count = 0; count < 3; count++) await caller.call(ask(upstream), createCallContext());
    expect(upstream.requests).toHaveLength(3);
  });

  test("nothing there is remembered for a shorter time", async () => {
    await using upstream = await startUpstream(answerStatus(404));
    const clock = new ManualClock();
    await using caller = createTestCaller(upstream, { timer: clock, politeness: { negativeTtlMs: 30_000 } });
    const decode = withAbsence(json(z.unknown()));
    const request = ask(upstream, { decode, accept: [404], ttlMs: 3_600_000 });
    expect(await caller.call(request, createCallContext({ clock }))).toMatchObject({ value: null });
    await clock.advance(29_999);
    await caller.call(request, createCallContext({ clock }));
    expect(upstream.requests).toHaveLength(1);
    await clock.advance(1);
    await caller.call(request, createCallContext({ clock }));
    expect(upstream.requests).toHaveLength(2);
  });

  test("failures are never kept", async () => {
    await using upstream = await startUpstream(inTurn(answerStatus(500), answerJson({ a: 1 })));
    await using caller = createTestCaller(upstream);
    const request = ask(upstream, { ttlMs: 60_000 });
    await failureOf(caller.call(request, createCallContext()));
    expect(await caller.call(request, createCallContext())).toMatchObject({ value: { a: 1 } });
  });

  test("is bounded by number and by bytes, the least recently used go first", () => {
    const cache = new AnswerCache({ maxEntries: 3, maxBytes: 100 });
    const put = (value: string, bytes: number) => cache.set(value, keptAnswer(value, bytes));
    const valueAt = (name: string) => {
      const found = cache.find(name, 0);
      return found?.kind === "answer" ? found.answer.value : undefined;
    };
    for (const name of ["a", "b", "c"]) put(name, 10);
    cache.find("a", 0);
    put("d", 10);
    expect(["a", "b", "c", "d"].map(valueAt)).toEqual(["a", undefined, "c", "d"]);
    expect(cache).toMatchObject({ size: 3, bytes: 30 });
    put("large", 90);
    expect(valueAt("c")).toBeUndefined();
    put("too large", 101);
    expect(valueAt("too large")).toBeUndefined();
  });

  test("clearing forgets every answer, also one that was on its way", async () => {
    const release = Promise.withResolvers<void>();
    await using upstream = await startUpstream(async (_request, response) => {
      await release.promise;
      response.end("{}");
    });
    await using caller = createTestCaller(upstream, { politeness: { tryTimeoutMs: 5_000 } });
    const request = ask(upstream, { ttlMs: 60_000 });
    const asked = caller.call(request, createCallContext());
    await upstream.received(1);
    expect(caller.clear()).toBe(0);
    release.resolve();
    await asked;
    await caller.call(request, createCallContext());
    expect(upstream.requests).toHaveLength(2);
    expect(caller.clear()).toBe(1);
    await caller.call(request, createCallContext());
    expect(upstream.requests).toHaveLength(3);
  });
});

function keptAnswer(value: string, bytes: number): KeptAnswer {
  const limits = { staleWhileRevalidateMs: null, staleIfErrorMs: 0 };
  return {
    kind: "answer",
    answer: { value, fetchedAt: 0, expiresAt: 10 },
    life: shelfLife(10, 10, limits),
    validators: null,
    bytes,
    failedAt: null,
  };
}
