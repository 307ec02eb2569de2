import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { CallParts } from "./call-parts.ts";
import type { UpstreamAnswer } from "./decode.ts";
import { isTransient } from "./failures.ts";
import type { Flight } from "./flights.ts";
import type { Question } from "./question.ts";
import { retryAfterMs } from "./retry-after.ts";
import { isTimeLeft } from "./time-left.ts";
import { type Arrived, type Asked, pause, startVisit, tryOnce } from "./try-once.ts";
import type { Visit } from "./visit.ts";

/**
 * Pacing, fetching and at most one retry, each try with a turn of its own. The only place of the hub that retries. `read`
 * makes of the answer what was asked for; what it throws counts against the upstream as a failed call does.
 */
export function fetchPolitely<T>(
  question: Question<unknown>,
  flight: Flight,
  parts: CallParts,
  read: (answer: UpstreamAnswer) => Promise<T>,
): Promise<T> {
  const asked = { question, flight };
  parts.retryBudget.demand();
  return startVisit(question, asked, parts).then(async (first) =>
    readArrived(await fetchWithRetry(first, asked, parts), read),
  );
}

async function readArrived<T>({ answer, visit }: Arrived, read: (answer: UpstreamAnswer) => Promise<T>): Promise<T> {
  try {
    const value = await read(answer);
    visit.succeeded();
    return value;
  } catch (error) {
    visit.failed(error);
    // A reader may find the request to slow down inside a body with status 200.
    if (error instanceof UpstreamError && error.failure.kind === "rate-limited") {
      visit.gate.pause(error.failure.retryAfterMs);
    }
    throw error;
  }
}

async function fetchWithRetry(first: Visit, asked: Asked, parts: CallParts): Promise<Arrived> {
  const { question, flight } = asked;
  for (let visit = first, retries = 0; ; retries++) {
    try {
      return await tryOnce(visit, asked, parts);
    } catch (error) {
      const delayMs = isRetryable(error, retries, asked, parts) ? jitter(parts) : null;
      if (delayMs === null || !isTimeLeft(flight.deadline() - delayMs, parts.timer) || !parts.retryBudget.take()) {
        throw afterLastTry(error, question, parts);
      }
      flight.phase = "queue";
      await wait(delayMs, flight, parts);
      visit = await startVisit(question, asked, parts).catch((refusal: unknown) => {
        // Where the second try is not let through, the first one tells what is wrong.
        throw isRefusal(refusal) ? error : refusal;
      });
    }
  }
}

function isRetryable(
  error: unknown,
  retries: number,
  { question, flight }: Asked,
  { politeness, gates, ...parts }: CallParts,
): boolean {
  if (!question.isSafe || flight.departure.reason !== null || retries >= politeness.retry.attempts) return false;
  if (gates.gateFor(question.url.host, { ...parts, politeness }).refusal !== null) return false;
  return error instanceof UpstreamError && isTransient(error.failure);
}

/** Ours, not the upstream's. */
const REFUSALS: ReadonlySet<UpstreamFailure["kind"]> = new Set(["circuit-open", "busy", "off", "over-budget"]);

function isRefusal(error: unknown): boolean {
  return error instanceof UpstreamError && REFUSALS.has(error.failure.kind);
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
  return pause(parts.gates.gateFor(url.host, parts), retryAfterMs(undefined, parts.timer.now()), parts);
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
