import { describe, expect, test } from "vitest";
import type { Logger } from "#adapters/runtime/logger.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { startUpstream, type UpstreamHandler } from "#tests/support/start-upstream.ts";
import { answerStatus } from "#tests/support/upstream-faults.ts";

/** Answers with the token it was asked with, after a moment in which other questions arrive. */
const echoToken: UpstreamHandler = (request, response) => {
  setTimeout(() => response.end(JSON.stringify(request.headers.authorization ?? "nobody")), 2);
};

describe("private questions", () => {
  test("in 10,000 interleaved questions of two users nobody gets the other's answer", async () => {
    await using upstream = await startUpstream(echoToken);
    const politeness = { requestsPerSecond: 100_000, burst: 100_000, queueLimit: 100_000, tryTimeoutMs: 20_000 };
    await using caller = createTestCaller(upstream, { politeness });
    const question = async (index: number) => {
      const credential = `Bearer secret-of-${index % 2 === 0 ? "demo" : "other"}`;
      const context = createCallContext({ credential, timeoutMs: 30_000 });
      const headers = { Authorization: credential };
      const partition = context.partition;
      const { value } = await caller.call(ask(upstream, { headers, partition, ttlMs: 60_000 }), context);
      expect(value).toBe(credential);
      expect(context.events).toMatchObject([{ isPrivate: true, cacheHits: 0, ttlMs: 0 }]);
    };
    for (let batch = 0; batch < 10; batch++) {
      await Promise.all(Array.from({ length: 1_000 }, (_, index) => question(index)));
    }
    expect(upstream.requests.length).toBeGreaterThanOrEqual(20);
    expect(upstream.requests.length).toBeLessThan(2_000);
  });

  test("a user's token makes a question private even where the source forgot to say so", async () => {
    await using upstream = await startUpstream(echoToken);
    await using caller = createTestCaller(upstream);
    const context = createCallContext({ credential: "Bearer abc" });
    const request = ask(upstream, { headers: { cookie: "token=abc" }, ttlMs: 60_000 });
    await caller.call(request, context);
    await caller.call(request, context);
    expect(upstream.requests).toHaveLength(2);
    expect(context.events.every((event) => event.isPrivate)).toBe(true);
  });

  test("a public question of a user who brought a token is shared as ever", async () => {
    await using upstream = await startUpstream(echoToken);
    await using caller = createTestCaller(upstream);
    const request = ask(upstream, { ttlMs: 60_000 });
    await caller.call(request, createCallContext({ credential: "Bearer abc" }));
    await caller.call(request, createCallContext());
    expect(upstream.requests).toHaveLength(1);
  });

  test("no token, query, body or answer stands in a log line or an error", async () => {
    const lines: string[] = [];
    const note = (fields: object, message: string) => lines.push(JSON.stringify({ ...fields, message }));
    const logger: Logger = { info: note, warn: note, error: note, debug: note };
    await using upstream = await startUpstream(answerStatus(200, {}, '{"planted-answer": tru'));
    await using caller = createTestCaller(upstream, { logger });
    const request = ask(upstream, {
      method: "POST",
      query: { q: "planted-query" },
      body: "planted-body",
      headers: { authorization: "Bearer planted-token", cookie: "planted-cookie" },
    });
    const context = createCallContext({ credential: "Bearer planted-token" });
    const error = await caller.call(request, context).catch((reason: unknown) => reason);
    upstream.answer(answerStatus(500, {}, "planted-answer"));
    await failureOf(caller.call(request, createCallContext({ credential: "Bearer planted-token" })));
    upstream.answer(answerStatus(200, {}, '"planted-answer"'));
    await caller.call(request, createCallContext({ credential: "Bearer planted-token" }));
    const told = lines.join("\n") + JSON.stringify(error) + String(error) + String((error as Error).cause);
    expect(lines).toHaveLength(3);
    expect(told).not.toMatch(/planted|127\.0\.0\.1/);
    expect(JSON.parse(lines[2] ?? "")).toMatchObject({
      source: "test",
      operation: "ask",
      status: 200,
      requestId: "test",
    });
  });

  test("401 asks for a log-in", async () => {
    await using upstream = await startUpstream(answerStatus(401));
    await using caller = createTestCaller(upstream);
    expect(await failureOf(caller.call(ask(upstream), createCallContext()))).toEqual({ kind: "login-required" });
  });
});
