import { describe, expect, test } from "vitest";
import { loadRecords } from "#adapters/runtime/load-records.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { createTestRuntime, QUICK_POLITENESS } from "#tests/support/source-runtime.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson, answerStatus, reset } from "#tests/support/upstream-faults.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A source whose owner lets nothing be kept longer than an hour. */
async function startBench() {
  const upstream = await startUpstream(answerJson("old"));
  const clock = new ManualClock();
  const politeness = { ...QUICK_POLITENESS, keepAtMostMs: HOUR_MS };
  const runtime = createTestRuntime("example", upstream.url, { politeness, timer: clock });
  const question = (ttlMs: number) => ask(upstream, { ttlMs });
  const context = () => createCallContext({ clock });
  return {
    ...{ upstream, clock, runtime, question, context },
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

describe("where an owner says how long anything may be kept", () => {
  test("an answer stands in until then and no longer, and says how much is left", async () => {
    await using bench = await startBench();
    await bench.runtime.call(bench.question(MINUTE_MS), bench.context());
    bench.upstream.answer(reset);
    await bench.clock.advance(HOUR_MS - 1);
    const context = bench.context();
    expect(await bench.runtime.call(bench.question(MINUTE_MS), context)).toMatchObject({
      value: "old",
      freshness: "STALE",
    });
    expect(context.events).toMatchObject([{ outcome: "STALE", keepMs: 1 }]);
    await bench.clock.advance(1);
    expect(await failureOf(bench.runtime.call(bench.question(MINUTE_MS), bench.context()))).toMatchObject({
      kind: "unreachable",
    });
  });

  test("an answer is not even fresh for longer", async () => {
    await using bench = await startBench();
    const look = async () => {
      const context = bench.context();
      const { value } = await bench.runtime.call(bench.question(2 * HOUR_MS), context);
      return { value, ...context.events[0] };
    };
    expect(await look()).toMatchObject({ value: "old", ttlMs: HOUR_MS, keepMs: HOUR_MS });
    bench.upstream.answer(answerJson("new"));
    await bench.clock.advance(HOUR_MS - 1);
    expect(await look()).toMatchObject({ value: "old", ttlMs: 1, keepMs: 1 });
    await bench.clock.advance(1);
    expect(await look()).toMatchObject({ value: "new", ttlMs: HOUR_MS });
  });

  test("the memory that something is gone is no longer either", async () => {
    await using bench = await startBench();
    bench.upstream.answer(answerStatus(404));
    await failureOf(bench.runtime.call(bench.question(MINUTE_MS), bench.context()));
    await bench.clock.advance(HOUR_MS + MINUTE_MS);
    expect(bench.runtime.kept()).toMatchObject({ answers: 0 });
  });

  test("answers and records leave the memory within a minute, though nobody asks for them", async () => {
    await using bench = await startBench();
    const cache = bench.runtime.records<string>("example", { ttlMs: MINUTE_MS });
    await bench.runtime.call(bench.question(MINUTE_MS), bench.context());
    cache.prime("a", { value: "old", fetchedAt: bench.clock.now(), freshness: "FRESH" });
    await bench.clock.advance(HOUR_MS - 1);
    expect(bench.runtime.kept()).toMatchObject({ answers: 1, records: 1 });
    await bench.clock.advance(MINUTE_MS + 1);
    expect(bench.runtime.kept()).toEqual({ answers: 0, records: 0, bytes: 0 });
  });

  test("a record put together of several answers is as old as the oldest of them", async () => {
    await using bench = await startBench();
    const { clock, runtime } = bench;
    const cache = runtime.records<string>("example", { ttlMs: HOUR_MS });
    const readAt = clock.now() - 40 * MINUTE_MS;
    const load = (context = bench.context()) =>
      loadRecords({
        ...{ cache, ids: ["a"], sinceOf: () => readAt, source: "example", operation: "by-ids", clock, context },
        fetchMissing: async () => {
          const answer = await runtime.call(bench.question(0), context);
          return { ...answer, value: new Map([["a", "both"]]) };
        },
      });
    await load();
    await clock.advance(20 * MINUTE_MS - 1);
    const context = bench.context();
    expect(await load(context)).toMatchObject([{ value: "both" }]);
    expect(context.events).toMatchObject([{ outcome: "OK", keepMs: 1 }]);
    await clock.advance(1);
    bench.upstream.answer(reset);
    expect(await load()).toMatchObject([{ failure: { kind: "unreachable" } }]);
  });
});

test("without a word of the owner's nothing is bounded so", async () => {
  await using upstream = await startUpstream(answerJson("old"));
  const clock = new ManualClock();
  const runtime = createTestRuntime("example", upstream.url, { politeness: QUICK_POLITENESS, timer: clock });
  const context = createCallContext({ clock });
  await runtime.call(ask(upstream, { ttlMs: 48 * HOUR_MS }), context);
  await clock.advance(47 * HOUR_MS);
  expect(runtime.kept()).toMatchObject({ answers: 1 });
  expect(context.events[0]).not.toHaveProperty("keepMs");
  await runtime.close();
});
