import fc from "fast-check";
import { Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { Bulkhead, type BulkheadLimits } from "#gateway/execute/bulkhead.ts";
import { createCallNode } from "#gateway/execute/call-node.ts";
import { createNodeMetrics } from "#gateway/execute/node-metrics.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { answered, requestScope, stubNode, testCallNode } from "./stub-node.ts";

const ASKED = { query: "{ ok }" };
const STAYS = new AbortController().signal;

describe("a bulkhead", () => {
  test("lets so many in, so many wait, and turns the rest away at once", async () => {
    const clock = new ManualClock();
    const bulkhead = new Bulkhead({ concurrency: 2, queue: 1 }, clock);
    const visitor = { until: clock.now() + 1_000, signal: STAYS };
    expect([bulkhead.enter(visitor), bulkhead.enter(visitor)]).toEqual(["entered", "entered"]);
    const third = bulkhead.enter(visitor);
    expect(bulkhead.enter(visitor)).toBe("busy");
    expect(bulkhead.standing).toEqual({ concurrency: 2, queue: 1, active: 2, waiting: 1 });
    bulkhead.leave();
    expect(await third).toBe("entered");
    expect(bulkhead.standing).toMatchObject({ active: 2, waiting: 0 });
  });

  test("ends a wait at its time or when the asker leaves, and leaves no timer behind", async () => {
    const clock = new ManualClock();
    const bulkhead = new Bulkhead({ concurrency: 1, queue: 5 }, clock);
    const client = new AbortController();
    expect(bulkhead.enter({ until: clock.now() + 1, signal: STAYS })).toBe("entered");
    const late = bulkhead.enter({ until: clock.now() + 300, signal: STAYS });
    const gone = bulkhead.enter({ until: clock.now() + 9_000, signal: client.signal });
    client.abort();
    expect(await gone).toBe("late");
    await clock.advance(300);
    expect(await late).toBe("late");
    expect(bulkhead.enter({ until: clock.now(), signal: STAYS })).toBe("late");
    expect(bulkhead.enter({ until: clock.now() + 9_000, signal: client.signal })).toBe("late");
    expect(bulkhead.standing).toMatchObject({ active: 1, waiting: 0 });
    expect(clock.pending).toBe(0);
  });

  test("never has more in or waiting than its limits, serves in order and loses nobody, whatever happens", async () => {
    const limit = fc.integer({ min: 0, max: 4 });
    const steps = fc.array(fc.constantFrom<Step>("enter", "leave", "gone"), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(limit, limit, steps, async (more, queue, events) => {
        const crowd = new Crowd({ concurrency: more + 1, queue });
        for (const event of events) {
          await crowd.step(event);
          const { active, waiting } = crowd.bulkhead.standing;
          expect(active).toBe(crowd.inside);
          expect(active).toBeLessThanOrEqual(more + 1);
          expect(waiting).toBeLessThanOrEqual(queue);
          expect(waiting === 0 || active === more + 1).toBe(true);
          expect(crowd.entered).toEqual(crowd.entered.toSorted((a, b) => a - b));
        }
      }),
    );
  });
});

type Step = "enter" | "leave" | "gone";

/** Visitors of a bulkhead, numbered as they come. */
class Crowd {
  readonly clock = new ManualClock();
  readonly bulkhead: Bulkhead;
  readonly entered: number[] = [];
  inside = 0;
  readonly #clients: AbortController[] = [];

  constructor(limits: BulkheadLimits) {
    this.bulkhead = new Bulkhead(limits, this.clock);
  }

  async step(step: Step): Promise<void> {
    if (step === "enter") this.#enter();
    else if (step === "gone") this.#clients.at(-1)?.abort();
    else if (this.inside > 0) {
      this.inside -= 1;
      this.bulkhead.leave();
    }
    await this.clock.advance(0);
  }

  #enter(): void {
    const client = new AbortController();
    const number = this.#clients.push(client);
    const entrance = this.bulkhead.enter({ until: this.clock.now() + 1_000, signal: client.signal });
    void Promise.resolve(entrance).then((word) => {
      if (word !== "entered") return;
      this.entered.push(number);
      this.inside += 1;
    });
  }
}

