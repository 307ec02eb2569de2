import { describe, expect, test } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { NodeStates } from "#gateway/execute/node-states.ts";
import { nodeError } from "#gateway/execute/refuse-for-node.ts";
import { QuarantineWatch } from "#gateway/members/quarantine-watch.ts";
import type { ErrorCodeName } from "#schema/error-codes.ts";
import { answered, stubNode } from "#tests/gateway/execute/stub-node.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";

const LIMITS = { misfits: 3, misfitMs: 1_000, failures: 3, failureMs: 60_000, trialMs: 10_000, mostTrialMs: 30_000 };

function watched(url?: string) {
  const clock = new ManualClock();
  const states = new NodeStates();
  const told: string[] = [];
  const watch = new QuarantineWatch({
    ...{ timer: clock, states, logger: SILENT_LOGGER, limits: LIMITS },
    told: {
      quarantined: (code, finding) => void told.push(`${code} ${finding}`),
      recovered: (code) => void told.push(`${code} well`),
    },
  });
  const node = stubNode("far", () => answered({}), url === undefined ? {} : { url });
  const say = async (code: ErrorCodeName | "OK", times: number, everyMs: number, data: object | null = null) => {
    for (let time = 0; time < times; time += 1) {
      const response =
        code === "OK" ? answered({ a: 1 }) : answered(data as never, { errors: [nodeError("far", code)] });
      watch.answered(node, response);
      await clock.advance(everyMs);
    }
  };
  return { clock, states, watch, say, told };
}

describe("a node is quarantined", () => {
  test("when its answers misfit its schema again and again", async () => {
    const { states, say } = watched("http://far.example/graphql");
    await say("NODE_BAD_RESPONSE", 3, 400, { a: null });
    expect(states.of("far")).toBe("LIVE");
    await say("NODE_BAD_RESPONSE", 1, 400, { a: null });
    expect(states.of("far")).toBe("QUARANTINED");
  });

  test("when it has given no answer at all for long", async () => {
    const { states, say } = watched();
    await say("NODE_UNAVAILABLE", 6, 10_000);
    expect(states.of("far")).toBe("LIVE");
    await say("NODE_TIMEOUT", 1, 0);
    expect(states.of("far")).toBe("QUARANTINED");
  });

  test("not for a burst of failures, nor when it answers in between, nor for what it refuses", async () => {
    const { states, say } = watched();
    await say("NODE_UNAVAILABLE", 50, 10);
    await say("OK", 1, 0);
    await say("NODE_UNAVAILABLE", 4, 20_000 - 1);
    await say("OK", 1, 0);
    await say("NODE_REJECTED", 50, 10_000);
    expect(states.of("far")).toBe("LIVE");
  });

  test("not for one field of a node here that fails, while others of it are answered", async () => {
    const { states, say } = watched();
    await say("NODE_BAD_RESPONSE", 50, 1_000, { a: null });
    expect(states.of("far")).toBe("LIVE");
  });
});

describe("a quarantined node", () => {
  test("is tried again, later each time, and stays when it answers", async () => {
    const { clock, states, say } = watched("http://far.example/graphql");
    await say("NODE_BAD_RESPONSE", 4, 400);
    expect(states.of("far")).toBe("QUARANTINED");
    await clock.advance(10_000);
    expect(states.of("far")).toBe("LIVE");
    await say("NODE_UNAVAILABLE", 1, 0);
    expect(states.of("far")).toBe("QUARANTINED");
    await clock.advance(19_000);
    expect(states.of("far")).toBe("QUARANTINED");
    await clock.advance(1_000);
    expect(states.of("far")).toBe("LIVE");
    await say("OK", 1, 0);
    await clock.advance(120_000);
    expect(states.of("far")).toBe("LIVE");
    expect(clock.pending).toBe(0);
  });

  test("is left alone where the operator has decided meanwhile", async () => {
    const { clock, states, say } = watched("http://far.example/graphql");
    await say("NODE_BAD_RESPONSE", 4, 400);
    states.set("far", "PAUSED");
    await clock.advance(60_000);
    expect(states.of("far")).toBe("PAUSED");
  });

  test("is told of once, and again when it answers rightly", async () => {
    const { clock, say, told } = watched("http://far.example/graphql");
    await say("OK", 1, 0);
    await say("NODE_BAD_RESPONSE", 5, 400);
    expect(told).toEqual(["far misfit"]);
    await clock.advance(10_000);
    await say("OK", 2, 0);
    expect(told).toEqual(["far misfit", "far well"]);
  });

  test("is tried again although an answer from before arrives late", async () => {
    const { clock, states, say } = watched("http://far.example/graphql");
    await say("NODE_BAD_RESPONSE", 4, 400);
    await say("OK", 1, 0);
    expect(states.of("far")).toBe("QUARANTINED");
    await clock.advance(10_000);
    expect(states.of("far")).toBe("LIVE");
  });

  test("is tried again where another process has set it apart, later each time", async () => {
    const { clock, states, watch, say, told } = watched();
    states.set("far", "QUARANTINED");
    watch.adopt("far");
    watch.adopt("far");
    expect(clock.pending).toBe(1);
    await clock.advance(10_000);
    expect(states.of("far")).toBe("LIVE");
    await say("NODE_UNAVAILABLE", 1, 0);
    expect(states.of("far")).toBe("QUARANTINED");
    await clock.advance(20_000);
    await say("OK", 1, 0);
    expect(told).toEqual(["far failure", "far well"]);
  });

  test("leaves nothing behind at the end", async () => {
    const { clock, watch, say } = watched("http://far.example/graphql");
    await say("NODE_BAD_RESPONSE", 4, 400);
    watch.close();
    watch.adopt("far");
    expect(clock.pending).toBe(0);
  });
});
