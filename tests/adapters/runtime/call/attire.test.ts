import { describe, expect, test } from "vitest";
import type { CallContext, RequestAttire } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerBody, answerStatus, hang } from "#tests/support/upstream-faults.ts";

const GOOD = answerBody('{"ok":true}', "application/json");

/** A new number at each departure. */
function numbered(): RequestAttire {
  let count = 0;
  return {
    put: ({ url, headers, body }) => {
      count += 1;
      const dressed = new URL(url);
      dressed.searchParams.set("nonce", String(count));
      return { url: dressed, headers: { ...headers, "x-nonce": String(count) }, body };
    },
  };
}

describe("what is put on at departure", () => {
  test("goes out with the question and is no part of what its answer is kept under", async () => {
    await using upstream = await startUpstream(GOOD);
    await using caller = createTestCaller(upstream);
    const attire = numbered();
    await caller.call(ask(upstream, { attire, ttlMs: 60_000 }), createCallContext());
    await caller.call(ask(upstream, { attire, ttlMs: 60_000 }), createCallContext());
    expect(upstream.requests.map(({ path, headers }) => [path, headers["x-nonce"]])).toEqual([["/a?nonce=1", "1"]]);
  });

  test("is new at each retry", async () => {
    await using upstream = await startUpstream(answerStatus(502));
    await using caller = createTestCaller(upstream, {
      politeness: { retry: { attempts: 1, minDelayMs: 1, maxDelayMs: 2 } },
    });
    await failureOf(caller.call(ask(upstream, { attire: numbered() }), createCallContext()));
    expect(upstream.requests.map(({ headers }) => headers["x-nonce"])).toEqual(["1", "2"]);
  });

  test("cannot lead to another host", async () => {
    await using upstream = await startUpstream(GOOD);
    await using other = await startUpstream(GOOD);
    await using caller = createTestCaller(upstream, { allowHosts: [upstream.host, other.host] });
    const attire: RequestAttire = { put: (bare) => ({ ...bare, url: new URL(`${other.url}/a`) }) };
    await expect(caller.call(ask(upstream, { attire }), createCallContext())).rejects.toThrow("another host");
    expect(other.requests).toEqual([]);
  });

  test("is made ready before, once for all who asked the same, and not at all for what is kept", async () => {
    await using upstream = await startUpstream(GOOD);
    await using caller = createTestCaller(upstream);
    let prepared = 0;
    const note = () => {
      prepared += 1;
    };
    const attire: RequestAttire = { ...numbered(), prepare: () => Promise.resolve(note()) };
    const question = ask(upstream, { attire, ttlMs: 60_000 });
    await Promise.all([caller.call(question, createCallContext()), caller.call(question, createCallContext())]);
    await caller.call(question, createCallContext());
    expect([prepared, upstream.requests.length]).toEqual([1, 1]);
  });

  test("fails the question where it cannot be made ready, and asks no more than that", async () => {
    await using upstream = await startUpstream(GOOD);
    await using caller = createTestCaller(upstream);
    const failure = { kind: "login-required" } as const;
    const attire: RequestAttire = { ...numbered(), prepare: () => Promise.reject(new UpstreamError("test", failure)) };
    expect(await failureOf(caller.call(ask(upstream, { attire }), createCallContext()))).toEqual(failure);
    expect(upstream.requests).toEqual([]);
  });

  test("what it asks counts as the question's own calls, and ends when the last who waits has left", async () => {
    await using upstream = await startUpstream(GOOD);
    await using caller = createTestCaller(upstream);
    const seen: CallContext[] = [];
    const attire: RequestAttire = {
      ...numbered(),
      prepare: async (context) => {
        seen.push(context);
        await caller.call(ask(upstream, { url: `${upstream.url}/login` }), context);
      },
    };
    const context = createCallContext();
    await caller.call(ask(upstream, { attire }), context);
    expect(context.events.at(-1)?.upstreamCalls).toBe(2);
    upstream.answer(hang);
    const leaving = createCallContext();
    const asked = failureOf(caller.call(ask(upstream, { attire }), leaving));
    await upstream.received(3);
    leaving.leave();
    expect((await asked).kind).toBe("aborted");
    expect(seen.at(-1)?.signal.aborted).toBe(true);
  });
});
