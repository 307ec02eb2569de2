import { describe, expect, test } from "vitest";
import { html } from "#adapters/runtime/call/decoders/html.ts";
import { withAbsence } from "#adapters/runtime/call/decoders/with-absence.ts";
import { POLITE_DEFAULTS, type Politeness } from "#adapters/runtime/politeness.ts";
import type { UpstreamRequest } from "#adapters/runtime/source.ts";
import type { UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream, type TestUpstream, type UpstreamHandler } from "#tests/support/start-upstream.ts";
import {
  answerHtml,
  answerJson,
  answerStatus,
  cutBody,
  hang,
  inTurn,
  LOGIN_PAGE,
  redirectTo,
  reset,
} from "#tests/support/upstream-faults.ts";

/** A caller with the default breaker toward one upstream, on a clock moved by hand; every question is a new one. */
function createBench(upstream: TestUpstream, politeness: Partial<Politeness> = {}) {
  const clock = new ManualClock();
  const breaker = POLITE_DEFAULTS.breaker;
  const caller = createTestCaller(upstream, {
    timer: clock,
    politeness: { breaker, tryTimeoutMs: 8_000, ...politeness },
  });
  let asked = 0;
  const call = (request: Partial<UpstreamRequest<unknown>> = {}) => {
    asked += 1;
    return caller.call(ask(upstream, { url: `${upstream.url}/${asked}`, ...request }), createCallContext({ clock }));
  };
  return {
    clock,
    caller,
    call,
    fail: (request?: Partial<UpstreamRequest<unknown>>): Promise<UpstreamFailure> => failureOf(call(request)),
    [Symbol.asyncDispose]: () => caller.close(),
  };
}

const OPEN = { kind: "circuit-open", retryAfterMs: 30_000 } as const;

