import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { CallParts } from "./call-parts.ts";
import type { UpstreamAnswer } from "./decode.ts";
import { isTransient } from "./failures.ts";
import type { Flight } from "./flights.ts";
import type { Question } from "./question.ts";
import { retryAfterMs } from "./retry-after.ts";
import { isTimeLeft } from "./time-left.ts";
import { pause, tryOnce } from "./try-once.ts";

/** Pacing, fetching and at most one retry, each try with a turn of its own. The only place of the hub that retries. */
export async function fetchPolitely(
  question: Question<unknown>,
  flight: Flight,
  parts: CallParts,
): Promise<UpstreamAnswer> {
  parts.retryBudget.demand();
  for (let retries = 0; ; retries++) {
    try {
      return await tryOnce(question, flight, parts);
    } catch (error) {
      const delayMs = isRetryable(error, retries, question, flight, parts) ? jitter(parts) : null;
      if (delayMs === null || !isTimeLeft(flight.deadline() - delayMs, parts.timer) || !parts.retryBudget.take()) {
        throw afterLastTry(error, question, parts);
      }
      flight.phase = "queue";
      await wait(delayMs, flight, parts);
    }
  }
}

function isRetryable(
  error: unknown,
  retries: number,
  { isSafe }: Question<unknown>,
  { departure }: Flight,
  { politeness }: CallParts,
): boolean {
  if (!isSafe || departure.reason !== null || retries >= politeness.retry.attempts) return false;
  return error instanceof UpstreamError && isTransient(error.failure);
}

/** Full jitter between the two delays. */
function jitter({ politeness: { retry }, random }: CallParts): number {
  return retry.minDelayMs + random() * (retry.maxDelayMs - retry.minDelayMs);
}

/** A host that still answers 503 is left alone, though it did not say for how long. */
function afterLastTry(error: unknown, { url }: Question<unknown>, parts: CallParts): unknown {
  const isUnavailable =
    error instanceof UpstreamError && error.failure.kind === "rejected" && error.failure.status === 503;
  if (!isUnavailable) return error;
  return pause(parts.gates.gateFor(url.host, parts.politeness), retryAfterMs(undefined, parts.timer.now()), parts);
}

function wait(delayMs: number, { departure }: Flight, { source, timer }: CallParts): Promise<void> {
  return new Promise((resolve, reject) => {
    const stay = departure.onLeave(() => {
      cancel();
      reject(new UpstreamError(source, departure.reason ?? { kind: "aborted" }));
    });
    const cancel = timer.after(delayMs, () => {
      stay();
      resolve();
    });
  });
}
