import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Caller } from "#adapters/runtime/call/call.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream, type TestUpstream, type UpstreamHandler } from "#tests/support/start-upstream.ts";

const TTL_MS = 60_000;
const ERROR_MS = 3_600_000;
const NEGATIVE_MS = 30_000;
const LONGEST_TTL_MS = TTL_MS * 1.1;

type Weather = "fine" | "tagged" | "absent" | "gone" | "failing" | "garbled";

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("ask" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(1_000, 29_999, 31_000, 59_000, 61_000, 119_000, 121_000, 1_800_000, 3_600_000, 7_200_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("weather" as const),
      weather: fc.constantFrom<Weather[]>("fine", "tagged", "absent", "gone", "failing", "garbled"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("clear" as const) }) },
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Each answer with a body has a number of its own; `tagged` says "unchanged" to who knows the last of them. */
function createUpstreamModel() {
  const state: { weather: Weather; version: number } = { weather: "fine", version: 0 };
  const handler: UpstreamHandler = (request, response) => {
    const tag = `"${state.version}"`;
    if (state.weather === "gone") response.writeHead(410).end();
    else if (state.weather === "failing") response.writeHead(500).end();
    else if (state.weather === "garbled") response.end("<html>");
    else if (state.weather === "absent") response.end("null");
    else if (state.weather === "tagged" && request.headers["if-none-match"] === tag) response.writeHead(304).end();
    else {
      state.version += 1;
      const headers = state.weather === "tagged" ? { etag: `"${state.version}"` } : {};
      response.writeHead(200, headers).end(String(state.version));
    }
  };
  return { state, handler };
}

/** What may be said of every answer, whatever came before it. */
class Expectations {
  #noEarlierThan = Number.NEGATIVE_INFINITY;
  #newest = 0;

  cleared(now: number): void {
    this.#noEarlierThan = now;
  }

  answered(
    answer: { readonly value: unknown; readonly fetchedAt: number; readonly freshness: string },
    now: number,
  ): void {
    const ageMs = now - answer.fetchedAt;
    expect(ageMs).toBeGreaterThanOrEqual(0);
    expect(answer.fetchedAt).toBeGreaterThanOrEqual(this.#noEarlierThan);
    if (answer.value === null) {
      expect(answer.freshness).toBe("FRESH");
      expect(ageMs).toBeLessThanOrEqual(NEGATIVE_MS * 1.1);
      return;
    }
    expect(answer.value).toBeGreaterThanOrEqual(this.#newest);
    this.#newest = Number(answer.value);
    if (answer.freshness === "FRESH") expect(ageMs).toBeLessThanOrEqual(LONGEST_TTL_MS);
    else expect(ageMs).toBeGreaterThanOrEqual(TTL_MS * 0.9);
    expect(ageMs).toBeLessThanOrEqual(LONGEST_TTL_MS + ERROR_MS);
  }

  failed(error: unknown, now: number): void {
    expect(error).toBeInstanceOf(UpstreamError);
    const { failure } = error as UpstreamError;
    if (failure.kind === "rejected" && failure.status === 410) this.#noEarlierThan = now - NEGATIVE_MS;
  }
}

interface Bench {
  readonly caller: Caller;
  readonly upstream: TestUpstream;
  readonly clock: ManualClock;
  readonly expectations: Expectations;
}

async function askOnce({ caller, upstream, clock, expectations }: Bench): Promise<void> {
  const request = ask(upstream, { ttlMs: TTL_MS, decode: json(z.number().nullable()) });
  const context = createCallContext({ clock });
  const outcome = await caller.call(request, context).catch((error: unknown) => ({ error }));
  expect(context.events).toHaveLength(1);
  if ("error" in outcome) {
    expectations.failed(outcome.error, clock.now());
    return;
  }
  expectations.answered(outcome, clock.now());
  const [event] = context.events;
  expect(event?.ageMs).toBe(clock.now() - outcome.fetchedAt);
  if (outcome.freshness === "STALE") expect(event).toMatchObject({ outcome: "STALE", ttlMs: 0 });
  else expect(event?.outcome).toBe("OK");
}

async function play(steps: readonly Step[], bench: Bench, state: { weather: Weather }): Promise<void> {
  for (const next of steps) {
    if (next.do === "wait") await bench.clock.advance(next.ms);
    if (next.do === "weather") state.weather = next.weather;
    if (next.do === "clear") {
      bench.caller.clear();
      bench.expectations.cleared(bench.clock.now());
    }
    if (next.do === "ask") await askOnce(bench);
  }
}

describe("whatever the upstream does and whenever it is asked", () => {
  test("ages, freshness and absence are told truly, nothing goes back in time, nothing outlives its limits", async () => {
    const { state, handler } = createUpstreamModel();
    await using upstream = await startUpstream(handler);
    const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const clock = new ManualClock();
      state.weather = "fine";
      await using caller = createTestCaller(upstream, {
        timer: clock,
        random: Math.random,
        politeness: { staleIfErrorMs: ERROR_MS, negativeTtlMs: NEGATIVE_MS, tryTimeoutMs: 100_000_000 },
      });
      await play(steps, { caller, upstream, clock, expectations: new Expectations() }, state);
    });
    await fc.assert(property, { numRuns: 150 });
  });
});
