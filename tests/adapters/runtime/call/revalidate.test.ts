import { describe, expect, test } from "vitest";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream, type TestUpstream, type UpstreamHandler } from "#tests/support/start-upstream.ts";
import { answerJson, answerStatus } from "#tests/support/upstream-faults.ts";
import { watchMetrics } from "#tests/support/watched-metrics.ts";

const TTL_MS = 60_000;
const MODIFIED = "Tue, 03 Mar 2026 08:00:00 GMT";

/** Answers 304 to whoever names the present version. */
function versioned(body: unknown, headers: Readonly<Record<string, string>>): UpstreamHandler {
  return (request, response) => {
    const isKnown =
      (headers["etag"] !== undefined && request.headers["if-none-match"] === headers["etag"]) ||
      (headers["etag"] === undefined && request.headers["if-modified-since"] === headers["last-modified"]);
    if (isKnown) response.writeHead(304, headers).end();
    else response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

function bench(upstream: TestUpstream) {
  const clock = new ManualClock();
  const watched = watchMetrics();
  const caller = createTestCaller(upstream, { timer: clock, metrics: watched.metrics });
  let decoded = 0;
  const request = ask(upstream, {
    ttlMs: TTL_MS,
    decode: (answer) => {
      decoded += 1;
      return JSON.parse(answer.text());
    },
  });
  const call = (changes: object = {}) => {
    const context = createCallContext({ clock });
    return caller.call({ ...request, ...changes }, context).then((answer) => ({ ...answer, event: context.events[0] }));
  };
  return { clock, watched, caller, call, decoded: () => decoded, [Symbol.asyncDispose]: () => caller.close() };
}

describe("asking whether an answer has changed", () => {
  test.each([
    ["a tag", { etag: '"v1"' }, { "if-none-match": '"v1"' }],
    ["a weak tag", { etag: 'W/"v1"' }, { "if-none-match": 'W/"v1"' }],
    ["a date", { "last-modified": MODIFIED }, { "if-modified-since": MODIFIED }],
    ["both", { etag: '"v1"', "last-modified": MODIFIED }, { "if-none-match": '"v1"', "if-modified-since": MODIFIED }],
  ])("%s: unchanged renews what is kept without decoding", async (_name, headers, expected) => {
    await using upstream = await startUpstream(versioned({ a: 1 }, headers));
    await using it = bench(upstream);
    const first = await it.call();
    await it.clock.advance(2 * TTL_MS);
    const second = await it.call();
    expect(upstream.requests[1]?.headers).toMatchObject(expected);
    expect(second).toMatchObject({ value: { a: 1 }, freshness: "FRESH", fetchedAt: first.fetchedAt + 2 * TTL_MS });
    expect(second.event).toMatchObject({ outcome: "OK", upstreamCalls: 1, ttlMs: TTL_MS });
    expect(it.decoded()).toBe(1);
    await it.clock.advance(TTL_MS - 1);
    await it.call();
    expect(it.watched.met).toEqual(["miss", "revalidated", "fresh"]);
  });

  test("a changed answer takes the place of the old one, its tag too", async () => {
    await using upstream = await startUpstream(versioned("old", { etag: '"v1"' }));
    await using it = bench(upstream);
    await it.call();
    upstream.answer(versioned("new", { etag: '"v2"' }));
    await it.clock.advance(2 * TTL_MS);
    expect(await it.call()).toMatchObject({ value: "new" });
    await it.clock.advance(2 * TTL_MS);
    expect(await it.call()).toMatchObject({ value: "new" });
    expect(upstream.requests[2]?.headers["if-none-match"]).toBe('"v2"');
  });

  test("renewals behind a stale answer ask so as well", async () => {
    await using upstream = await startUpstream(versioned("same", { etag: '"v1"' }));
    await using it = bench(upstream);
    await it.call();
    await it.clock.advance(TTL_MS);
    expect(await it.call()).toMatchObject({ freshness: "STALE" });
    await it.watched.refreshed(1);
    expect(it.watched.results).toEqual(["revalidated"]);
    expect(await it.call()).toMatchObject({ value: "same", freshness: "FRESH" });
  });

  test("unchanged may come with the headers of a compressed body", async () => {
    const headers = { etag: '"v1"', "content-encoding": "gzip", "content-length": "512" };
    await using upstream = await startUpstream(answerJson("same", { etag: '"v1"' }));
    await using it = bench(upstream);
    await it.call();
    upstream.answer(answerStatus(304, headers));
    await it.clock.advance(2 * TTL_MS);
    expect(await it.call()).toMatchObject({ value: "same", freshness: "FRESH" });
  });

  test("unchanged without having been asked is no answer", async () => {
    await using upstream = await startUpstream(answerStatus(304));
    await using it = bench(upstream);
    expect(await failureOf(it.call())).toEqual({ kind: "rejected", status: 304 });
  });

  test.each([
    ["a POST", { method: "POST" as const, safe: true, body: "q" }],
    ["a question that is not kept", { ttlMs: 0 }],
    ["a private question", { partition: "somebody" }],
  ])("%s is asked without a condition", async (_name, changes) => {
    await using upstream = await startUpstream(versioned("same", { etag: '"v1"' }));
    await using it = bench(upstream);
    for (let count = 0; count < 2; count++) {
      await it.call(changes);
      await it.clock.advance(2 * TTL_MS);
    }
    expect(upstream.requests).toHaveLength(2);
    for (const { headers } of upstream.requests) expect(headers["if-none-match"]).toBeUndefined();
  });

  test.each(["v1", '"a\u00e9\u0001"', `"${"x".repeat(600)}"`, ""])(
    "a tag that is none (%j) is not sent back",
    async (etag) => {
      await using upstream = await startUpstream((_request, response) => {
        response.socket?.end(
          Buffer.from(`HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\netag: ${etag}\r\n\r\n{}`, "latin1"),
        );
      });
      await using it = bench(upstream);
      await it.call().catch(() => null);
      upstream.answer(answerJson({}));
      await it.clock.advance(2 * TTL_MS);
      await it.call();
      expect(upstream.requests[1]?.headers["if-none-match"]).toBeUndefined();
    },
  );
});
