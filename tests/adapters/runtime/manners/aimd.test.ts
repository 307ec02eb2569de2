import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { atCeiling, lower, type PaceLimits, raise, withinCeiling } from "#adapters/runtime/manners/aimd.ts";

const CEILING: PaceLimits = { requestsPerSecond: 8, burst: 4, concurrency: 8 };

describe("adaptive pace", () => {
  test("starts at the ceiling", () => {
    expect(atCeiling(CEILING)).toEqual({ concurrency: 8, requestsPerSecond: 8, loweredAt: 0 });
  });

  test("halves on strain, down to one call at a time and a quarter of the rate", () => {
    let pace = atCeiling(CEILING);
    const seen: (readonly [number, number])[] = [];
    for (let now = 1; now <= 4; now++) {
      pace = lower(pace, CEILING, { calledAt: now, now });
      seen.push([pace.concurrency, pace.requestsPerSecond]);
    }
    expect(seen).toEqual([
      [4, 4],
      [2, 2],
      [1, 2],
      [1, 2],
    ]);
  });

  test("calls that strain together halve once", () => {
    let pace = atCeiling(CEILING);
    for (let call = 0; call < 8; call++) pace = lower(pace, CEILING, { calledAt: 100, now: 8_100 });
    expect(pace).toEqual({ concurrency: 4, requestsPerSecond: 4, loweredAt: 8_100 });
    expect(lower(pace, CEILING, { calledAt: 8_100, now: 9_000 }).concurrency).toBe(2);
  });

  test("good calls lead back, one more at a time", () => {
    let pace = lower(atCeiling(CEILING), CEILING, { calledAt: 1, now: 1 });
    for (let call = 0; call < 4; call++) pace = raise(pace, CEILING);
    expect(pace.concurrency).toBeGreaterThan(4.5);
    expect(pace.concurrency).toBeLessThan(5.5);
    expect(pace.requestsPerSecond).toBe(6);
    for (let call = 0; call < 100; call++) pace = raise(pace, CEILING);
    expect(pace).toMatchObject({ concurrency: 8, requestsPerSecond: 8 });
  });

  test("never goes above the ceiling nor below its floor, whatever happens and however the ceiling moves", () => {
    const limits = fc.record({
      requestsPerSecond: fc.double({ min: 0.01, max: 1_000, noNaN: true }),
      burst: fc.integer({ min: 1, max: 100 }),
      concurrency: fc.integer({ min: 1, max: 256 }),
    });
    const step = fc.record({
      isGood: fc.boolean(),
      afterMs: fc.nat(5_000),
      ago: fc.nat(10_000),
      ceiling: fc.option(limits, { freq: 10 }),
    });
    fc.assert(
      fc.property(limits, fc.array(step, { maxLength: 300 }), (first, steps) => {
        let ceiling = first;
        let pace = atCeiling(ceiling);
        let now = 0;
        for (const { isGood, afterMs, ago, ceiling: next } of steps) {
          now += afterMs;
          ceiling = next ?? ceiling;
          pace = isGood ? raise(pace, ceiling) : lower(pace, ceiling, { calledAt: now - ago, now });
          expect(pace.concurrency).toBeLessThanOrEqual(ceiling.concurrency);
          expect(pace.requestsPerSecond).toBeLessThanOrEqual(ceiling.requestsPerSecond);
          expect(withinCeiling(pace, ceiling).concurrency).toBeGreaterThanOrEqual(1);
          expect(pace.requestsPerSecond).toBeGreaterThan(0);
        }
      }),
    );
  });
});
