import type { CallContext, SourceEvent, SourceOutcome } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";

/** Far below the lifetime of a record, since an answer may also say that something does not exist yet. */
const REUSE_MS = 600_000;

/**
 * Runs one question so that its observer hears the truth. The pipeline caches none of these answers (bulk questions
 * differ every time, their members are remembered one by one) and so reports that nothing may be reused: what is made of
 * them may. And a refusal that never reached the pipeline (rest, quota, another caller's failed log-in) is told here.
 */
export async function tellOutcome<T>(
  asked: Pick<SourceEvent, "source" | "operation">,
  context: CallContext,
  ask: (context: CallContext) => Promise<T>,
): Promise<T> {
  let last: SourceOutcome = "OK";
  const observe = (event: SourceEvent): void => {
    last = event.outcome;
    context.observe(event.outcome === "OK" ? { ...event, ttlMs: REUSE_MS } : event);
  };
  try {
    return await ask({ ...context, observe });
  } catch (error) {
    if (last === "OK" && error instanceof UpstreamError) context.observe(toEvent(asked, error));
    throw error;
  }
}

function toEvent(asked: Pick<SourceEvent, "source" | "operation">, { failure }: UpstreamError): SourceEvent {
  return {
    ...asked,
    outcome: OUTCOMES.get(failure.kind) ?? "UNAVAILABLE",
    upstreamCalls: 0,
    cacheHits: 0,
    ageMs: 0,
    durationMs: 0,
    ttlMs: 0,
    isPrivate: false,
  };
}

const OUTCOMES: ReadonlyMap<string, SourceOutcome> = new Map([
  ["rate-limited", "THROTTLED"],
  ["timeout", "TIMEOUT"],
  ["aborted", "SKIPPED"],
]);
