import { describe, expect, test } from "vitest";
import { type Doors, RefreshLine } from "#adapters/runtime/call/refresh-line.ts";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { ManualClock, settle } from "#tests/support/manual-clock.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { watchMetrics } from "#tests/support/watched-metrics.ts";

function bench(limits: { readonly maxWaiting?: number; readonly maxActive?: number } = {}) {
  const clock = new ManualClock();
  const state: { doors: Doors } = { doors: "free" };
  const line = new RefreshLine({
    source: "test",
    timer: clock,
    logger: SILENT_LOGGER,
    doors: () => state.doors,
    maxWaiting: 3,
    maxActive: 1,
    pollMs: 20,
    ...limits,
  });
  const started: string[] = [];
  const dropped: string[] = [];
  const running = new Map<string, PromiseWithResolvers<void>>();
  const add = (key: string) =>
    line.add(key, {
      renew: () => {
        started.push(key);
        const work = Promise.withResolvers<void>();
        running.set(key, work);
        return work.promise;
      },
      drop: () => void dropped.push(key),
    });
  const finish = async (key: string) => {
    running.get(key)?.resolve();
    await settle();
  };
  return { clock, state, line, started, dropped, add, finish };
}

describe("line of renewals", () => {
  test("renews one after the other, each key once", async () => {
    const { line, started, add, finish } = bench();
    for (const key of ["a", "b", "a", "b"]) add(key);
    expect(started).toEqual(["a"]);
    expect(["a", "b", "c"].map((key) => line.has(key))).toEqual([true, true, false]);
    await finish("a");
    expect(started).toEqual(["a", "b"]);
    await finish("b");
    expect(line.has("b")).toBe(false);
  });

  test("waits while live requests wait, and looks again", async () => {
    const { clock, state, started, add } = bench();
    state.doors = "busy";
    add("a");
    await clock.advance(1_000);
    expect(started).toEqual([]);
    state.doors = "free";
    await clock.advance(20);
    expect(started).toEqual(["a"]);
    expect(clock.pending).toBe(0);
  });

  test("a long line is not made longer", () => {
    const { dropped, add } = bench();
    for (const key of ["a", "b", "c", "d", "e", "f"]) add(key);
    expect(dropped).toEqual(["e", "f"]);
  });

  test("drops everything when the upstream is not to be asked, and what has waited for a minute", async () => {
    const { clock, state, started, dropped, add, finish } = bench();
    for (const key of ["a", "b", "c"]) add(key);
    state.doors = "shut";
    await finish("a");
    expect(dropped).toEqual(["b", "c"]);
    add("d");
    expect(dropped).toEqual(["b", "c", "d"]);
    state.doors = "free";
    add("e");
    add("f");
    await clock.advance(60_001);
    await finish("e");
    expect(started).toEqual(["a", "e"]);
    expect(dropped).toEqual(["b", "c", "d", "f"]);
  });

  test("a failed renewal does not end the line; closing does", async () => {
    const { line, dropped, add, started } = bench();
    line.add("bad", { renew: () => Promise.reject(new TypeError("bug")), drop: () => {} });
    add("a");
    await settle();
    expect(started).toEqual(["a"]);
    add("b");
    line.close();
    add("c");
    expect(dropped).toEqual(["b", "c"]);
  });
});

describe("1,000 answers that expire together", () => {
  const COUNT = 1_000;
  const politeness = { requestsPerSecond: 20, burst: 2, concurrency: 4, queueLimit: 2_000, tryTimeoutMs: 600_000 };

  test("are given out at once; their renewals keep to the portal's rate and come after live requests", async () => {
    let version = "old";
    await using upstream = await startUpstream((_request, response) => void response.end(JSON.stringify(version)));
    const clock = new ManualClock();
    const watched = watchMetrics();
    await using caller = createTestCaller(upstream, { timer: clock, politeness, metrics: watched.metrics });
    const question = (page: number) => ask(upstream, { query: { page }, ttlMs: 3_600_000 });
    const call = (page: number, timeoutMs = 600_000) =>
      caller.call(question(page), createCallContext({ clock, timeoutMs }));
    const pages = Array.from({ length: COUNT }, (_, page) => page);

    await inTime(clock, Promise.all(pages.map((page) => call(page))));
    expect(upstream.requests).toHaveLength(COUNT);
    version = "new";
    await clock.advance(3_600_000);

    const startedAt = clock.now();
    const answers = await Promise.all(pages.map((page) => call(page)));
    expect(clock.now()).toBe(startedAt);
    for (const answer of answers) expect(answer).toMatchObject({ value: "old", freshness: "STALE" });
    await clock.advance(1_000);

    const aheadBefore = upstream.requests.length;
    const live = await inTime(clock, call(COUNT, 10_000));
    expect(live).toMatchObject({ value: "new", freshness: "FRESH" });
    expect(clock.now() - startedAt - 1_000).toBeLessThanOrEqual(100);
    expect(upstream.requests.length - aheadBefore).toBeLessThan(5);

    const waiting = Math.ceil(politeness.requestsPerSecond * 30);
    for (let step = 0; step < 2_000 && watched.results.length < COUNT; step++) {
      await inTime(clock, settle());
      const elapsedS = (clock.now() - startedAt) / 1_000;
      const most = COUNT + politeness.burst + politeness.requestsPerSecond * elapsedS + 1;
      expect(upstream.requests.length).toBeLessThanOrEqual(most);
    }
    const renewed = watched.results.filter((result) => result === "renewed").length;
    expect(watched.results).toHaveLength(COUNT);
    expect(renewed).toBeGreaterThanOrEqual(waiting);
    expect(renewed + watched.results.filter((result) => result === "dropped").length).toBe(COUNT);
  });
});

/** Moves time in small steps, each at least once, until the promise is settled. */
async function inTime<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const settled = promise.finally(() => {
    isSettled = true;
  });
  do {
    await clock.advance(25);
    await settle();
  } while (!isSettled);
  return settled;
}
