import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerBody, answerJson, cutBody, endless, gzipBomb } from "#tests/support/upstream-faults.ts";

const MiB = 1024 * 1024;
const BOUNDS = { maxBodyBytes: 8 * MiB, maxDecodedBytes: 16 * MiB, tryTimeoutMs: 20_000 };

describe("size limits", () => {
  test.each([
    ["200 MB as it is", endless(200 * MiB), 8 * MiB],
    ["a gzip bomb of 1 GB", gzipBomb(1024 * MiB), 16 * MiB],
  ])("%s is cut at the limit", async (_name, handler, limitBytes) => {
    await using upstream = await startUpstream(handler);
    await using caller = createTestCaller(upstream, { politeness: BOUNDS });
    const asked = failureOf(caller.call(ask(upstream), createCallContext({ timeoutMs: 20_000 })));
    expect(await asked).toEqual({ kind: "too-large", limitBytes });
    await upstream.quiet();
  });

  test("a gzip bomb costs less than 20 MB beyond what is measured without one", async () => {
    await using upstream = await startUpstream(gzipBomb(1024 * MiB));
    await using caller = createTestCaller(upstream, { politeness: BOUNDS });
    await failureOf(caller.call(ask(upstream), createCallContext({ timeoutMs: 20_000 })));
    const before = process.memoryUsage();
    const peak = { bytes: 0 };
    const watch = setInterval(() => {
      const { heapUsed, external } = process.memoryUsage();
      peak.bytes = Math.max(peak.bytes, heapUsed + external - before.heapUsed - before.external);
    }, 1);
    await failureOf(caller.call(ask(upstream), createCallContext({ timeoutMs: 20_000 })));
    clearInterval(watch);
    expect(peak.bytes).toBeLessThan(20 * MiB + 2 * MiB);
  });

  test.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
    ["deflate", deflateRawSync],
    ["identity", (bytes: Buffer) => bytes],
  ])("undoes %s", async (coding, compress) => {
    const body = compress(Buffer.from('{"名称":"成渝"}'));
    await using upstream = await startUpstream(answerBody(body, "application/json", { "content-encoding": coding }));
    await using caller = createTestCaller(upstream);
    expect(await caller.call(ask(upstream), createCallContext())).toMatchObject({ value: { 名称: "成渝" } });
  });

  test.each([
    ["a coding that was not offered", "zstd", Buffer.from("x")],
    ["codings on top of each other", "gzip, gzip", gzipSync(gzipSync("{}"))],
    ["rubbish under gzip", "gzip", Buffer.from("rubbish")],
    ["half of a gzip stream", "gzip", gzipSync(JSON.stringify("成渝".repeat(100))).subarray(0, 20)],
  ])("refuses %s", async (_name, coding, body) => {
    await using upstream = await startUpstream(answerBody(body, "application/json", { "content-encoding": coding }));
    await using caller = createTestCaller(upstream);
    expect(await failureOf(caller.call(ask(upstream), createCallContext()))).toMatchObject({ kind: "malformed" });
  });

  test("a Content-Length that promises too much, or too little, is a malformed answer and harms no later one", async () => {
    await using upstream = await startUpstream(cutBody('{"a":1}'));
    await using caller = createTestCaller(upstream);
    expect(await failureOf(caller.call(ask(upstream), createCallContext()))).toMatchObject({ kind: "malformed" });
    upstream.answer((_request, response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n{"a":1}');
    });
    expect(await failureOf(caller.call(ask(upstream), createCallContext()))).toMatchObject({ kind: "malformed" });
    upstream.answer(answerJson({ a: 1 }));
    expect(await caller.call(ask(upstream), createCallContext())).toMatchObject({ value: { a: 1 } });
  });

  test("an endless header is refused", async () => {
    await using upstream = await startUpstream((_request, response) => {
      response.socket?.write(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(1_000_000)}`);
    });
    await using caller = createTestCaller(upstream);
    expect(await failureOf(caller.call(ask(upstream), createCallContext()))).toMatchObject({ kind: "malformed" });
  });
});
