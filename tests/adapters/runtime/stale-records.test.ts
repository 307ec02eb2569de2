import { describe, expect, test } from "vitest";
import { z } from "zod";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import { loadRecords } from "#adapters/runtime/load-records.ts";
import type { CallContext } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { createTestRuntime, QUICK_POLITENESS } from "#tests/support/source-runtime.ts";
import { startUpstream, type UpstreamHandler } from "#tests/support/start-upstream.ts";
import { answerStatus, hang, reset } from "#tests/support/upstream-faults.ts";
import { watchMetrics } from "#tests/support/watched-metrics.ts";

const TTL_MS = 60_000;
const HOUR_MS = 3_600_000;
const BATCH = json(z.record(z.string(), z.string()));

/** Knows every id but those that begin with "no-". */
function answerIds(version: string): UpstreamHandler {
  return (request, response) => {
    const ids = new URL(request.path, "http://any").searchParams.get("ids")?.split(",") ?? [];
    const found = ids.filter((id) => !id.startsWith("no-")).map((id) => [id, `${id} ${version}`]);
    response.end(JSON.stringify(Object.fromEntries(found)));
  };
}

async function startBench() {
  const upstream = await startUpstream(answerIds("old"));
  const clock = new ManualClock();
  const watched = watchMetrics();
  const runtime = createTestRuntime("example", upstream.url, {
    politeness: QUICK_POLITENESS,
    timer: clock,
    metrics: watched.metrics,
  });
  const cache = runtime.records<string>("example", { ttlMs: TTL_MS });
  const fetchMissing = async (ids: readonly string[], context: CallContext) => {
    const request = { operation: "by-ids", url: `${upstream.url}/`, query: { ids: ids.join(",") }, decode: BATCH };
    const answer = await runtime.call(request, context);
    return { ...answer, value: new Map(Object.entries(answer.value)) };
  };
  const load = async (ids: readonly string[], context = createCallContext({ clock })) => {
    const records = await loadRecords({
      cache,
      ids,
      fetchMissing,
      source: "example",
      operation: "by-ids",
      clock,
      context,
    });
    const shown = records.map((record) =>
      record instanceof UpstreamError ? record.failure.kind : `${record.value} ${record.freshness}`,
    );
    return { shown, events: context.events, records };
  };
  return {
    upstream,
    clock,
    watched,
    runtime,
    load,
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

describe("records past their time", () => {
  test("are given out at once and renewed behind, by one question for all of them", async () => {
    await using bench = await startBench();
    await bench.load(["a", "b", "c"]);
    await bench.clock.advance(TTL_MS);
    bench.upstream.answer(answerIds("new"));
    const context = createCallContext({ clock: bench.clock });
    const { shown, events } = await bench.load(["a", "b"], context);
    context.leave();
    expect(shown).toEqual(["a old STALE", "b old STALE"]);
    expect(events).toMatchObject([{ outcome: "STALE", cacheHits: 2, ageMs: TTL_MS, ttlMs: 0, upstreamCalls: 0 }]);
    expect((await bench.load(["a", "b"])).shown).toEqual(["a old STALE", "b old STALE"]);
    await bench.watched.refreshed(1);
    expect((await bench.load(["a", "b"])).shown).toEqual(["a new FRESH", "b new FRESH"]);
    expect(bench.upstream.requests.map(({ path }) => path)).toEqual(["/?ids=a%2Cb%2Cc", "/?ids=a%2Cb"]);
    expect(bench.watched.results).toEqual(["renewed"]);
  });

  test("beyond that they are asked for first", async () => {
    await using bench = await startBench();
    await bench.load(["a"]);
    await bench.clock.advance(2 * TTL_MS);
    bench.upstream.answer(answerIds("new"));
    expect((await bench.load(["a"])).shown).toEqual(["a new FRESH"]);
  });

  test.each([
    ["a reset", reset],
    ["a server error", answerStatus(500)],
    ["a hang", hang],
  ] as const)("stand in for %s, for 24 h, and the operation hears STALE", async (_name, handler) => {
    await using bench = await startBench();
    await bench.load(["a", "b"]);
    await bench.clock.advance(TTL_MS + 24 * HOUR_MS - 1_000);
    bench.upstream.answer(handler);
    const asked = bench.load(["a", "b"]);
    await bench.upstream.received(2);
    await bench.clock.advance(250);
    const { shown, events } = await asked;
    expect(shown).toEqual(["a old STALE", "b old STALE"]);
    expect(events.map(({ outcome }) => outcome)).toEqual(["STALE", "STALE"]);
    expect(events.map(({ upstreamCalls }) => upstreamCalls)).toEqual([1, 0]);
    expect(events.map(({ cacheHits }) => cacheHits)).toEqual([0, 2]);
    expect(Math.max(...events.map(({ ageMs }) => ageMs))).toBeGreaterThan(23 * HOUR_MS);
    await bench.clock.advance(2_000);
    bench.upstream.answer(reset);
    expect((await bench.load(["a"])).shown).toEqual(["unreachable"]);
  });

  test("who comes a moment after a failure does not wait for another one", async () => {
    await using bench = await startBench();
    await bench.load(["a"]);
    await bench.clock.advance(HOUR_MS);
    bench.upstream.answer(answerStatus(500));
    await bench.load(["a"]);
    await bench.clock.advance(29_999);
    const { shown, events } = await bench.load(["a"]);
    expect(shown).toEqual(["a old STALE"]);
    expect(events).toMatchObject([{ outcome: "STALE", upstreamCalls: 0 }]);
    expect(bench.upstream.requests).toHaveLength(2);
  });

  test("what never was known fails beside what stands in, and the failure is told", async () => {
    await using bench = await startBench();
    await bench.load(["a"]);
    await bench.clock.advance(HOUR_MS);
    bench.upstream.answer(reset);
    const { shown, events } = await bench.load(["a", "b"]);
    expect(shown).toEqual(["a old STALE", "unreachable"]);
    expect(events.map(({ outcome }) => outcome)).toEqual(["UNAVAILABLE", "STALE"]);
  });

  test("what the upstream says is gone stands in for nothing", async () => {
    await using bench = await startBench();
    await bench.load(["a"]);
    await bench.clock.advance(HOUR_MS);
    bench.upstream.answer(answerStatus(410));
    expect((await bench.load(["a"])).shown).toEqual(["rejected"]);
    bench.upstream.answer(reset);
    expect((await bench.load(["a"])).shown).toEqual(["unreachable"]);
  });

  test("absence is never believed past its time", async () => {
    await using bench = await startBench();
    await bench.load(["no-a"]);
    await bench.clock.advance(30_000);
    bench.upstream.answer(reset);
    expect((await bench.load(["no-a"])).shown).toEqual(["unreachable"]);
  });

  test("a later record is not overwritten by an earlier one", async () => {
    await using bench = await startBench();
    const cache = bench.runtime.records<string>("order", { ttlMs: TTL_MS });
    const now = bench.clock.now();
    cache.prime("a", { value: "later", fetchedAt: now, freshness: "FRESH" });
    cache.prime("a", { value: "earlier", fetchedAt: now - 1, freshness: "STALE" });
    expect(cache.get("a")?.value).toBe("later");
  });

  test("clearing the caches of a source forgets records and answers", async () => {
    await using bench = await startBench();
    await bench.load(["a", "b"]);
    const request = { operation: "list", url: `${bench.upstream.url}/`, decode: BATCH, ttlMs: TTL_MS };
    await bench.runtime.call(request, createCallContext({ clock: bench.clock }));
    expect(bench.runtime.clearCache()).toEqual({ answers: 1, records: 2 });
    bench.upstream.answer(reset);
    expect((await bench.load(["a"])).shown).toEqual(["unreachable"]);
  });
});