describe("a node behind its bulkhead", () => {
  test("the excess is NODE_BUSY at once, those who wait are served as places fall free, other nodes are not concerned", async () => {
    const clock = new ManualClock();
    const call = testCallNode(clock);
    const open: (() => void)[] = [];
    const slow = stubNode("a", () => new Promise((resolve) => void open.push(() => resolve(answered({ ok: true })))), {
      limits: { concurrency: 2, queue: 2 },
    });
    const scope = requestScope({ deadline: clock.now() + 5_000 });
    const pending = [1, 2, 3, 4].map(() => call(slow, ASKED, scope));
    const busy = await call(slow, ASKED, scope);
    expect(busy.errors).toMatchObject([{ extensions: { code: "NODE_BUSY", node: "a", retryable: true } }]);
    expect(busy.extensions.hub.sources).toMatchObject([{ outcome: "SKIPPED", upstreamCalls: 0 }]);
    expect(slow.requests).toHaveLength(2);
    const other = stubNode("b", () => answered({ ok: true }), { limits: { concurrency: 1, queue: 0 } });
    expect((await call(other, ASKED, scope)).data).toEqual({ ok: true });
    for (const served of [3, 4, 4, 4]) {
      open.shift()?.();
      await clock.advance(0);
      expect(slow.requests).toHaveLength(served);
    }
    expect((await Promise.all(pending)).map(({ data }) => data)).toEqual(Array(4).fill({ ok: true }));
  });

  test("a wait ends at the request's deadline as NODE_TIMEOUT, and the node was never asked", async () => {
    const clock = new ManualClock();
    const call = testCallNode(clock);
    const hanging = stubNode("a", () => new Promise<never>(() => undefined), { limits: { concurrency: 1, queue: 9 } });
    const first = call(hanging, ASKED, requestScope({ deadline: clock.now() + 9_000 }));
    const second = call(hanging, ASKED, requestScope({ deadline: clock.now() + 700 }));
    await clock.advance(700);
    expect((await second).errors).toMatchObject([{ extensions: { code: "NODE_TIMEOUT" } }]);
    expect(hanging.requests).toHaveLength(1);
    await clock.advance(9_000);
    await first;
    expect(clock.pending).toBe(0);
  });

  test("waiting counts against the node's time, and nobody is asked with too little of it left", async () => {
    const clock = new ManualClock();
    const call = testCallNode(clock);
    const { promise: answer, resolve } = Promise.withResolvers<NodeResponse>();
    const node = stubNode("a", () => answer, { limits: { concurrency: 1, queue: 9 } });
    const scope = requestScope({ deadline: clock.now() + 1_000 });
    const first = call(node, ASKED, scope);
    const second = call(node, ASKED, scope);
    await clock.advance(960);
    resolve(answered({ ok: true }));
    expect((await first).data).toEqual({ ok: true });
    expect((await second).errors).toMatchObject([{ extensions: { code: "NODE_TIMEOUT" } }]);
    expect(node.requests).toHaveLength(1);
  });

  test("what is under way and what waits can be seen in the metrics", async () => {
    const clock = new ManualClock();
    const registry = new Registry();
    const metrics = createNodeMetrics(registry);
    const call = createCallNode({ timer: clock, metrics, logger: SILENT_LOGGER });
    const node = stubNode("a", () => new Promise<never>(() => undefined), { limits: { concurrency: 2, queue: 9 } });
    const pending = Array.from({ length: 5 }, () => call(node, ASKED, requestScope({ deadline: clock.now() + 1_000 })));
    await clock.advance(0);
    expect(await registry.metrics()).toContain('hub_node_questions{node="a",state="active"} 2');
    expect(await registry.metrics()).toContain('hub_node_questions{node="a",state="waiting"} 3');
    await clock.advance(1_000);
    await Promise.all(pending);
    expect(await registry.metrics()).toContain('hub_node_questions{node="a",state="active"} 0');
    expect(await registry.metrics()).toContain('hub_node_questions{node="a",state="waiting"} 0');
  });

  test("10,000 questions in line take less than 50 MB", async () => {
    const call = testCallNode();
    const node = stubNode("a", () => new Promise<never>(() => undefined), {
      limits: { concurrency: 1, queue: 10_000 },
    });
    const clients = Array.from({ length: 10_001 }, () => new AbortController());
    const before = process.memoryUsage.rss();
    const pending = clients.map(({ signal }) => call(node, ASKED, requestScope({ signal })));
    expect((await call(node, ASKED, requestScope())).errors).toMatchObject([{ extensions: { code: "NODE_BUSY" } }]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(50 * 1024 * 1024);
    for (const client of clients) client.abort();
    await Promise.all(pending);
  });
});
