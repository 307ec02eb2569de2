import { Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { createUpstreamMetrics } from "#adapters/runtime/call/metrics.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask } from "#tests/support/caller.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson } from "#tests/support/upstream-faults.ts";

describe("source runtime", () => {
  test("closes what was registered, last first, then its sockets, and tells the first error", async () => {
    await using upstream = await startUpstream(answerJson({}));
    const runtime = createTestRuntime("example", upstream.url);
    await runtime.call(ask(upstream), createCallContext());
    const closed: string[] = [];
    for (const name of ["first", "second"]) {
      runtime.onClose(() => {
        closed.push(name);
        if (name === "second") throw new Error("second failed");
      });
    }
    await expect(runtime.close()).rejects.toThrow("second failed");
    expect(closed).toEqual(["second", "first"]);
    await upstream.quiet();
    await runtime.close();
  });

  test("takes figures of the source's own to the metrics", async () => {
    const registry = new Registry();
    const runtime = createTestRuntime("example", "http://127.0.0.1:9", { metrics: createUpstreamMetrics(registry) });
    runtime.measure("quota-bytes", 3);
    runtime.measure("quota-bytes", 5);
    expect(await registry.metrics()).toContain('hub_source_figure{source="example",figure="quota-bytes"} 5');
  });

  test("lends one record cache per kind", () => {
    const runtime = createTestRuntime("example", "http://127.0.0.1:9");
    const offers = runtime.records<string>("offer", { ttlMs: 1_000 });
    expect(runtime.records<string>("offer", { ttlMs: 1_000 })).toBe(offers);
    expect(runtime.records<string>("expert", { ttlMs: 1_000 })).not.toBe(offers);
    expect(runtime.health().state).toBe("UNKNOWN");
  });
});
