import type { CallContext, Clock, SourceEvent } from "#adapters/runtime/source.ts";

export interface TestContext extends CallContext {
  /** What was observed so far. */
  readonly events: readonly SourceEvent[];
  /** The client leaves. */
  leave(): void;
}

export interface TestContextOptions {
  /** Time until the deadline; 10 s by default. */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
  readonly credential?: string;
  readonly partition?: string;
}

/** What an operation hands down to a source. */
export function createCallContext(options: TestContextOptions = {}): TestContext {
  const controller = new AbortController();
  const events: SourceEvent[] = [];
  const { timeoutMs = 10_000, clock = { now: Date.now }, credential } = options;
  return {
    signal: controller.signal,
    deadline: clock.now() + timeoutMs,
    requestId: "test",
    credential,
    partition: options.partition ?? (credential === undefined ? "public" : `hash of ${credential}`),
    observe: (event) => {
      events.push(event);
    },
    events,
    leave: () => controller.abort(),
  };
}
