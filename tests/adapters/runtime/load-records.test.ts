import { describe, expect, test } from "vitest";
import { loadRecords } from "#adapters/runtime/load-records.ts";
import { RecordCache } from "#adapters/runtime/record-cache.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";

const DOWN = new UpstreamError("test", { kind: "unreachable", reason: "ECONNREFUSED" });

function bench(known: Readonly<Record<string, string | UpstreamError>>) {
  const clock = new ManualClock();
  const cache = new RecordCache<string>(clock, { ttlMs: 60_000 });
  const context = createCallContext({ clock });
  const asked: (readonly string[])[] = [];
  const fetchMissing = async (ids: readonly string[]) => {
    asked.push(ids);
    const found = ids.flatMap((id) => (known[id] === undefined ? [] : [[id, known[id]] as const]));
    return { value: new Map(found), fetchedAt: clock.now(), freshness: "FRESH" as const };
  };
  const load = (ids: readonly string[], fetch = fetchMissing) =>
    loadRecords({ cache, ids, fetchMissing: fetch, source: "test", operation: "records-by-id", clock, context });
  return { clock, cache, context, asked, load };
}

function valuesOf(records: Awaited<ReturnType<typeof loadRecords<string>>>) {
  return records.map((record) => (record instanceof UpstreamError ? record.failure.kind : record.value));
}

describe("loading records by id", () => {
  test("asks once for all that is missing and answers in the order asked, repeats included", async () => {
    const { load, asked } = bench({ a: "A", b: "B" });
    expect(valuesOf(await load(["b", "x", "a", "b"]))).toEqual(["B", null, "A", "B"]);
    expect(asked).toEqual([["b", "x", "a"]]);
  });

  test("asks only for what the cache does not know, and tells the hits", async () => {
    const { load, asked, clock, context } = bench({ a: "A", b: "B" });
    await load(["a"]);
    await clock.advance(10_000);
    expect(valuesOf(await load(["a", "b"]))).toEqual(["A", "B"]);
    expect(asked).toEqual([["a"], ["b"]]);
    expect(context.events).toMatchObject([
      { operation: "records-by-id", outcome: "OK", upstreamCalls: 0, cacheHits: 1, ageMs: 10_000, ttlMs: 50_000 },
    ]);
    await load(["a", "b"]);
    expect(asked).toHaveLength(2);
    expect(context.events[1]).toMatchObject({ cacheHits: 2, ttlMs: 50_000 });
  });

  test("believes that something is not there for 30 s", async () => {
    const { load, asked, clock } = bench({});
    await load(["x"]);
    await clock.advance(29_999);
    await load(["x"]);
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    await load(["x"]);
    expect(asked).toHaveLength(2);
  });

  test("one bad record does not fail its neighbours, and is not remembered", async () => {
    const { load, asked } = bench({ a: "A", bad: DOWN });
    expect(valuesOf(await load(["a", "bad"]))).toEqual(["A", "unreachable"]);
    await load(["a", "bad"]);
    expect(asked).toEqual([["a", "bad"], ["bad"]]);
  });

  test("a failed question fails what was missing, not what is known", async () => {
    const { load } = bench({ a: "A" });
    await load(["a"]);
    expect(valuesOf(await load(["a", "b"], () => Promise.reject(DOWN)))).toEqual(["A", "unreachable"]);
    await expect(load(["b"], () => Promise.reject(new TypeError("bug")))).rejects.toThrow(TypeError);
  });

  test("asks nothing for no ids", async () => {
    const { load, asked, context } = bench({});
    expect(await load([])).toEqual([]);
    expect(asked).toHaveLength(0);
    expect(context.events).toHaveLength(0);
  });
});
