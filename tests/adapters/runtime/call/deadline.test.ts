import { describe, expect, test } from "vitest";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson, drip, hang } from "#tests/support/upstream-faults.ts";

describe("time limits", () => {
  test("no call starts with less than 50 ms left", async () => {
    await using upstream = await startUpstream(answerJson({}));
    const clock = new ManualClock();
    await using caller = createTestCaller(upstream, { timer: clock });
    const late = createCallContext({ clock, timeoutMs: 49 });
    expect(await failureOf(caller.call(ask(upstream), late))).toEqual({ kind: "timeout", phase: "deadline" });
    expect(upstream.requests).toHaveLength(0);
    await caller.call(ask(upstream), createCallContext({ clock, timeoutMs: 50 }));
    expect(upstream.requests).toHaveLength(1);
  });

  test("a turn that comes with less than 50 ms left is given up", async () => {
    await using upstream = await startUpstream(answerJson({}));
    const clock = new ManualClock();
    const politeness = { requestsPerSecond: 1, burst: 1 };
    await using caller = createTestCaller(upstream, { timer: clock, politeness });
    await caller.call(ask(upstream), createCallContext({ clock }));
    const asked = failureOf(caller.call(ask(upstream), createCallContext({ clock, timeoutMs: 1_049 })));
    await clock.advance(1_000);
    expect(await asked).toEqual({ kind: "timeout", phase: "deadline" });
    expect(upstream.requests).toHaveLength(1);
  });

  test("whose turn would come too late is told at once that it is busy", async () => {
    await using upstream = await startUpstream(answerJson({}));
    const clock = new ManualClock();
    await using caller = createTestCaller(upstream, { timer: clock, politeness: { requestsPerSecond: 1, burst: 1 } });
    const call = (page: number, timeoutMs: number) =>
      caller.call(ask(upstream, { url: `${upstream.url}/${page}` }), createCallContext({ clock, timeoutMs }));
    await call(0, 1_000);
    const [second, third] = [call(1, 1_500), call(2, 2_500)];
    expect(await failureOf(call(3, 2_500))).toEqual({ kind: "busy" });
    await clock.advance(1_000);
    await second;
    await clock.advance(1_000);
    await third;
    expect(upstream.requests).toHaveLength(3);
  });

  test("the deadline ends the wait in line, before the headers and in the body, within 50 ms", async () => {
    await using upstream = await startUpstream(answerJson({}));
    await using caller = createTestCaller(upstream, { politeness: { tryTimeoutMs: 5_000, concurrency: 1 } });
    // What a first call takes (connecting, compiling) is not what is measured.
    await caller.call(ask(upstream), createCallContext());
    for (const [handler, phase] of [
      [hang, "headers"],
      [drip(), "body"],
    ] as const) {
      upstream.answer(handler);
      const startedAt = performance.now();
      const failure = await failureOf(caller.call(ask(upstream), createCallContext({ timeoutMs: 200 })));
      expect(performance.now() - startedAt).toBeLessThan(200 + 50);
      expect(failure).toEqual({ kind: "timeout", phase });
    }
    upstream.answer(hang);
    await using fresh = createTestCaller(upstream, { politeness: { tryTimeoutMs: 5_000, concurrency: 1 } });
    const first = failureOf(fresh.call(ask(upstream), createCallContext({ timeoutMs: 400 })));
    const inLine = failureOf(
      fresh.call(ask(upstream, { url: `${upstream.url}/b` }), createCallContext({ timeoutMs: 150 })),
    );
    expect(await inLine).toEqual({ kind: "timeout", phase: "queue" });
    expect(await first).toEqual({ kind: "timeout", phase: "headers" });
  });

  test("one try is limited by the wall clock over the whole body, however steadily it drips", async () => {
    await using upstream = await startUpstream(drip(5));
    const clock = new ManualClock();
    await using caller = createTestCaller(upstream, { timer: clock, politeness: { tryTimeoutMs: 8_000 } });
    const asked = failureOf(caller.call(ask(upstream), createCallContext({ clock, timeoutMs: 15_000 })));
    await upstream.received(1);
    await clock.advance(7_999);
    expect(upstream.openSockets).toBe(1);
    await clock.advance(1);
    expect(await asked).toMatchObject({ kind: "timeout" });
    await upstream.quiet();
    expect(clock.pending).toBe(0);
  });

  test("a host that takes no connection is a connect timeout", async () => {
    // 192.0.2.0/24 is for documentation: nothing answers there, and some networks refuse it at once.
    const nowhere = { host: "192.0.2.1:81", url: "http://192.0.2.1:81" };
    await using caller = createTestCaller(nowhere, { politeness: { connectTimeoutMs: 300, tryTimeoutMs: 3_000 } });
    const failure = await failureOf(caller.call(ask(nowhere), createCallContext({ timeoutMs: 5_000 })));
    expect(["timeout", "unreachable"]).toContain(failure.kind);
  });
});
