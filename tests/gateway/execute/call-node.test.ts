import { Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallNode } from "#gateway/execute/call-node.ts";
import { createNodeMetrics } from "#gateway/execute/node-metrics.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { answered, requestScope, requestState, stubNode, testCallNode } from "./stub-node.ts";

const ASKED = { query: "{ ok }" };
const never = () => new Promise<never>(() => undefined);

function code(response: Awaited<ReturnType<ReturnType<typeof testCallNode>>>): string | undefined {
  return response.errors?.[0]?.extensions.code;
}

describe("time", () => {
  test("a node that hangs is cut off at the request's deadline, and its signal is aborted", async () => {
    const clock = new ManualClock();
    const node = stubNode("a", never);
    const pending = testCallNode(clock)(node, ASKED, requestScope({ deadline: clock.now() + 700 }));
    await clock.advance(699);
    expect(node.requests[0]?.scope.signal.aborted).toBe(false);
    await clock.advance(1);
    const response = await pending;
    expect(code(response)).toBe("NODE_TIMEOUT");
    expect(response.extensions.hub.sources).toMatchObject([{ node: "a", source: "portal", outcome: "TIMEOUT" }]);
    expect(node.requests[0]?.scope.signal.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test("no node may take longer than ten seconds, whatever the request allows", async () => {
    const clock = new ManualClock();
    const pending = testCallNode(clock)(stubNode("a", never), ASKED, requestScope({ deadline: clock.now() + 60_000 }));
    await clock.advance(10_000);
    expect(code(await pending)).toBe("NODE_TIMEOUT");
  });

  test("the node's own deadline is a little earlier, so that it can answer in part", async () => {
    const clock = new ManualClock();
    const deadline = clock.now() + 1_000;
    const node = stubNode("a", () => answered({ ok: true }));
    await testCallNode(clock)(node, ASKED, requestScope({ deadline }));
    const told = node.requests[0]?.scope.deadline ?? 0;
    expect(told).toBeLessThan(deadline);
    expect(told).toBeGreaterThanOrEqual(deadline - 50);
  });

  test.each([
    [49, "NODE_TIMEOUT", 0],
    [50, undefined, 1],
  ])("with %i ms left the answer is %s after %i questions", async (left, expected, asked) => {
    const clock = new ManualClock();
    const node = stubNode("a", () => answered({ ok: true }));
    const response = await testCallNode(clock)(node, ASKED, requestScope({ deadline: clock.now() + left }));
    expect(code(response)).toBe(expected);
    expect(node.requests).toHaveLength(asked);
    expect(clock.pending).toBe(0);
  });

  test("a client that leaves ends the wait at once; one that has left asks nobody", async () => {
    const client = new AbortController();
    const node = stubNode("a", never);
    const call = testCallNode();
    const pending = call(node, ASKED, requestScope({ signal: client.signal }));
    client.abort();
    expect(code(await pending)).toBe("NODE_TIMEOUT");
    expect(node.requests[0]?.scope.signal.aborted).toBe(true);
    expect(code(await call(node, ASKED, requestScope({ signal: client.signal })))).toBe("NODE_TIMEOUT");
    expect(node.requests).toHaveLength(1);
  });
});

describe("who is asked", () => {
  test.each(["PAUSED", "QUARANTINED"] as const)(
    "a node that is %s is not, and all its sources are SKIPPED",
    async (state) => {
      const node = stubNode("a", () => answered({ ok: true }), { state: () => state });
      const response = await testCallNode()(node, ASKED, requestScope());
      expect(response.data).toBeNull();
      expect(response.errors).toMatchObject([{ extensions: { code: "NODE_UNAVAILABLE", node: "a", retryable: true } }]);
      expect(response.extensions.hub.sources).toMatchObject([{ source: "portal", outcome: "SKIPPED" }]);
      expect(node.requests).toEqual([]);
    },
  );

  test("a node gets its own credential and nobody else's, and a partition that depends on it alone", async () => {
    const node = stubNode("a", () => answered({ ok: true }));
    const call = testCallNode();
    const credentials = [
      [],
      [["a", "Bearer mine"]],
      [
        ["a", "Bearer mine"],
        ["b", "Bearer other"],
      ],
      [["b", "Bearer other"]],
      [["a", "Bearer yours"]],
    ] as const;
    for (const entries of credentials) await call(node, ASKED, requestScope({ nodeCredentials: new Map(entries) }));
    const scopes = node.requests.map(({ scope }) => scope);
    expect(scopes.map(({ credential }) => credential)).toEqual([
      undefined,
      "Bearer mine",
      "Bearer mine",
      undefined,
      "Bearer yours",
    ]);
    expect(scopes[1]?.partition).toBe(scopes[2]?.partition);
    expect(scopes[0]?.partition).toBe(scopes[3]?.partition);
    expect(new Set(scopes.map(({ partition }) => partition)).size).toBe(3);
    expect(JSON.stringify(scopes.map(({ partition }) => partition))).not.toMatch(/mine|yours/);
  });

  test("only a node that sees the others is handed them", async () => {
    const { others } = requestState();
    const plain = stubNode("a", () => answered({ ok: true }));
    const seeing = stubNode("b", () => answered({ ok: true }), { seesOthers: true });
    for (const node of [plain, seeing]) await testCallNode()(node, ASKED, requestScope(), others);
    expect(plain.requests[0]?.scope.others).toBeUndefined();
    expect(seeing.requests[0]?.scope.others).toBe(others);
  });

  test("behind a node that hangs only so many wait; the rest is NODE_BUSY at once, other nodes are not concerned", async () => {
    const client = new AbortController();
    const call = testCallNode();
    const hanging = stubNode("a", never);
    const scope = requestScope({ signal: client.signal });
    const waiting = Array.from({ length: 5_000 }, () => call(hanging, ASKED, scope));
    expect(code(await call(hanging, ASKED, scope))).toBe("NODE_BUSY");
    expect(
      code(
        await call(
          stubNode("b", () => answered({ ok: true })),
          ASKED,
          scope,
        ),
      ),
    ).toBeUndefined();
    client.abort();
    await Promise.all(waiting);
    expect(hanging.requests).toHaveLength(5_000);
    const again = stubNode("a", () => answered({ ok: true }));
    expect(code(await call(again, ASKED, requestScope()))).toBeUndefined();
  });
});

describe("a node that throws", () => {
  test.each([
    ["anything", new Error("secret http://10.0.0.1"), "NODE_UNAVAILABLE"],
    ["that it cannot be reached", new UpstreamError("a", { kind: "unreachable", reason: "x" }), "NODE_UNAVAILABLE"],
    ["that its answer is none", new UpstreamError("a", { kind: "malformed", at: "body" }), "NODE_BAD_RESPONSE"],
    ["that it is too large", new UpstreamError("a", { kind: "too-large", limitBytes: 1 }), "NODE_BAD_RESPONSE"],
  ])("%s becomes a coded answer in our own words, and the log is told", async (_what, thrown, expected) => {
    const logged: object[] = [];
    const ignore = () => undefined;
    const logger = { debug: ignore, info: ignore, error: ignore, warn: (fields: object) => void logged.push(fields) };
    const registry = new Registry();
    const call = createCallNode({ timer: new ManualClock(), metrics: createNodeMetrics(registry), logger });
    const scope = requestScope({ deadline: new ManualClock().now() + 1_000 });
    for (const fail of [() => Promise.reject(thrown), failAtOnce(thrown)]) {
      const response = await call(stubNode("a", fail), ASKED, scope);
      expect(code(response)).toBe(expected);
      expect(response.extensions.hub.sources).toMatchObject([{ outcome: "UNAVAILABLE" }]);
      expect(JSON.stringify(response)).not.toMatch(/secret|10\.0/);
    }
    expect(logged).toEqual([
      { node: "a", requestId: "r-1", err: thrown },
      { node: "a", requestId: "r-1", err: thrown },
    ]);
    expect(await registry.metrics()).toContain(`hub_node_duration_seconds_count{node="a",outcome="${expected}"} 2`);
  });

  function failAtOnce(thrown: Error) {
    return () => {
      throw thrown;
    };
  }
});
