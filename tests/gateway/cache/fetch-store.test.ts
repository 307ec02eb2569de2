import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FetchStore } from "#gateway/cache/fetch-store.ts";
import type { FetchShelf } from "#gateway/engine/fetch-cache.ts";
import type { AnswerHints } from "#gateway/engine/subgraph.ts";

const HINTS: AnswerHints = { ttlMs: 60_000, isPrivate: false, tags: ["gazette"] };

function open(store: FetchStore, { partition = "public", subgraph = "a", variables = {} } = {}): FetchShelf {
  return store.open({ subgraph, query: "{x}", variables }, { partition, onClose: () => {} });
}

function created(maxBytes = 1_048_576) {
  let now = Date.UTC(2026, 0, 1);
  const advance = (ms: number) => {
    now += ms;
  };
  const clock = { now: () => now, advance };
  return { clock, store: new FetchStore({ clock, maxBytes, isPrivateType: (name) => name === "Case" }) };
}

describe("what subgraphs answered", () => {
  test("is had again by whoever asks the same, until it is too old; what does not exist for half a minute", () => {
    const { clock, store } = created();
    open(store).put("1", "Book", { title: "one" }, HINTS);
    open(store).put("2", "Book", null, HINTS);
    expect(open(store).take("1")).toEqual({ title: "one" });
    expect(open(store).take("2")).toBeNull();
    expect(open(store).take("3")).toBeUndefined();
    expect(open(store, { partition: "another" }).take("1")).toBeUndefined();
    expect(open(store, { variables: { first: 1 } }).take("1")).toBeUndefined();
    expect(open(store, { subgraph: "b" }).take("1")).toBeUndefined();
    clock.advance(30_000);
    expect(open(store).take("2")).toBeUndefined();
    expect(open(store).take("1")).toEqual({ title: "one" });
    clock.advance(30_000);
    expect(open(store).take("1")).toBeUndefined();
  });

  test("is not kept when it is private, of a private type, or without a time to live", () => {
    const { store } = created();
    open(store).put("1", "Book", {}, { ...HINTS, isPrivate: true });
    open(store).put("2", "Case", {}, HINTS);
    open(store).put("3", "Book", {}, { ...HINTS, ttlMs: 0 });
    open(store).put("4", "Book", {}, { ...HINTS, ttlMs: Number.NaN });
    expect(store.size).toBe(0);
  });

  test("is not looked for at a subgraph of which nothing was ever kept; its misses are counted all the same", () => {
    const { store } = created();
    const misses: number[] = [];
    const ask = (subgraph: string) =>
      store.open(
        { subgraph, query: "{x}", variables: {} },
        { partition: "p", onClose: (taken) => misses.push(taken.misses) },
      );
    const never = { ...HINTS, ttlMs: 0 };
    const first = ask("a");
    expect([first.isBare, first.keeps(never), first.keeps(HINTS)]).toEqual([true, false, true]);
    first.close(3);
    first.put("1", "Book", { title: "one" }, HINTS);
    const second = ask("a");
    expect([second.isBare, second.keeps(never), ask("b").isBare]).toEqual([false, true, true]);
    expect(second.take("1")).toEqual({ title: "one" });
    second.close();
    store.clear();
    expect(ask("a").isBare).toBe(true);
    expect(misses).toEqual([3, 0]);
  });

  test("tells what was taken: hits, the time that is left, tags and sources with their age", () => {
    const { clock, store } = created();
    const report = {
      node: "a",
      source: "s",
      outcome: "OK",
      upstreamCalls: 3,
      cacheHits: 0,
      ageSeconds: 5,
      durationMs: 9,
    } as const;
    open(store).put("1", "Book", {}, { ...HINTS, sources: [report] });
    clock.advance(20_000);
    let told: unknown;
    const shelf = store.open(
      { subgraph: "a", query: "{x}", variables: {} },
      {
        partition: "public",
        onClose: (taken) => {
          told = taken;
        },
      },
    );
    shelf.take("1");
    shelf.take("2");
    shelf.close();
    expect(told).toEqual({
      hits: 1,
      stale: 0,
      staleAgeMs: null,
      misses: 1,
      ttlMs: 40_000,
      tags: ["gazette"],
      sources: [{ ...report, upstreamCalls: 0, cacheHits: 1, ageSeconds: 25, durationMs: 0 }],
    });
  });

  test("takes no more memory than it may", () => {
    const { store } = created(100_000);
    for (let index = 0; index < 1_000; index++)
      open(store).put(String(index), "Book", { title: "x".repeat(200) }, HINTS);
    expect(store.bytes).toBeLessThanOrEqual(100_000);
    expect(store.size).toBeGreaterThan(20);
    expect(open(store).take("999")).toBeDefined();
    expect(open(store).take("0")).toBeUndefined();
  });

  test.each([
    [{ type: "Book" }, ["film"]],
    [{ node: "a" }, []],
    [{ node: "b" }, ["book", "film", "fields"]],
    [{ tag: "gazette" }, []],
    [{ tag: "other" }, ["book", "film", "fields"]],
    [{}, []],
  ])("is forgotten by %j; root fields may hold anything and go along", (what, left) => {
    const { store } = created();
    open(store).put("book", "Book", {}, HINTS);
    open(store).put("film", "Film", {}, HINTS);
    open(store).put("fields", null, {}, HINTS);
    store.invalidate(what);
    expect(["book", "film", "fields"].filter((key) => open(store).take(key) !== undefined)).toEqual(left);
  });

  test("never comes back after it was forgotten or too old, nor reaches another partition, whatever happens in between", () => {
    const partition = fc.constantFrom(...PARTITIONS);
    const event = fc.oneof(
      fc.record({ kind: fc.constant("open" as const), partition }),
      fc.record({ kind: fc.constant("put" as const), shelf: fc.nat(20) }),
      fc.record({ kind: fc.constant("forget" as const) }),
      fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1_000, 30_000, 61_000) }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const history = new History();
        for (const one of events) {
          history[one.kind](one as never);
          history.check();
        }
      }),
    );
  });
});

const PARTITIONS = ["u1", "u2", "public"] as const;

/** What callers do with a store; every value tells who put it there, and when. */
class History {
  readonly #created = created();
  readonly #shelves: { readonly shelf: FetchShelf; readonly partition: string; readonly forgotten: number }[] = [];
  #forgotten = 0;

  open({ partition }: { readonly partition: string }): void {
    this.#shelves.push({ shelf: open(this.#created.store, { partition }), partition, forgotten: this.#forgotten });
  }

  put({ shelf: index }: { readonly shelf: number }): void {
    const from = this.#shelves[index % this.#shelves.length];
    const value = { by: from?.partition, forgotten: from?.forgotten, at: this.#created.clock.now() };
    from?.shelf.put("1", "Book", value, HINTS);
  }

  forget(): void {
    this.#created.store.invalidate({});
    this.#forgotten += 1;
  }

  wait({ ms }: { readonly ms: number }): void {
    this.#created.clock.advance(ms);
  }

  check(): void {
    const { clock, store } = this.#created;
    for (const partition of PARTITIONS) {
      const found = open(store, { partition }).take("1");
      if (!found) continue;
      expect(found).toMatchObject({ by: partition, forgotten: this.#forgotten });
      expect(Number(found["at"])).toBeGreaterThan(clock.now() - 60_000);
    }
  }
}
