import { setTimeout } from "node:timers/promises";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream, type TestUpstream, type UpstreamHandler } from "#tests/support/start-upstream.ts";

/** The polite defaults, but for the pace: what is looked at is who asks again after a failure, and when. */
const MANNERS = { ...POLITE_DEFAULTS, requestsPerSecond: 1_000, burst: 1_000, concurrency: 16 };
const EVERY_MS = 1_000;
/** Real time that an answer may take over loopback. */
const PATIENCE_MS = 200;

/** A source's pipeline before a portal of ours, and a clock that is moved by hand. */
export interface LongDemand extends AsyncDisposable {
  readonly upstream: TestUpstream;
  /** When each call arrived, on that clock, from 0. */
  readonly arrivals: readonly number[];
  readonly now: () => number;
  /** Asks something new every second of that clock; how many of the questions were answered. */
  demand(seconds: number): Promise<number>;
}

export async function startLongDemand(handler: UpstreamHandler, random?: () => number): Promise<LongDemand> {
  const clock = new ManualClock(0);
  const arrivals: number[] = [];
  const upstream = await startUpstream(noting(handler));
  const caller = createTestCaller(upstream, { timer: clock, politeness: MANNERS, ...(random ? { random } : {}) });
  let asked = 0;
  function noting(next: UpstreamHandler): UpstreamHandler {
    return (request, response) => {
      arrivals.push(clock.now());
      return next(request, response);
    };
  }
  const askOne = () => {
    asked += 1;
    const context = createCallContext({ clock, timeoutMs: 10_000 });
    return caller.call(ask(upstream, { url: `${upstream.url}/${asked}` }), context).then(
      () => true,
      () => false,
    );
  };
  return {
    upstream: { ...upstream, answer: (next) => upstream.answer(noting(next)) },
    arrivals,
    now: clock.now,
    demand: async (seconds) => {
      const outcomes: Promise<boolean>[] = [];
      for (let second = 0; second < seconds; second++) {
        const outcome = askOne();
        outcomes.push(outcome);
        await clock.advance(0);
        // Either it is settled over loopback, or it waits for the clock.
        await Promise.race([outcome, setTimeout(clock.pending > 0 && upstream.openSockets === 0 ? 1 : 5)]);
        await clock.advance(EVERY_MS);
      }
      const rest = Promise.all(outcomes);
      for (let count = 0; count < 20; count++) {
        await clock.advance(EVERY_MS);
        await Promise.race([rest, setTimeout(PATIENCE_MS / 20)]);
      }
      return (await rest).filter(Boolean).length;
    },
    [Symbol.asyncDispose]: async () => {
      await caller[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
}
