import { describe, expect, test } from "vitest";
import { Departure } from "#adapters/runtime/call/departure.ts";
import { GateRefusedError } from "#adapters/runtime/call/gate-refusal.ts";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import type { SourceGate } from "#adapters/runtime/call/source-gate.ts";
import type { HostLedger } from "#adapters/runtime/manners/host-ledger.ts";
import { createMemoryLedger } from "#adapters/runtime/manners/memory-ledger.ts";
import type { Politeness } from "#adapters/runtime/politeness.ts";
import { gateUser } from "#tests/support/gate-user.ts";
import { ManualClock, settle } from "#tests/support/manual-clock.ts";

const HOST = "portal.example.cn";
const NEVER = new Departure();
const GOOD = { end: "good", isStrained: false } as const;
const FAILED = { end: "failed", isStrained: false } as const;

function createGate(clock: ManualClock, politeness: Partial<Politeness> = {}): SourceGate {
  return new HostGates(clock).gateFor(HOST, gateUser(politeness));
}

/** Enters and notes when; leaves again at once. */
async function visit(gate: SourceGate, clock: ManualClock, entered: number[]): Promise<void> {
  const turn = await gate.enter(NEVER);
  entered.push(clock.now());
  turn.end(GOOD);
}

/** One question that takes the host 200 ms and is of no use after its deadline. */
async function askBy(deadline: number, gate: SourceGate, clock: ManualClock): Promise<string> {
  const refusal = gate.refusalBy(deadline);
  if (refusal !== null) return refusal.kind;
  const departure = new Departure();
  const stay = clock.after(deadline - clock.now(), () => departure.leave({ kind: "timeout", phase: "queue" }));
  const turn = await gate.enter(departure).catch(() => null);
  if (turn === null) return "left";
  await new Promise<void>((resolve) => clock.after(200, resolve));
  stay();
  gate.took(200);
  turn.end(GOOD);
  return clock.now() <= deadline ? "in time" : "late";
}

