import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  admit,
  type BreakerBook,
  type CallEnd,
  CLOSED_BREAKER,
  settle,
  startProbe,
} from "#adapters/runtime/manners/breaker.ts";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";

const LIMITS = POLITE_DEFAULTS.breaker;
const MINUTE = 60_000;

interface Called {
  readonly afterMs?: number;
  readonly end: CallEnd;
}

/** Calls one after the other from time 0 on; the last one's book. */
function afterCalls(calls: readonly Called[], luck = 0.5): { readonly book: BreakerBook; readonly now: number } {
  let now = 0;
  let book = CLOSED_BREAKER;
  for (const [index, { afterMs = 0, end }] of calls.entries()) {
    now += afterMs;
    book = settle(book, { call: `call ${index}`, end }, { limits: LIMITS, now, luck });
  }
  return { book, now };
}

/** "ggf" → good, good, failed; s slow, v void, u unused. */
function ends(letters: string): readonly Called[] {
  const names = { g: "good", f: "failed", s: "slow", v: "void", u: "unused" } as const;
  return [...letters].map((letter) => ({ end: names[letter as keyof typeof names] }));
}

describe("breaker", () => {
  test.each([
    ["five failures in a row", "fffff", "open"],
    ["four failures in a row", "ffff", "closed"],
    ["a good call between failures", "ffffgffff", "closed"],
    ["half of the last ten failed", "gfgfgfgfgf", "open"],
    ["four of the last ten failed", "gfgfgfgfgg", "closed"],
    ["half of nine", "fgfgfgfgf", "closed"],
    ["half of the last ten slow", "gsgsgsgsgs", "open"],
    ["slow and failed together", "gsgfgsgfgs", "open"],
    ["five slow in a row, not ten calls yet", "sssss", "closed"],
    ["our own doings between failures", "ffvfuf", "closed"],
    ["our own doings do not break the row", "ffvfuff", "open"],
    ["our own doings alone", "vvvvvvvvvvvv", "closed"],
    ["what was long ago among the last ten", "ffffgggggggggg", "closed"],
  ])("%s (%s): %s", (_name, letters, state) => {
    expect(afterCalls(ends(letters)).book.open === null ? "closed" : "open").toBe(state);
  });

  test("calls count for ten minutes", () => {
    const early = [{ end: "failed" }, { end: "failed" }, { end: "good" }] as const;
    const late = [...ends("gggff"), ...ends("gf")];
    const [first, ...rest] = late;
    const together = (gapMs: number) => [...early, { ...first, afterMs: gapMs } as Called, ...rest];
    expect(afterCalls(together(9 * MINUTE)).book.open).not.toBeNull();
    expect(afterCalls(together(11 * MINUTE)).book.open).toBeNull();
  });

  test("failures in a row count however far apart", () => {
    const hourly = Array.from({ length: 5 }, () => ({ afterMs: 60 * MINUTE, end: "failed" }) as const);
    expect(afterCalls(hourly).book.open).not.toBeNull();
  });

  test("opens for 30 s, doubling with every failed probe up to 10 min", () => {
    const { book: opened } = afterCalls(ends("fffff"));
    const lengths: number[] = [];
    let book = opened;
    let now = 0;
    for (let probe = 0; probe < 8; probe++) {
      const { until } = book.open ?? { until: 0 };
      lengths.push(until - now);
      now = until;
      book = settle(startProbe(book, "probe"), { call: "probe", end: "failed" }, { limits: LIMITS, now, luck: 0.5 });
    }
    expect(lengths).toEqual([30, 60, 120, 240, 480, 600, 600, 600].map((seconds) => seconds * 1_000));
  });

  test("varies by ± 20 %", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (luck) => {
        const until = afterCalls(ends("fffff"), luck).book.open?.until ?? 0;
        expect(until).toBeGreaterThanOrEqual(24_000);
        expect(until).toBeLessThanOrEqual(36_000);
      }),
    );
    expect([0, 0.999_999].map((luck) => afterCalls(ends("fffff"), luck).book.open?.until)).toEqual([24_000, 36_000]);
  });

  test("lets one probe through after its time, and all after a good one", () => {
    const { book } = afterCalls(ends("fffff"));
    const isOut = (call: string) => call === "probe";
    expect(admit(book, 29_999, isOut)).toEqual({ kind: "refuse", retryAfterMs: 1 });
    expect(admit(book, 30_000, isOut)).toEqual({ kind: "probe" });
    const probing = startProbe(book, "probe");
    expect(admit(probing, 30_000, isOut)).toMatchObject({ kind: "refuse" });
    const after = settle(probing, { call: "probe", end: "good" }, { limits: LIMITS, now: 31_000, luck: 0.5 });
    expect(admit(after, 31_000, isOut)).toEqual({ kind: "pass" });
    expect(after).toEqual(CLOSED_BREAKER);
  });

  test.each([
    ["slow", 60_000],
    ["failed", 60_000],
    // The asker left: it was a call, so the next one is as far away again; but nothing is known to be worse.
    ["void", 30_000],
  ] as const)("a probe that ends %s opens it for %i ms", (end, openMs) => {
    const probing = startProbe(afterCalls(ends("fffff")).book, "probe");
    const book = settle(probing, { call: "probe", end }, { limits: LIMITS, now: 31_000, luck: 0.5 });
    expect(book.open).toMatchObject({ until: 31_000 + openMs, probe: null });
  });

  test("a probe that never left leaves its place to the next", () => {
    const probing = startProbe(afterCalls(ends("fffff")).book, "probe");
    const book = settle(probing, { call: "probe", end: "unused" }, { limits: LIMITS, now: 31_000, luck: 0.5 });
    expect(admit(book, 31_000, () => true)).toEqual({ kind: "probe" });
  });

  test("a probe whose process died is followed by another", () => {
    const probing = startProbe(afterCalls(ends("fffff")).book, "probe");
    expect(admit(probing, 50_000, () => false)).toEqual({ kind: "probe" });
  });

  test("calls that began before it opened change nothing", () => {
    const { book } = afterCalls(ends("fffff"));
    for (const end of ["good", "failed", "slow", "void", "unused"] as const) {
      expect(settle(book, { call: "earlier", end }, { limits: LIMITS, now: 1_000, luck: 0.5 })).toBe(book);
    }
  });

  test("whatever happens, it remembers ten calls at most and an open period of twelve minutes at most", () => {
    const happening = fc.record({
      end: fc.constantFrom<CallEnd>("good", "slow", "failed", "void", "unused"),
      afterMs: fc.nat(MINUTE),
      luck: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 200 }), (happenings) => {
        let book = CLOSED_BREAKER;
        let now = 0;
        for (const { end, afterMs, luck } of happenings) {
          now += afterMs;
          const admission = admit(book, now, () => false);
          if (admission.kind === "probe") book = startProbe(book, "call");
          book = settle(book, { call: "call", end }, { limits: LIMITS, now, luck });
          expect(book.recent.length).toBeLessThanOrEqual(10);
          expect((book.open?.until ?? 0) - now).toBeLessThanOrEqual(12 * MINUTE);
        }
      }),
    );
  });
});