describe("breaker of a source", () => {
  const faults: readonly (readonly [string, UpstreamHandler])[] = [
    ["500", answerStatus(500)],
    ["a reset", reset],
    ["a body cut short", cutBody('{"a":1}')],
    ["a page that was not due", answerHtml("<p>系统维护</p>")],
    ["a log-in page with status 200", answerHtml(LOGIN_PAGE)],
    ["401 without a user's token", answerStatus(401)],
    ["a redirect to a log-in page", redirectTo("/login")],
  ];

  test.each(faults)("opens after five times %s, then asks nobody", async (_name, handler) => {
    await using upstream = await startUpstream(handler);
    await using bench = createBench(upstream);
    for (let count = 0; count < 5; count++) expect((await bench.fail()).kind).not.toBe("circuit-open");
    const asked = upstream.requests.length;
    expect(await bench.fail()).toEqual(OPEN);
    expect(upstream.requests).toHaveLength(asked);
    expect(bench.caller.health()).toMatchObject({ state: "DOWN", breaker: "OPEN" });
  });

  test("opens within ten calls when every other one fails", async () => {
    await using upstream = await startUpstream(
      inTurn(
        ...Array(10)
          .fill([answerJson({}), answerStatus(500)])
          .flat(),
      ),
    );
    await using bench = createBench(upstream);
    for (let count = 0; count < 10; count++) await bench.call().catch(() => {});
    expect(await bench.fail()).toEqual(OPEN);
    expect(upstream.requests).toHaveLength(10);
  });

  test("recovers with one probe once the upstream is repaired; whoever comes meanwhile is sent away", async () => {
    await using upstream = await startUpstream(answerStatus(500));
    await using bench = createBench(upstream);
    for (let count = 0; count < 5; count++) await bench.fail();
    await bench.clock.advance(30_000);
    expect(bench.caller.health().breaker).toBe("HALF_OPEN");
    const { promise: repaired, resolve: repair } = Promise.withResolvers<void>();
    upstream.answer(async (request, response) => {
      await repaired;
      return answerJson({ a: 1 })(request, response);
    });
    const probe = bench.call();
    await upstream.received(6);
    for (let count = 0; count < 20; count++)
      expect(await bench.fail()).toEqual({ kind: "circuit-open", retryAfterMs: 1_000 });
    expect(upstream.requests).toHaveLength(6);
    repair();
    expect(await probe).toMatchObject({ value: { a: 1 } });
    await Promise.all(Array.from({ length: 20 }, () => bench.call()));
    expect(bench.caller.health()).toMatchObject({ state: "UP", breaker: "CLOSED" });
  });

  test("a portal that always fails: at most 1.1 calls per question, then one probe per open period", async () => {
    await using upstream = await startUpstream(answerStatus(502));
    const retry = { attempts: 1, minDelayMs: 0, maxDelayMs: 0 };
    await using bench = createBench(upstream, { retry });
    const probes: number[] = [];
    let questions = 0;
    for (const startedAt = bench.clock.now(); bench.clock.now() < startedAt + 3_600_000; ) {
      const before = upstream.requests.length;
      questions += 1;
      let isOver = false;
      void bench
        .call()
        .catch(() => {})
        .finally(() => {
          isOver = true;
        });
      while (!isOver) await bench.clock.advance(0);
      const calls = upstream.requests.length - before;
      if (calls > 0) probes.push(calls);
      await bench.clock.advance(5_000);
    }
    const first = probes.slice(0, 5).reduce((sum, calls) => sum + calls, 0);
    expect(first).toBeLessThanOrEqual(6);
    // 30 s, 1, 2, 4, 8 and then every 10 min: nine open periods and a bit in an hour.
    expect(probes.slice(5).every((calls) => calls === 1)).toBe(true);
    expect(probes.slice(5).length).toBeGreaterThanOrEqual(8);
    expect(probes.slice(5).length).toBeLessThanOrEqual(10);
    expect(upstream.requests.length).toBeLessThanOrEqual(1.1 * questions);
  }, 60_000);

  const harmless: readonly (readonly [string, UpstreamHandler, Partial<UpstreamRequest<unknown>>])[] = [
    ["400", answerStatus(400), {}],
    ["403", answerStatus(403), {}],
    ["404", answerStatus(404), {}],
    ["a record that is not there", answerStatus(404), { accept: [404], decode: withAbsence(() => ({})) }],
    ["a user whose token has run out", answerStatus(401), { partition: "user" }],
    ["a log-in page for a user's question", answerHtml(LOGIN_PAGE), { partition: "user", decode: html(() => null) }],
  ];

  test.each(harmless)("%s says nothing against the upstream", async (_name, handler, request) => {
    await using upstream = await startUpstream(handler);
    await using bench = createBench(upstream);
    for (let count = 0; count < 12; count++) await bench.call(request).catch(() => {});
    expect(upstream.requests).toHaveLength(12);
    expect(bench.caller.health().breaker).toBe("CLOSED");
  });

  test("clients that leave, and clients in a hurry, do not open it", async () => {
    await using upstream = await startUpstream(hang);
    await using bench = createBench(upstream, { tryTimeoutMs: 8_000 });
    for (let count = 1; count <= 6; count++) {
      const leaving = createCallContext({ clock: bench.clock });
      const left = failureOf(bench.caller.call(ask(upstream, { url: `${upstream.url}/left/${count}` }), leaving));
      await upstream.received(2 * count - 1);
      leaving.leave();
      expect(await left).toEqual({ kind: "aborted" });
      const hurried = createCallContext({ clock: bench.clock, timeoutMs: 500 });
      const late = failureOf(bench.caller.call(ask(upstream, { url: `${upstream.url}/late/${count}` }), hurried));
      await upstream.received(2 * count);
      await bench.clock.advance(500);
      expect(await late).toMatchObject({ kind: "timeout" });
    }
    expect(bench.caller.health().breaker).toBe("CLOSED");
  });

  test("a client's deadline that comes when the upstream was slow already counts against it", async () => {
    await using upstream = await startUpstream(hang);
    await using bench = createBench(upstream, { tryTimeoutMs: 8_000, slowShare: 0.5 });
    for (let count = 1; count <= 5; count++) {
      const context = createCallContext({ clock: bench.clock, timeoutMs: 5_000 });
      const late = failureOf(bench.caller.call(ask(upstream, { url: `${upstream.url}/late/${count}` }), context));
      await upstream.received(count);
      await bench.clock.advance(5_000);
      expect(await late).toMatchObject({ kind: "timeout" });
    }
    expect(bench.caller.health().breaker).toBe("OPEN");
  });

  test("answers that come slowly open it like failures, and slow the pace", async () => {
    await using upstream = await startUpstream(answerJson({}));
    await using bench = createBench(upstream, { tryTimeoutMs: 8_000, slowShare: 0.5, concurrency: 8 });
    for (let count = 1; count <= 10; count++) {
      const { promise: due, resolve: answer } = Promise.withResolvers<void>();
      upstream.answer(async (request, response) => {
        await due;
        return answerJson({})(request, response);
      });
      const asked = bench.call();
      await upstream.received(count);
      await bench.clock.advance(count % 2 === 0 ? 5_000 : 1_000);
      answer();
      await asked;
    }
    expect(bench.caller.health().breaker).toBe("OPEN");
  });

  test("a redirect that is followed and what it leads to count as one call", async () => {
    await using upstream = await startUpstream((request, response) =>
      (request.path.endsWith("/there") ? answerStatus(500) : redirectTo("/there"))(request, response),
    );
    await using bench = createBench(upstream);
    for (let count = 0; count < 5; count++) expect(await bench.fail()).toEqual({ kind: "rejected", status: 500 });
    expect(await bench.fail()).toEqual(OPEN);
    await bench.clock.advance(30_000);
    expect(await bench.fail()).toEqual({ kind: "rejected", status: 500 });
    expect(await bench.fail()).toMatchObject({ kind: "circuit-open", retryAfterMs: 60_000 });
    expect(upstream.requests).toHaveLength(12);
  });

  test("where the breaker opens before the retry, the failure is told, not the breaker", async () => {
    await using upstream = await startUpstream(answerStatus(502));
    const retry = { attempts: 1, minDelayMs: 0, maxDelayMs: 0 };
    await using bench = createBench(upstream, { retry, breaker: { ...POLITE_DEFAULTS.breaker, failuresInRow: 1 } });
    expect(await bench.fail()).toEqual({ kind: "rejected", status: 502 });
    expect(upstream.requests).toHaveLength(1);
  });
});
