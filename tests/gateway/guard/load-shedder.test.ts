import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { createLoadMetrics } from "#gateway/guard/load-metrics.ts";
import { createLoadShedder, type LoadShedder } from "#gateway/guard/load-shedder.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { openRaw } from "#tests/support/raw-http.ts";
import { startFront } from "#tests/support/start-front.ts";

interface Bench {
  readonly shedder: LoadShedder;
  readonly clock: ManualClock;
  readonly registry: Registry;
  /** What the event loop's lag will be read as. */
  lagMs: number;
  readings: number;
}

function createBench(limits = { lag: 100, requests: 2 }): Bench {
  const clock = new ManualClock();
  const registry = new Registry();
  const read = () => {
    bench.readings += 1;
    return bench.lagMs;
  };
  const metrics = createLoadMetrics(registry);
  const shedder = createLoadShedder({ limits, lag: { read }, clock, metrics, random: () => 0.5 });
  const bench: Bench = { shedder, clock, registry, lagMs: 0, readings: 0 };
  return bench;
}

test("refuses while the event loop lags two windows in a row, and no longer", async () => {
  const bench = createBench();
  const { shedder, clock } = bench;
  expect(shedder.refusal()).toBeUndefined();
  bench.lagMs = 101;
  await clock.advance(500);
  expect(shedder.refusal()).toBeUndefined();
  await clock.advance(500);
  expect(shedder.refusal()).toMatchObject({ code: "OVERLOADED", headers: { "retry-after": "2" } });
  bench.lagMs = 100;
  await clock.advance(500);
  expect(shedder.refusal()).toBeUndefined();
});

test("one long stall between two good windows refuses nobody", async () => {
  const bench = createBench();
  for (const lagMs of [0, 5_000, 0, 5_000, 0]) {
    bench.lagMs = lagMs;
    await bench.clock.advance(500);
    expect(bench.shedder.refusal()).toBeUndefined();
  }
});

test("reads the lag once a window at most, and not at all while nobody comes", async () => {
  const bench = createBench();
  for (let i = 0; i < 100; i++) bench.shedder.refusal();
  await bench.clock.advance(10_000);
  expect(bench.readings).toBe(0);
  for (let i = 0; i < 100; i++) bench.shedder.refusal();
  expect(bench.readings).toBe(1);
});

test("refuses beyond the requests in flight, and counts what it refused", async () => {
  const { shedder, registry } = createBench();
  const leave = shedder.enter();
  shedder.enter();
  expect(shedder.refusal()).toBeUndefined();
  const leaveThird = shedder.enter();
  expect(shedder.refusal()).toMatchObject({ code: "OVERLOADED" });
  leaveThird();
  leave();
  expect(shedder.refusal()).toBeUndefined();
  expect(shedder.standing).toEqual({ inFlight: 1, lagMs: 0, isShedding: false });
  expect(await registry.metrics()).toContain('hub_load_shed_total{reason="requests"} 1');
});

test("over HTTP: 503 as JSON with Retry-After before the body is read; health and metrics answer; then all is as before", async () => {
  const bench = createBench({ lag: 100, requests: 1 });
  await using front = await startFront({ shedder: bench.shedder });
  const leave = bench.shedder.enter();

  using raw = await openRaw(front.port);
  // The body never comes: an answer means that nobody waited for it.
  raw.send("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n");
  raw.send("Accept-Language: en\r\nConnection: close\r\n\r\n");
  const { promise: head, resolve } = Promise.withResolvers<string>();
  raw.socket.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8")));
  expect(await head).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 2\r\n/i);
  expect(await head).toContain("OVERLOADED");

  const refused = await front.post("{ hello }", { headers: { "accept-language": "en" } });
  expect(refused.status).toBe(503);
  expect(refused.headers.get("content-type")).toContain("application/json");
  expect(await refused.json()).toEqual({
    errors: [
      {
        message: "The hub has too much to do; try again later",
        extensions: { code: "OVERLOADED", retryable: true },
      },
    ],
  });
  for (const path of ["/health/live", "/health/ready", "/metrics"]) {
    expect((await fetch(front.url + path)).status).toBe(200);
  }
  expect((await fetch(`${front.url}/nowhere`)).status).toBe(503);
  leave();
  expect((await front.post("{ hello }")).status).toBe(200);
  expect(bench.shedder.standing.inFlight).toBe(0);
});

test("nobody is told to send a body that would not be read", async () => {
  const bench = createBench({ lag: 100, requests: 1 });
  await using front = await startFront({ shedder: bench.shedder });
  bench.shedder.enter();
  bench.shedder.enter();
  using raw = await openRaw(front.port);
  raw.send("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n");
  const { promise: head, resolve } = Promise.withResolvers<string>();
  raw.socket.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8")));
  raw.send("Expect: 100-continue\r\n\r\n");
  expect(await head).toMatch(/^HTTP\/1\.1 503 /);
});
