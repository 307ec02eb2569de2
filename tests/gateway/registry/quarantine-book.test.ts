import { expect, test } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { NodeStates } from "#gateway/execute/node-states.ts";
import { nodeError } from "#gateway/execute/refuse-for-node.ts";
import { QuarantineWatch } from "#gateway/members/quarantine-watch.ts";
import type { NodeDesk } from "#gateway/registry/node-desk.ts";
import type { NodeRegistry } from "#gateway/registry/node-registry.ts";
import { NodeStages } from "#gateway/registry/node-stages.ts";
import type { NodeTold } from "#gateway/registry/node-told.ts";
import { QuarantineBook } from "#gateway/registry/quarantine-book.ts";
import { answered, stubNode } from "#tests/gateway/execute/stub-node.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { openDesk, told } from "./open-desk.ts";

const OPERATOR = { code: "fujian", by: "OPERATOR" } as const;
const NO_PAUSES = { has: () => false };
const LIMITS = { misfits: 2, misfitMs: 0, failures: 2, failureMs: 0, trialMs: 10_000, mostTrialMs: 30_000 };

/** What a hub has of its own beside the registry that it shares: states, and a watch over the answers. */
function startProcess(registry: NodeRegistry) {
  const clock = new ManualClock();
  const states = new NodeStates();
  const book = new QuarantineBook(registry, SILENT_LOGGER);
  const watch = new QuarantineWatch({ timer: clock, states, logger: SILENT_LOGGER, limits: LIMITS, told: book });
  const stages = new NodeStages({ registry, states, watch, pauses: NO_PAUSES });
  registry.onChange((codes) => {
    for (const code of codes) stages.apply(code);
  });
  stages.holdQuarantined();
  const node = stubNode("fujian", () => answered({}));
  return {
    clock,
    watch,
    stages,
    state: () => states.of("fujian"),
    answers: async (isRight: boolean, times = 1) => {
      const failure = answered(null as never, { errors: [nodeError("fujian", "NODE_UNAVAILABLE")] });
      for (let time = 0; time < times; time += 1) watch.answered(node, isRight ? answered({ a: 1 }) : failure);
      await book.settled();
    },
  };
}

async function goLive(desk: NodeDesk): Promise<void> {
  await desk.register(OPERATOR, told({ code: "fujian", version: "1.0.0" }));
  await desk.check(OPERATOR, undefined, AbortSignal.timeout(60_000));
  await desk.promote(OPERATOR);
}

function shown(desk: NodeDesk): NodeTold {
  return desk.show(OPERATOR) as NodeTold;
}

test("a node that gives no answers is quarantined in the registry, by the hub and with a reason", async () => {
  await using opened = await openDesk();
  const { desk, registry } = opened;
  await goLive(desk);
  const running = startProcess(registry);
  await running.answers(false, 5);
  expect(running.state()).toBe("QUARANTINED");
  const { lifecycle, releases, history } = shown(desk);
  expect(lifecycle).toBe("QUARANTINED");
  expect(releases[0]?.reason).toMatch(/长时间没有应答.* \/ it has given no answer for long/);
  expect(history.slice(0, 2)).toMatchObject([
    { lifecycle: "QUARANTINED", changedBy: "HUB", version: "1.0.0" },
    { lifecycle: "LIVE", changedBy: "OPERATOR" },
  ]);
});

test("it stays quarantined over a restart and in other processes, which try it again; who is answered tells all", async () => {
  await using opened = await openDesk();
  await goLive(opened.desk);
  const first = startProcess(opened.registry);
  await first.answers(false, 2);
  const other = await opened.open();
  const second = startProcess(other.registry);
  expect(second.state()).toBe("QUARANTINED");
  await second.clock.advance(10_000);
  expect(second.state()).toBe("LIVE");
  expect(shown(other.desk).lifecycle).toBe("QUARANTINED");
  await second.answers(true);
  expect(shown(other.desk)).toMatchObject({
    lifecycle: "LIVE",
    releases: [{ reason: null }],
    history: [{ lifecycle: "LIVE", changedBy: "HUB" }, { lifecycle: "QUARANTINED" }, {}, {}, {}],
  });
  await opened.clock.advance(1_000);
  await opened.registry.write("nobody", "HUB", () => undefined);
  expect(first.state()).toBe("LIVE");
  expect(first.clock.pending).toBe(0);
  await other.keeper.stop();
  other.registry.close();
});

test("of a node that is part of the hub nothing is written: a restart, or another process, asks it at once", async () => {
  await using opened = await openDesk();
  const first = startProcess(opened.registry);
  await first.answers(false, 5);
  expect(first.state()).toBe("QUARANTINED");
  const other = await opened.open();
  expect(other.registry.entries).toEqual([]);
  const second = startProcess(other.registry);
  expect(second.state()).toBe("LIVE");
  await second.answers(true);
  expect([second.state(), second.clock.pending]).toEqual(["LIVE", 0]);
  // Where it is still broken, that is found out anew.
  await second.answers(false, 2);
  expect(second.state()).toBe("QUARANTINED");
  second.watch.close();
  first.watch.close();
  await other.keeper.stop();
  other.registry.close();
});

test("the operator resumes it at once", async () => {
  await using opened = await openDesk();
  await goLive(opened.desk);
  const running = startProcess(opened.registry);
  await running.answers(false, 2);
  expect(await opened.desk.resume(OPERATOR)).toMatchObject({ lifecycle: "LIVE" });
  expect([running.state(), running.clock.pending]).toEqual(["LIVE", 0]);
});

test("what the operator quarantines waits for the operator, and so does what the hub had quarantined before", async () => {
  await using opened = await openDesk();
  const { desk } = opened;
  await goLive(desk);
  const running = startProcess(opened.registry);
  await running.answers(false, 2);
  expect(running.clock.pending).toBe(1);
  expect(await desk.quarantine(OPERATOR, "answers nonsense")).toMatchObject({
    lifecycle: "QUARANTINED",
    releases: [{ reason: "answers nonsense" }],
  });
  expect([running.state(), running.clock.pending]).toEqual(["QUARANTINED", 0]);
  await desk.check(OPERATOR, "1.0.0", AbortSignal.timeout(60_000));
  expect(shown(desk).releases[0]?.reason).toBe("answers nonsense");
});

test("a node that was made anew while quarantined stays so and is tried again", async () => {
  await using opened = await openDesk();
  await goLive(opened.desk);
  const running = startProcess(opened.registry);
  await running.answers(false, 2);
  // As the graph does with every member that changes.
  running.watch.forget("fujian");
  running.stages.holdQuarantined();
  expect([running.state(), running.clock.pending]).toEqual(["QUARANTINED", 1]);
});
