import { expect, test } from "vitest";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";

test("a source that is off asks nobody, gives what it keeps and is asked again when it is on", async () => {
  const clock = new ManualClock();
  await using upstream = await startUpstream((_request, response) => void response.end("1"));
  await using caller = createTestCaller(upstream, { timer: clock });
  const kept = ask(upstream, { ttlMs: 1_000 });
  const context = () => createCallContext({ clock });
  await caller.call(kept, context());
  caller.switch("off");
  expect(await caller.call(kept, context())).toMatchObject({ freshness: "FRESH" });
  await clock.advance(5_000);
  expect(await caller.call(kept, context())).toMatchObject({ freshness: "STALE" });
  const other = ask(upstream, { url: `${upstream.url}/other` });
  const observed = context();
  expect(await failureOf(caller.call(other, observed))).toEqual({ kind: "off" });
  expect(observed.events).toMatchObject([{ outcome: "SKIPPED", upstreamCalls: 0 }]);
  expect(upstream.requests).toHaveLength(1);
  caller.switch("on");
  expect(await caller.call(other, context())).toMatchObject({ value: 1 });
  expect(await caller.call(kept, context())).toMatchObject({ value: 1 });
});

test("those in line are told so, and a call under way comes to its end", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using upstream = await startUpstream(async (_request, response) => {
    await promise;
    response.end("1");
  });
  await using caller = createTestCaller(upstream, { politeness: { concurrency: 1, tryTimeoutMs: 10_000 } });
  const [out, ...inLine] = [0, 1, 2].map((i) =>
    caller.call(ask(upstream, { url: `${upstream.url}/${i}` }), createCallContext()),
  );
  await upstream.received(1);
  caller.switch("off");
  const told = inLine.map(failureOf);
  resolve();
  expect(await out).toMatchObject({ value: 1 });
  expect(await Promise.all(told)).toEqual([{ kind: "off" }, { kind: "off" }]);
  expect(upstream.requests).toHaveLength(1);
});

test("its health says OFF, and as before when it is on again", async () => {
  await using upstream = await startUpstream((_request, response) => void response.end("1"));
  const runtime = createTestRuntime("test", upstream.url);
  await runtime.call(ask(upstream), createCallContext());
  runtime.switch("off");
  expect(runtime.health()).toMatchObject({ state: "OFF" });
  runtime.switch("on");
  expect(runtime.health()).toMatchObject({ state: "UP" });
  await runtime.close();
});
