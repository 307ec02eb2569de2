import { describe, expect, test } from "vitest";
import type { Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";

const TTL_MS = 60_000;
const user = (credential: string) => ({
  own: { credential },
  headers: { authorization: credential },
  expected: credential,
  isPrivate: true,
});
const USERS = [
  user("Bearer of-demo"),
  user("Bearer of-other"),
  { own: {}, headers: {}, expected: "everybody", isPrivate: false },
] as const;

function nullIfFailed(error: unknown): null {
  if (error instanceof UpstreamError) return null;
  throw error;
}

describe("private and public questions, interleaved", () => {
  test("in 10,000 of them, past their time and in bad weather too, nobody gets what is another's", async () => {
    let isFailing = false;
    await using upstream = await startUpstream((request, response) => {
      if (isFailing) response.writeHead(500).end();
      else response.end(JSON.stringify(request.headers.authorization ?? "everybody"));
    });
    const clock = new ManualClock();
    await using caller = createTestCaller(upstream, {
      timer: clock,
      politeness: { requestsPerSecond: 100_000, burst: 100_000, queueLimit: 100_000, tryTimeoutMs: 1_000_000 },
    });
    const answers: Record<"own" | "public", (Sourced<unknown> | null)[]> = { own: [], public: [] };
    const question = async (index: number) => {
      const { own, headers, expected, isPrivate } = USERS[index % 3] ?? USERS[2];
      const context = createCallContext({ clock, ...own });
      const request = ask(upstream, { headers, ttlMs: TTL_MS, query: { page: index % 5 } });
      const answer = await caller.call(request, context).catch(nullIfFailed);
      if (answer !== null) expect(answer.value).toBe(expected);
      expect(context.events).toMatchObject([isPrivate ? { isPrivate, cacheHits: 0, ttlMs: 0 } : { isPrivate }]);
      answers[isPrivate ? "own" : "public"].push(answer);
    };
    for (let batch = 0; batch < 20; batch++) {
      isFailing = batch % 4 === 3;
      await Promise.all(Array.from({ length: 500 }, (_, index) => question(index)));
      await clock.advance(batch % 2 === 0 ? TTL_MS + 1_000 : 3 * TTL_MS);
    }
    expect(answers.own.length + answers.public.length).toBe(10_000);
    expect(answers.own.filter((answer) => answer === null).length).toBeGreaterThan(1_000);
    expect(answers.own.filter((answer) => answer?.freshness === "STALE")).toEqual([]);
    expect(answers.public.filter((answer) => answer === null)).toEqual([]);
    expect(answers.public.filter((answer) => answer?.freshness === "STALE").length).toBeGreaterThan(500);
  });
});
