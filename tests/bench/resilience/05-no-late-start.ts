import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { setTimeout } from "node:timers/promises";
import { createRandom } from "#adapters/runtime/sandbox/world/random.ts";
import { atLeast, NO_PROMISE } from "#tests/bench/bench.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson } from "#tests/support/upstream-faults.ts";
import type { Requirement } from "./requirement.ts";

const QUESTIONS = 600;

interface Started {
  readonly request: { readonly path: string };
}

/** On a clock moved by hand, and told by undici itself when a request is made: the time left is exact. */
export const requirement: Requirement = {
  number: 5,
  promise: "no upstream call starts with less than 50 ms left",
  measure: async () => {
    const clock = new ManualClock();
    const left: number[] = [];
    const onStart = (message: unknown) => {
      const until = new URL((message as Started).request.path, "http://x").searchParams.get("until");
      left.push(Number(until) - clock.now());
    };
    subscribe("undici:request:create", onStart);
    await askAll(clock);
    unsubscribe("undici:request:create", onStart);
    return [
      {
        what: `calls of ${QUESTIONS} questions with 1 to 400 ms left`,
        unit: "",
        promised: NO_PROMISE,
        measured: left.length,
      },
      { what: "least time left when a call started", unit: "ms", promised: atLeast(50), measured: Math.min(...left) },
    ];
  },
};

async function askAll(clock: ManualClock): Promise<void> {
  const random = createRandom(5, "deadlines");
  await using upstream = await startUpstream(answerJson({}));
  const politeness = { requestsPerSecond: 20, burst: 3, concurrency: 2, queueLimit: 1_000 };
  await using caller = createTestCaller(upstream, { timer: clock, politeness });
  const asked: Promise<unknown>[] = [];
  for (let index = 0; index < QUESTIONS; index++) {
    const timeoutMs = random.int(1, 400);
    const url = `${upstream.url}/a?until=${clock.now() + timeoutMs}&n=${index}`;
    asked.push(caller.call(ask(upstream, { url }), createCallContext({ clock, timeoutMs })).catch(() => null));
    await clock.advance(random.int(0, 40));
    await setTimeout(1);
  }
  for (let index = 0; index < 100; index++) await clock.advance(10);
  await Promise.all(asked);
}
