import fc from "fast-check";
import { expect, test } from "vitest";
import { Departure } from "#adapters/runtime/call/departure.ts";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import type { SourceGate } from "#adapters/runtime/call/source-gate.ts";
import type { CallFate } from "#adapters/runtime/call/turn.ts";
import { createMemoryLedger } from "#adapters/runtime/manners/memory-ledger.ts";
import type { Politeness } from "#adapters/runtime/politeness.ts";
import { expectWithinRate } from "#tests/support/arrivals.ts";
import { gateUser } from "#tests/support/gate-user.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";

const FATES: readonly CallFate[] = [
  { end: "good", isStrained: false },
  { end: "good", isStrained: false },
  { end: "slow", isStrained: true },
  { end: "failed", isStrained: true },
  { end: "failed", isStrained: false },
  { end: "void", isStrained: false },
  { end: "unused", isStrained: false },
];

/** One request of the generated load: when, from which process and source, for how long it keeps the portal busy, and how it ends. */
interface Request {
  readonly afterMs: number;
  readonly process: number;
  readonly source: number;
  readonly staysMs: number;
  readonly fate: CallFate;
  /** The host then asks for a pause. */
  readonly pauseMs: number | null;
  /** The answer leads elsewhere on the host first. */
  readonly isRedirected: boolean;
  /** The asker leaves the line after that time. */
  readonly patienceMs: number | null;
}

const limits = fc.record({
  requestsPerSecond: fc.integer({ min: 1, max: 20 }),
  burst: fc.integer({ min: 1, max: 10 }),
  concurrency: fc.integer({ min: 1, max: 5 }),
});

const load = fc.array(
  fc.record({
    afterMs: fc.nat(700),
    process: fc.nat(2),
    source: fc.nat(1),
    staysMs: fc.nat(900),
    fate: fc.constantFrom(...FATES),
    pauseMs: fc.option(fc.integer({ min: 100, max: 5_000 }), { freq: 12 }),
    isRedirected: fc.boolean(),
    patienceMs: fc.option(fc.integer({ min: 1, max: 3_000 })),
  }),
  { minLength: 1, maxLength: 60 },
);

/** What the portal sees. */
class Portal {
  readonly arrivals: number[] = [];
  #inside = 0;
  mostInside = 0;
  pausedUntil = 0;
  duringPause = 0;
  readonly #clock: ManualClock;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async receive(staysMs: number): Promise<void> {
    this.arrivals.push(this.#clock.now());
    if (this.#clock.now() < this.pausedUntil) this.duringPause += 1;
    this.#inside += 1;
    this.mostInside = Math.max(this.mostInside, this.#inside);
    await new Promise<void>((resolve) => this.#clock.after(staysMs, resolve));
    this.#inside -= 1;
  }
}

/** Every request ends one way or another. */
async function run(request: Request, gate: SourceGate, portal: Portal, clock: ManualClock): Promise<void> {
  const departure = new Departure();
  if (request.patienceMs !== null) clock.after(request.patienceMs, () => departure.leave({ kind: "aborted" }));
  const turn = await gate.enter(departure).catch(() => null);
  if (turn === null) return;
  if (request.fate.end === "unused") return turn.end(request.fate);
  await portal.receive(request.staysMs);
  const goesOn = request.isRedirected && (await gate.enter(departure, turn).catch(() => null)) !== null;
  if (goesOn) await portal.receive(request.staysMs);
  if (request.pauseMs !== null) {
    gate.pause(request.pauseMs);
    portal.pausedUntil = Math.max(portal.pausedUntil, clock.now() + request.pauseMs);
  }
  turn.end(request.fate);
}

test("no load and no pattern of failures brings a portal more than burst + rate × window, nor more at once than its limit", async () => {
  await fc.assert(
    fc.asyncProperty(limits, load, async (ceiling, requests) => {
      const clock = new ManualClock(0);
      const portal = new Portal(clock);
      const gates = gatesOf(clock, { ...ceiling, tryTimeoutMs: 60_000 });
      const running: Promise<void>[] = [];
      for (const request of requests) {
        await clock.advance(request.afterMs);
        const gate = gates[request.process]?.[request.source];
        if (gate !== undefined) running.push(run(request, gate, portal, clock));
      }
      await clock.advance(900_000);
      await Promise.all(running);
      expectWithinRate(portal.arrivals, ceiling);
      expect(portal.mostInside).toBeLessThanOrEqual(ceiling.concurrency);
      expect(portal.duringPause).toBe(0);
      for (const { standing } of gates.flat()) {
        expect(standing.concurrency).toBeLessThanOrEqual(ceiling.concurrency);
        expect(standing.requestsPerSecond).toBeLessThanOrEqual(ceiling.requestsPerSecond);
        expect(standing.queueDepth).toBe(0);
      }
    }),
    { numRuns: 200 },
  );
}, 120_000);

test("processes take turns: a busy one does not keep the others out", async () => {
  const clock = new ManualClock(0);
  const [[busy], [quiet]] = gatesOf(clock, { requestsPerSecond: 1_000, burst: 1_000, concurrency: 1 });
  const portal = new Portal(clock);
  const order: string[] = [];
  const ask = async (gate: SourceGate | undefined, name: string) => {
    const turn = await gate?.enter(new Departure());
    order.push(name);
    await portal.receive(1_000);
    turn?.end({ end: "good", isStrained: false });
  };
  const all = [...Array.from({ length: 6 }, () => ask(busy, "busy")), ask(quiet, "quiet"), ask(quiet, "quiet")];
  await clock.advance(20_000);
  await Promise.all(all);
  expect(order.indexOf("quiet")).toBeLessThanOrEqual(2);
  expect(order.lastIndexOf("quiet")).toBeLessThanOrEqual(4);
  expect(portal.mostInside).toBe(1);
});

/** Three processes with two sources each, on one host and one ledger. */
function gatesOf(clock: ManualClock, politeness: Partial<Politeness>) {
  const ledger = createMemoryLedger();
  const inProcess = () => {
    const gates = new HostGates(clock, ledger);
    return ["one", "other"].map((source) => gates.gateFor("portal.example.cn", gateUser(politeness, source)));
  };
  return [inProcess(), inProcess(), inProcess()] as const;
}
