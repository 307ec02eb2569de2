import { describe, expect, test } from "vitest";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson, hang } from "#tests/support/upstream-faults.ts";

describe("single flight", () => {
  test("10,000 identical questions at once reach the upstream once", async () => {
    await using upstream = await startUpstream(answerJson({ a: 1 }));
    await using caller = createTestCaller(upstream, { politeness: { tryTimeoutMs: 10_000 } });
    const contexts = Array.from({ length: 10_000 }, () => createCallContext());
    const answers = await Promise.all(contexts.map((context) => caller.call(ask(upstream), context)));
    expect(upstream.requests).toHaveLength(1);
    expect(answers.every(({ value }) => value === answers[0]?.value)).toBe(true);
    const events = contexts.flatMap((context) => context.events);
    expect(events).toHaveLength(10_000);
    expect(events.reduce((sum, event) => sum + event.upstreamCalls, 0)).toBe(1);
  });

  test("what differs in method, address, body, a header, vary or operation is asked by itself", async () => {
    await using upstream = await startUpstream((_request, response) => {
      setTimeout(() => response.end("{}"), 20);
    });
    await using caller = createTestCaller(upstream);
    const variants = [
      ask(upstream),
      ask(upstream, { query: { page: 2 } }),
      ask(upstream, { method: "POST", body: "a=1" }),
      ask(upstream, { method: "POST", body: "a=2" }),
      ask(upstream, { headers: { range: "1-25" } }),
      ask(upstream, { vary: "x" }),
      ask(upstream, { operation: "other" }),
    ];
    await Promise.all(
      variants.flatMap((request) => [request, request]).map((request) => caller.call(request, createCallContext())),
    );
    expect(upstream.requests).toHaveLength(variants.length);
  });

  test("one who leaves takes nobody along; when the last leaves, the socket closes within 100 ms", async () => {
    await using upstream = await startUpstream(hang);
    await using caller = createTestCaller(upstream, { politeness: { tryTimeoutMs: 10_000 } });
    const [first, second] = [createCallContext(), createCallContext()];
    const asked = [first, second].map((context) => failureOf(caller.call(ask(upstream), context)));
    await upstream.received(1);
    first.leave();
    expect(await asked[0]).toEqual({ kind: "aborted" });
    expect(upstream.openSockets).toBe(1);
    const leftAt = performance.now();
    second.leave();
    expect(await asked[1]).toEqual({ kind: "aborted" });
    await upstream.quiet();
    expect(performance.now() - leftAt).toBeLessThan(100);
    expect([...first.events, ...second.events]).toMatchObject([{ outcome: "SKIPPED" }, { outcome: "SKIPPED" }]);
  });

  test("a hasty waiter gives up alone, at its own deadline", async () => {
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    await using upstream = await startUpstream(async (_request, response) => {
      await mayAnswer;
      response.end('{"a":1}');
    });
    await using caller = createTestCaller(upstream, { politeness: { tryTimeoutMs: 10_000 } });
    const hasty = failureOf(caller.call(ask(upstream), createCallContext({ timeoutMs: 100 })));
    const patient = caller.call(ask(upstream), createCallContext());
    expect(await hasty).toEqual({ kind: "timeout", phase: "headers" });
    answer();
    expect(await patient).toMatchObject({ value: { a: 1 } });
    expect(upstream.requests).toHaveLength(1);
  });

  test("a question after the last one left is asked anew", async () => {
    await using upstream = await startUpstream(hang);
    await using caller = createTestCaller(upstream, { politeness: { tryTimeoutMs: 10_000 } });
    const leaving = createCallContext();
    const asked = failureOf(caller.call(ask(upstream), leaving));
    await upstream.received(1);
    leaving.leave();
    upstream.answer(answerJson({ a: 2 }));
    expect(await caller.call(ask(upstream), createCallContext())).toMatchObject({ value: { a: 2 } });
    await asked;
  });

  test("one who has already left is not served", async () => {
    await using upstream = await startUpstream(answerJson({}));
    await using caller = createTestCaller(upstream);
    const context = createCallContext();
    context.leave();
    expect(await failureOf(caller.call(ask(upstream), context))).toEqual({ kind: "aborted" });
    expect(upstream.requests).toHaveLength(0);
  });

  test("closing ends what is in flight", async () => {
    await using upstream = await startUpstream(hang);
    const caller = createTestCaller(upstream, { politeness: { tryTimeoutMs: 10_000 } });
    const asked = failureOf(caller.call(ask(upstream), createCallContext()));
    await upstream.received(1);
    await caller.close();
    expect(await asked).toEqual({ kind: "aborted" });
    await upstream.quiet();
  });

  test("sockets never exceed the concurrency of the host", async () => {
    await using upstream = await startUpstream((_request, response) => {
      setTimeout(() => response.end("{}"), 5);
    });
    await using caller = createTestCaller(upstream, { politeness: { concurrency: 2, tryTimeoutMs: 5_000 } });
    const questions = Array.from({ length: 60 }, (_, page) => ask(upstream, { query: { page } }));
    await Promise.all(questions.map((request) => caller.call(request, createCallContext())));
    expect(upstream.requests).toHaveLength(60);
    expect(upstream.maxSockets).toBeLessThanOrEqual(2);
  });

  test("10,000 different questions at once: those beyond the line are told that it is busy, at little cost", async () => {
    await using upstream = await startUpstream(hang);
    await using caller = createTestCaller(upstream, {
      politeness: { concurrency: 2, queueLimit: 1_000, tryTimeoutMs: 20_000 },
    });
    const context = createCallContext();
    const before = process.memoryUsage().heapUsed;
    const asked = Array.from({ length: 10_000 }, (_, page) =>
      failureOf(caller.call(ask(upstream, { query: { page } }), context)),
    );
    await upstream.received(2);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50 * 1024 * 1024);
    context.leave();
    const kinds = (await Promise.all(asked)).map((failure) => failure.kind);
    expect(kinds.filter((kind) => kind === "busy")).toHaveLength(10_000 - 1_000 - 2);
    expect(upstream.requests).toHaveLength(2);
  });
});
