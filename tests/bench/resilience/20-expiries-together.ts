import { setTimeout } from "node:timers/promises";
import { atLeast, atMost, NO_PROMISE } from "#tests/bench/bench.ts";
import { runMany, worstExcess } from "#tests/bench/load.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson } from "#tests/support/upstream-faults.ts";
import type { Requirement } from "./requirement.ts";

const ANSWERS = 1_000;
const TTL_MS = 3_600_000;
const RATE = 5;
const BURST = 5;
const STEP_MS = 50;

/** On a clock moved by hand: the hour passes at once, then time runs in small steps for as long as the portal needs. */
export const requirement: Requirement = {
  number: 20,
  promise: "1,000 simultaneous expiries refresh within the portal's rate",
  measure: async () => {
    const clock = new ManualClock(0);
    const arrivals: number[] = [];
    await using upstream = await startUpstream((request, response) => {
      arrivals.push(clock.now());
      return answerJson({})(request, response);
    });
    const politeness = { requestsPerSecond: RATE, burst: BURST, concurrency: 2, queueLimit: ANSWERS };
    await using caller = createTestCaller(upstream, { timer: clock, politeness });
    const askOne = (index: number) =>
      caller.call(
        ask(upstream, { url: `${upstream.url}/${index}`, ttlMs: TTL_MS }),
        createCallContext({ clock, timeoutMs: 1_000_000 }),
      );
    const run = async (steps: number) => {
      for (let step = 0; step < steps; step++) {
        await clock.advance(STEP_MS);
        await setTimeout(1);
      }
    };
    const steps = Math.ceil((ANSWERS / RATE) * (1_000 / STEP_MS) * 1.05);
    const filled = runMany(ANSWERS, ANSWERS, askOne);
    await run(steps);
    await filled;
    await clock.advance(TTL_MS * 1.15);
    arrivals.length = 0;
    const startedAt = performance.now();
    const answers = await runMany(ANSWERS, ANSWERS, (index) => askOne(index).catch(() => null));
    const answeredMs = performance.now() - startedAt;
    await run(steps);
    const excess = worstExcess(arrivals, { rate: RATE, burst: BURST, slackMs: 4 * STEP_MS });
    return [
      {
        what: "answered at once, of 1,000 expired",
        unit: "",
        promised: atLeast(ANSWERS),
        measured: answers.filter((answer) => answer !== null).length,
      },
      { what: "all of them after", unit: "ms", promised: NO_PROMISE, measured: answeredMs },
      { what: "refreshes (the rest when asked for again)", unit: "", promised: atLeast(1), measured: arrivals.length },
      {
        what: `arrivals beyond ${BURST} + ${RATE}/s × window, worst window`,
        unit: "",
        promised: atMost(0),
        measured: excess,
      },
    ];
  },
};
