import { describe, expect, test } from "vitest";
import { FetchStore } from "#gateway/cache/fetch-store.ts";
import type { Taken } from "#gateway/cache/taking.ts";
import type { AnswerHints } from "#gateway/engine/subgraph.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";

const HINTS: AnswerHints = {
  ttlMs: 60_000,
  isPrivate: false,
  staleWhileRevalidateMs: 60_000,
  staleIfErrorMs: 3_600_000,
};
const FETCH = { subgraph: "a", query: "{x}", variables: {} };

type Ask = (context: string) => Promise<void>;

function created() {
  const clock = new ManualClock();
  const store = new FetchStore({
    clock,
    maxBytes: 1_048_576,
    asStale: (value) => value && { ...value, isStale: true },
  });
  const open = (more: { readonly isWaiting?: boolean; readonly subgraph?: string } = {}) => {
    const begun: Ask[] = [];
    const told: Taken[] = [];
    const stoodIn: { readonly taken: Taken; readonly isWhole: boolean }[] = [];
    const shelf = store.open<string>(
      { ...FETCH, subgraph: more.subgraph ?? "a" },
      {
        partition: "public",
        onClose: (taken) => void told.push(taken),
        onStandIn: (taken, isWhole) => void stoodIn.push({ taken, isWhole }),
        ...(more.isWaiting === true ? {} : { behind: (ask: Ask) => void begun.push(ask) }),
      },
    );
    return { shelf, begun, told, stoodIn };
  };
  const put = (key: string, hints: Partial<AnswerHints> = {}, value: Record<string, unknown> | null = { key }) =>
    open().shelf.put(key, "Book", value, { ...HINTS, ...hints });
  return { clock, store, open, put };
}

describe("what is past its time", () => {
  test("is given at once, told to be so, and asked for anew by one of those who get it", async () => {
    const { clock, open, put } = created();
    put("1");
    await clock.advance(60_000);
    const [first, second] = [open(), open()];
    expect([first, second].map(({ shelf }) => shelf.take("1"))).toEqual(Array(2).fill({ key: "1", isStale: true }));
    const [renewal, none] = [first.shelf.close(), second.shelf.close()];
    expect(first.told).toMatchObject([{ hits: 0, stale: 1, misses: 0, ttlMs: 0, staleAgeMs: 60_000 }]);
    expect([...(renewal?.keys ?? [])]).toEqual(["1"]);
    expect(none).toBeNull();
    renewal?.begin(async () => first.shelf.put("1", "Book", { key: "new" }, HINTS));
    await first.begun[0]?.("behind");
    expect(open().shelf.take("1")).toEqual({ key: "new" });
  });

  test("is asked for again when nothing came of the last time", async () => {
    const { clock, open, put } = created();
    put("1");
    await clock.advance(60_000);
    const due = () => {
      const { shelf } = open();
      shelf.take("1");
      return shelf.close() !== null;
    };
    expect([due(), due()]).toEqual([true, false]);
    await clock.advance(10_000);
    expect(due()).toBe(true);
  });

  test.each([
    ["past that as well", 120_000, {}],
    ["where it may not be", 60_000, { staleWhileRevalidateMs: 0 }],
    ["where nothing says that it may", 60_000, { staleWhileRevalidateMs: undefined, staleIfErrorMs: undefined }],
  ])("is not given %s", async (_what, ms, hints) => {
    const { clock, open, put } = created();
    put("1", hints);
    await clock.advance(ms);
    const { shelf, told } = open();
    expect(shelf.take("1")).toBeUndefined();
    expect(shelf.close()).toBeNull();
    expect(told).toMatchObject([{ hits: 0, stale: 0, misses: 1 }]);
  });

  test("is not given to those for whom nobody asks behind, nor what was said not to exist", async () => {
    const { clock, open, put } = created();
    put("1");
    put("2", {}, null);
    await clock.advance(60_000);
    expect(open({ isWaiting: true }).shelf.take("1")).toBeUndefined();
    const { shelf } = open();
    expect([shelf.take("2"), shelf.standIn(["2"], "own")]).toEqual([undefined, [undefined]]);
  });

  test("may be so from the beginning, and gives way to a newer answer that is not to be kept", async () => {
    const { store, open, put } = created();
    put("1", { ttlMs: 0 });
    expect(open().shelf.take("1")).toEqual({ key: "1", isStale: true });
    put("1", { ttlMs: 0, staleWhileRevalidateMs: 0, staleIfErrorMs: 0 });
    expect(store.size).toBe(0);
  });

  test("does not come back when it was forgotten while it was asked for anew", async () => {
    const { clock, store, open, put } = created();
    put("1");
    await clock.advance(60_000);
    const { shelf, begun } = open();
    shelf.take("1");
    shelf.close()?.begin(async () => shelf.put("1", "Book", { key: "new" }, HINTS));
    store.invalidate({ type: "Book" });
    await begun[0]?.("behind");
    expect(store.size).toBe(0);
    expect(store.invalidations).toBe(1);
  });
});

describe("where a subgraph cannot answer", () => {
  test("what is kept stands in, with its age; the caller is told whether for all", async () => {
    const { clock, open, put } = created();
    put("1", { sources: [report()] });
    put("2", { ttlMs: 600_000 });
    await clock.advance(300_000);
    const { shelf, stoodIn } = open();
    expect(shelf.standIn(["1", "2", "3"], "own")).toEqual([{ key: "1", isStale: true }, { key: "2" }, undefined]);
    expect(shelf.standIn(["1"], "own")).toEqual([{ key: "1", isStale: true }]);
    expect(stoodIn.map(({ isWhole }) => isWhole)).toEqual([false, true]);
    expect(stoodIn[0]?.taken).toMatchObject({ hits: 1, stale: 1, staleAgeMs: 307_000 });
    expect(stoodIn[1]?.taken.sources).toEqual([
      { ...report(), outcome: "STALE", upstreamCalls: 0, cacheHits: 1, ageSeconds: 307, durationMs: 0 },
    ]);
  });

  test("nothing stands in for longer than it may", async () => {
    const { clock, open, put } = created();
    put("1");
    await clock.advance(60_000 + 3_600_000);
    const { shelf, stoodIn } = open();
    expect(shelf.standIn(["1"], "own")).toEqual([undefined]);
    expect(stoodIn).toEqual([]);
  });

  test("nobody waits for it for a while, one asks behind; until it answers anything", async () => {
    const { clock, open, put } = created();
    put("1");
    await clock.advance(300_000);
    expect(open().shelf.take("1")).toBeUndefined();
    open().shelf.standIn(["1"], "own");
    const { shelf } = open();
    expect(shelf.take("1")).toEqual({ key: "1", isStale: true });
    expect(shelf.close()?.keys).toEqual(new Set(["1"]));
    put("2");
    expect(open().shelf.take("1")).toBeUndefined();
    open().shelf.standIn(["1"], "own");
    await clock.advance(15_000);
    expect(open().shelf.take("1")).toBeUndefined();
  });

  test("a caller without time does not speak for others", async () => {
    const { clock, open, put } = created();
    put("1");
    await clock.advance(300_000);
    expect(open().shelf.standIn(["1"], "hurried")).toEqual([{ key: "1", isStale: true }]);
    expect(open().shelf.take("1")).toBeUndefined();
  });
});

function report() {
  return {
    node: "a",
    source: "s",
    outcome: "OK",
    upstreamCalls: 3,
    cacheHits: 0,
    ageSeconds: 7,
    durationMs: 9,
  } as const;
}
