import { setTimeout } from "node:timers/promises";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { createRandom } from "#adapters/runtime/sandbox/world/random.ts";
import { atLeast, atMost } from "#tests/bench/bench.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson, answerStatus } from "#tests/support/upstream-faults.ts";
import type { Requirement } from "./requirement.ts";

const RETRIES = 200;
/** So many right answers for each failure: within the retry budget, and no breaker opens. */
const RIGHT_ANSWERS = 12;
const { minDelayMs, maxDelayMs } = POLITE_DEFAULTS.retry;
/** Kolmogorov and Smirnov: exceeded by chance once in a hundred times, were the delays uniform. */
const CRITICAL = 1.63 / Math.sqrt(RETRIES);

export const requirement: Requirement = {
  number: 14,
  promise: "retries wait with full jitter (seeded)",
  measure: async () => {
    const delays = (await retryDelays()).toSorted((a, b) => a - b);
    const distances = delays.map((delay, index) =>
      Math.abs((delay - minDelayMs) / (maxDelayMs - minDelayMs) - (index + 0.5) / delays.length),
    );
    return [
      { what: "retries", unit: "", promised: atLeast(RETRIES * 0.9), measured: delays.length },
      { what: "shortest delay", unit: "ms", promised: atLeast(minDelayMs), measured: delays[0] ?? null },
      { what: "longest delay", unit: "ms", promised: atMost(maxDelayMs), measured: delays.at(-1) ?? null },
      {
        what: "distance from the uniform distribution",
        unit: "",
        promised: atMost(CRITICAL),
        measured: Math.max(...distances),
      },
    ];
  },
};

/** Of calls that fail once with 502, on a clock moved by hand. */
async function retryDelays(): Promise<readonly number[]> {
  const clock = new ManualClock(0);
  const random = createRandom(14, "jitter");
  const arrivals: number[] = [];
  await using upstream = await startUpstream(answerJson({}));
  const politeness = { ...POLITE_DEFAULTS, requestsPerSecond: 1_000, burst: 1_000, concurrency: 1 };
  await using caller = createTestCaller(upstream, { timer: clock, random: random.next, politeness });
  const askAt = (path: string) =>
    caller.call(ask(upstream, { url: `${upstream.url}/${path}` }), createCallContext({ clock, timeoutMs: 60_000 }));
  for (let retry = 0; retry < RETRIES; retry++) {
    upstream.answer(answerJson({}));
    for (let index = 0; index < RIGHT_ANSWERS; index++) {
      await askAt(`${retry}/${index}`);
      await clock.advance(10);
    }
    const failed = Promise.withResolvers<void>();
    upstream.answer((request, response) => {
      upstream.answer(answerJson({}));
      failed.resolve();
      return answerStatus(502)(request, response);
    });
    const before = clock.delays.length;
    const asked = askAt(`${retry}/fails`).catch(() => null);
    await failed.promise;
    await waitForDelay(clock, before);
    arrivals.push(
      ...clock.delays
        .slice(before)
        .filter((delay) => delay >= minDelayMs && delay <= maxDelayMs)
        .slice(-1),
    );
    await clock.advance(maxDelayMs);
    await asked;
  }
  return arrivals;
}

/** The 502 is on its way over loopback; the retry's delay is asked for when it has come. */
async function waitForDelay(clock: ManualClock, before: number): Promise<void> {
  for (let turn = 0; turn < 100; turn++) {
    const asked = clock.delays.slice(before);
    if (asked.some((delay) => delay >= minDelayMs && delay <= maxDelayMs)) return;
    await setTimeout(1);
  }
}