describe("host gate", () => {
  test("lets a burst through at once and the rest at the rate", async () => {
    const clock = new ManualClock(0);
    const gate = createGate(clock);
    const entered: number[] = [];
    const visits = Array.from({ length: 6 }, () => visit(gate, clock, entered));
    await clock.advance(10_000);
    await Promise.all(visits);
    expect(entered).toEqual([0, 0, 1_000, 2_000, 3_000, 4_000]);
    expect(clock.pending).toBe(0);
  });

  test("serves in the order of arrival", async () => {
    const clock = new ManualClock(0);
    const gate = createGate(clock, { burst: 1 });
    const order: number[] = [];
    for (const name of [1, 2, 3, 4]) {
      void gate.enter(NEVER).then((turn) => {
        order.push(name);
        turn.end(GOOD);
      });
    }
    await clock.advance(5_000);
    expect(order).toEqual([1, 2, 3, 4]);
  });

  test("lets clients pass before what the hub asks for itself, which goes every ten seconds all the same", async () => {
    const clock = new ManualClock(0);
    const gate = createGate(clock, { burst: 1 });
    const order: string[] = [];
    const ask = async (name: string, passenger: { givesWay(): boolean } | null) => {
      const turn = await gate.enter(NEVER, null, passenger);
      order.push(`${name} ${clock.now() / 1_000}`);
      turn.end(GOOD);
    };
    await visit(gate, clock, []);
    let isJoined = false;
    const asked = ["a", "b", "c"].map((name) => ask(name, { givesWay: () => name !== "c" || !isJoined }));
    for (let count = 1; count <= 25; count += 1) asked.push(ask("client", null));
    await clock.advance(1_000);
    isJoined = true;
    await clock.advance(40_000);
    await Promise.all(asked);
    expect(order.slice(0, 3)).toEqual(["client 1", "c 2", "client 3"]);
    expect(order.filter((name) => !name.startsWith("client"))).toEqual(["c 2", "a 12", "b 22"]);
    expect(order).toHaveLength(28);
  });

  test("does not count the hub's own questions against a client who would be gone", async () => {
    const clock = new ManualClock(0);
    const gate = createGate(clock, { burst: 1 });
    await visit(gate, clock, []);
    for (let count = 0; count < 5; count += 1) void gate.enter(NEVER, null, { givesWay: () => true });
    expect(gate.refusalBy(2_000)).toBeNull();
    expect(gate.refusalBy(2_000, true)).toEqual({ kind: "busy" });
    void gate.enter(NEVER);
    void gate.enter(NEVER);
    expect(gate.refusalBy(2_000)).toEqual({ kind: "busy" });
  });

  test("refuses at once what the line cannot hold", async () => {
    const clock = new ManualClock(0);
    const gate = createGate(clock, { queueLimit: 3 });
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

  test("asks the ledger for its head only, however long the line", async () => {
    const clock = new ManualClock(0);
    const ledger = counted(createMemoryLedger());
    const gate = new HostGates(clock, ledger).gateFor(HOST, gateUser());
    const visits = Array.from({ length: 500 }, () => visit(gate, clock, []).catch(() => {}));
    await clock.advance(10_000);
    expect(ledger.asked).toBeLessThan(40);
    await clock.advance(600_000);
    await Promise.all(visits);
  });

  test("without a line only those pass who need not wait", async () => {
    const gate = createGate(new ManualClock(0), { queueLimit: 0, concurrency: 1 });
    const turn = await gate.enter(NEVER);
    await expect(gate.enter(NEVER)).rejects.toMatchObject({ refusal: { kind: "busy" } });
    turn.end(GOOD);
    await expect(gate.enter(NEVER)).resolves.toBeDefined();
  });

  test("lets go of those who leave the line", async () => {
    const clock = new ManualClock(0);
    const gate = createGate(clock, { burst: 1 });
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

  test("a slot granted to one who has just left goes to the next in line", async () => {
    const clock = new ManualClock(0);
    const gate = createGate(clock, { burst: 1 });
    const leaving = new Departure();
    const left = gate.enter(leaving).catch((error: unknown) => error);
    const entered: number[] = [];
    void visit(gate, clock, entered);
    leaving.leave({ kind: "aborted" });
    await left;
    await settle();
    expect(entered).toEqual([0]);
  });

  test("a pause empties the line, keeps everyone out, and then opens again", async () => {
    const clock = new ManualClock(0);
    const gate = createGate(clock, { burst: 1 });
    await visit(gate, clock, []);
    const inLine = gate.enter(NEVER).catch((error: unknown) => error);
    gate.pause(7_000);
    expect(await inLine).toMatchObject({ refusal: { kind: "paused", retryAfterMs: 7_000 } });
    await clock.advance(6_999);
    await expect(gate.enter(NEVER)).rejects.toMatchObject({ refusal: { kind: "paused", retryAfterMs: 1 } });
    await clock.advance(1);
    await expect(gate.enter(NEVER)).resolves.toBeDefined();
  });

  test("a turn that goes on keeps its place and takes a token", async () => {
    const clock = new ManualClock(0);
    const gate = createGate(clock, { concurrency: 1 });
    const turn = await gate.enter(NEVER);
    const entered: number[] = [];
    void visit(gate, clock, entered);
    expect(await gate.enter(NEVER, turn)).toBe(turn);
    turn.end(GOOD);
    await clock.advance(1_000);
    expect(entered).toEqual([1_000]);
  });

  test("one host has one pace, that of the strictest source", async () => {
    const clock = new ManualClock(0);
    const gates = new HostGates(clock);
    const quick = gates.gateFor(HOST, gateUser({ burst: 50, requestsPerSecond: 50 }));
    gates.gateFor(HOST, gateUser({}, "slow"));
    const entered: number[] = [];
    for (let count = 0; count < 4; count++) void visit(quick, clock, entered);
    await clock.advance(10_000);
    expect(entered).toEqual([0, 0, 1_000, 2_000]);
    expect(gates.gateFor("other.example.cn", gateUser())).not.toBe(quick);
  });

  test("a source that comes back with other manners is held to them", async () => {
    const clock = new ManualClock(0);
    const gates = new HostGates(clock);
    const before = gates.gateFor(HOST, gateUser({ burst: 50, requestsPerSecond: 50 }));
    expect(gates.gateFor(HOST, gateUser({ burst: 50, requestsPerSecond: 50 }))).toBe(before);
    const slower = gates.gateFor(HOST, gateUser({ burst: 1, requestsPerSecond: 0.5 }));
    const entered: number[] = [];
    for (let count = 0; count < 3; count++) void visit(slower, clock, entered);
    await clock.advance(10_000);
    expect(entered).toEqual([0, 2_000, 4_000]);
  });

  test("one source's open breaker is not the other's, on the same host", async () => {
    const clock = new ManualClock(0);
    const gates = new HostGates(clock);
    const one = gates.gateFor(HOST, gateUser({ burst: 20 }, "one"));
    const other = gates.gateFor(HOST, gateUser({ burst: 20 }, "other"));
    for (let count = 0; count < 5; count++) (await one.enter(NEVER)).end(FAILED);
    await settle();
    await expect(one.enter(NEVER)).rejects.toMatchObject({ refusal: { kind: "circuit-open", retryAfterMs: 30_000 } });
    await expect(other.enter(NEVER)).resolves.toBeDefined();
    expect([one.standing.breaker, other.standing.breaker]).toEqual(["OPEN", "CLOSED"]);
  });

  test("an opening breaker sends away who stands in line", async () => {
    const clock = new ManualClock(0);
    const gate = createGate(clock, { burst: 5, concurrency: 1 });
    const turns = [await gate.enter(NEVER)];
    const inLine = Array.from({ length: 4 }, () =>
      gate.enter(NEVER).then((turn) => {
        turn.end(FAILED);
      }),
    );
    const last = gate.enter(NEVER).catch((error: unknown) => error);
    turns[0]?.end(FAILED);
    await Promise.all(inLine);
    expect(await last).toMatchObject({ refusal: { kind: "circuit-open" } });
  });

  test("with ten times as much asked as the host takes, all that it takes is in time", async () => {
    const clock = new ManualClock(0);
    const gate = createGate(clock, { requestsPerSecond: 5, burst: 3, concurrency: 4 });
    const outcomes: Promise<string>[] = [];
    for (let asked = 0; asked < 500; asked++) {
      outcomes.push(askBy(clock.now() + 3_000, gate, clock));
      await clock.advance(20);
    }
    await clock.advance(10_000);
    const kinds = await Promise.all(outcomes);
    // Ten seconds of load, and three in which those in line are served.
    expect(kinds.filter((kind) => kind === "in time").length).toBeGreaterThanOrEqual(3 + 5 * 12);
    expect(kinds.filter((kind) => kind !== "in time" && kind !== "busy")).toEqual([]);
  });

  test("nobody is let through while the ledger cannot be kept", async () => {
    const broken = { ...createMemoryLedger(), acquire: () => Promise.reject(new Error("disk full")) };
    const gate = new HostGates(new ManualClock(0), broken).gateFor(HOST, gateUser());
    const refused = Array.from({ length: 3 }, () => gate.enter(NEVER).catch((error: unknown) => error));
    for (const outcome of await Promise.all(refused)) expect(outcome).toMatchObject({ refusal: { kind: "no-ledger" } });
  });
});

function counted(ledger: HostLedger): HostLedger & { readonly asked: number } {
  let asked = 0;
  return {
    ...ledger,
    acquire: (request) => {
      asked += 1;
      return ledger.acquire(request);
    },
    get asked() {
      return asked;
    },
  };
}
