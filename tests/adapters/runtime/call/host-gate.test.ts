import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Departure } from "#adapters/runtime/call/departure.ts";
import { GateRefusedError, HostGate } from "#adapters/runtime/call/host-gate.ts";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { ManualClock, settle } from "#tests/support/manual-clock.ts";

const POLITE = { requestsPerSecond: 1, burst: 2, concurrency: 2, queueLimit: 1_000 };
const NEVER = new Departure();

/** Enters and notes when; leaves again at once. */
function visit(gate: HostGate, clock: ManualClock, entered: number[], stayMs = 0): Promise<void> {
  return gate.enter(NEVER).then((release) => {
    entered.push(clock.now());
    if (stayMs === 0) release();
    else clock.after(stayMs, release);
  });
}

describe("host gate", () => {
  test("lets a burst through at once and the rest at the rate", async () => {
    const clock = new ManualClock(0);
    const gate = new HostGate(clock, POLITE);
    const entered: number[] = [];
    const visits = Array.from({ length: 6 }, () => visit(gate, clock, entered));
    await clock.advance(10_000);
    await Promise.all(visits);
    expect(entered).toEqual([0, 0, 1_000, 2_000, 3_000, 4_000]);
    expect(clock.pending).toBe(0);
  });

  test("never lets more than burst + rate × window through any window, nor more than the concurrency in", async () => {
    const limits = fc.record({
      requestsPerSecond: fc.integer({ min: 1, max: 20 }),
      burst: fc.integer({ min: 1, max: 10 }),
      concurrency: fc.integer({ min: 1, max: 5 }),
    });
    const arrivals = fc.array(fc.record({ afterMs: fc.nat(700), stayMs: fc.nat(900) }), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(limits, arrivals, async (limit, visitors) => {
        const clock = new ManualClock(0);
        const gate = new HostGate(clock, { ...limit, queueLimit: 1_000 });
        const entered: number[] = [];
        let inside = 0;
        let mostInside = 0;
        for (const { afterMs, stayMs } of visitors) {
          await clock.advance(afterMs);
          void gate.enter(NEVER).then((release) => {
            entered.push(clock.now());
            inside += 1;
            mostInside = Math.max(mostInside, inside);
            clock.after(stayMs, () => {
              inside -= 1;
              release();
            });
          });
        }
        await clock.advance(100_000);
        expect(entered).toHaveLength(visitors.length);
        expect(mostInside).toBeLessThanOrEqual(limit.concurrency);
        for (const [index, from] of entered.entries()) {
          for (const [later, to] of entered.entries()) {
            if (later < index) continue;
            const allowed = limit.burst + (limit.requestsPerSecond * (to - from)) / 1_000;
            expect(later - index + 1).toBeLessThanOrEqual(allowed + 1e-6);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test("serves in the order of arrival", async () => {
    const clock = new ManualClock(0);
    const gate = new HostGate(clock, { ...POLITE, burst: 1 });
    const order: number[] = [];
    for (const name of [1, 2, 3, 4]) {
      void gate.enter(NEVER).then((release) => {
        order.push(name);
        release();
      });
    }
    await clock.advance(5_000);
    expect(order).toEqual([1, 2, 3, 4]);
  });

  test("refuses at once what the line cannot hold", async () => {
    const clock = new ManualClock(0);
    const gate = new HostGate(clock, { ...POLITE, queueLimit: 3 });
    const entered: number[] = [];
    const visits = Array.from({ length: 10_000 }, () => visit(gate, clock, entered).catch((error: unknown) => error));
    await settle();
    expect(gate.depth).toBe(3);
    await clock.advance(5_000);
    const outcomes = await Promise.all(visits);
    const refused = outcomes.filter((outcome) => outcome instanceof GateRefusedError);
    expect(refused).toHaveLength(9_995);
    expect(entered).toHaveLength(5);
  });

  test("without a line only those pass who need not wait", async () => {
    const gate = new HostGate(new ManualClock(0), { ...POLITE, queueLimit: 0, concurrency: 1 });
    const release = await gate.enter(NEVER);
    await expect(gate.enter(NEVER)).rejects.toMatchObject({ refusal: { kind: "busy" } });
    release();
    await expect(gate.enter(NEVER)).resolves.toBeTypeOf("function");
  });

  test("lets go of those who leave the line", async () => {
    const clock = new ManualClock(0);
    const gate = new HostGate(clock, { ...POLITE, burst: 1 });
    await visit(gate, clock, []);
    const leaving = new Departure();
    const left = gate.enter(leaving).catch((error: unknown) => error);
    const entered: number[] = [];
    void visit(gate, clock, entered);
    leaving.leave({ kind: "aborted" });
    expect(await left).toMatchObject({ refusal: { kind: "left" } });
    await clock.advance(1_000);
    expect(entered).toEqual([1_000]);
  });

  test("a pause empties the line, keeps everyone out, and then opens again", async () => {
    const clock = new ManualClock(0);
    const gate = new HostGate(clock, { ...POLITE, burst: 1 });
    await visit(gate, clock, []);
    const inLine = gate.enter(NEVER).catch((error: unknown) => error);
    gate.pause(7_000);
    expect(await inLine).toMatchObject({ refusal: { kind: "paused", retryAfterMs: 7_000 } });
    await clock.advance(6_999);
    await expect(gate.enter(NEVER)).rejects.toMatchObject({ refusal: { kind: "paused", retryAfterMs: 1 } });
    await clock.advance(1);
    await expect(gate.enter(NEVER)).resolves.toBeTypeOf("function");
  });

  test("one host has one gate, as strict as the strictest source", async () => {
    const clock = new ManualClock(0);
    const gates = new HostGates(clock);
    const gate = gates.gateFor("portal.example.cn", { ...POLITE, burst: 50, requestsPerSecond: 50 });
    expect(gates.gateFor("portal.example.cn", POLITE)).toBe(gate);
    const entered: number[] = [];
    for (let count = 0; count < 4; count++) void visit(gate, clock, entered);
    await clock.advance(10_000);
    expect(entered).toEqual([0, 0, 1_000, 2_000]);
    expect(gates.gateFor("other.example.cn", POLITE)).not.toBe(gate);
  });
});
