import type { CallContext, CallFunction, Sourced, SourceHealth, UpstreamRequest } from "#adapters/runtime/source.ts";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { Answered } from "./answer-cache.ts";
import { type CallOptions, type CallParts, createCallParts } from "./call-parts.ts";
import { decodeAnswer } from "./decode-answer.ts";
import { fetchPolitely } from "./fetch-politely.ts";
import type { Flight } from "./flights.ts";
import { isOwnHost } from "./hosts.ts";
import { type Question, toQuestion } from "./question.ts";
import { startReport } from "./report.ts";
import { isTimeLeft } from "./time-left.ts";
import { toFailure } from "./try-once.ts";

/** One source's way to its upstream. */
export interface Caller {
  readonly call: CallFunction;
  health(): SourceHealth;
  /** Ends what is in flight (failure "aborted") and closes every socket. */
  close(): Promise<void>;
}

/** The one pipeline: deadline > cache > single flight > pacing > retry > fetch > charset > decode. */
export function createCall(options: CallOptions): Caller {
  const parts = createCallParts(options);
  return {
    call: (request, context) => ask(request, context, parts),
    health: () => parts.health.read(),
    close: async () => {
      parts.flights.closeAll();
      parts.cache.clear();
      await parts.agent.destroy();
    },
  };
}

async function ask<T>(request: UpstreamRequest<T>, context: CallContext, parts: CallParts): Promise<Sourced<T>> {
  const question = toQuestion(request, context, parts.userAgent);
  const report = startReport(question, context, parts);
  const cached = question.ttlMs > 0 ? parts.cache.get(question.key, parts.timer.now()) : undefined;
  // The key holds the operation, so the entry was made by this operation's decoder.
  if (cached !== undefined) return report.answered(cached as Answered<T>, "hit", 0);
  const refusal = refuseEarly(question, context, parts);
  if (refusal !== null) {
    const error = new UpstreamError(parts.source, refusal);
    report.failed(error, "miss", 0);
    throw error;
  }
  const start = (flight: Flight) => fetchAnswer(question, flight, context, parts);
  const { isShared, flight, outcome } = parts.flights.board(question.key, context, start);
  const cache = isShared ? "shared" : "miss";
  const answer = await outcome.catch((error: unknown) => {
    report.failed(error, cache, takeCalls(flight));
    throw error;
  });
  return report.answered(answer as Answered<T>, cache, takeCalls(flight));
}

/** What needs no flight to be refused; thousands may be, when a line is full. */
function refuseEarly(
  { key, url }: Question<unknown>,
  { signal, deadline }: CallContext,
  { timer, flights, gates, hosts, politeness }: CallParts,
): UpstreamFailure | null {
  if (signal.aborted) return { kind: "aborted" };
  if (!isTimeLeft(deadline, timer)) return { kind: "timeout", phase: "deadline" };
  if (!isOwnHost(url, hosts)) return { kind: "unreachable", reason: "host not allowed" };
  if (flights.isOpen(key)) return null;
  const { refusal } = gates.gateFor(url.host, politeness);
  return refusal === null ? null : toFailure(refusal);
}

/** What one flight does; its answer goes to all who wait for it. */
async function fetchAnswer<T>(
  question: Question<T>,
  flight: Flight,
  { requestId }: CallContext,
  parts: CallParts,
): Promise<Answered<T>> {
  const { source, timer, health, logger } = parts;
  const startedAt = timer.now();
  const fields = { source, operation: question.request.operation, requestId };
  try {
    const answer = await fetchPolitely(question, flight, parts);
    const value = await decodeAnswer(question.request.decode, answer, source);
    health.succeeded();
    logger.info({ ...fields, status: answer.status, durationMs: timer.now() - startedAt }, "upstream answered");
    return remember(question, value, answer.bytes.length, parts);
  } catch (error) {
    noteFailure(error, { ...fields, durationMs: timer.now() - startedAt }, question, parts);
    throw error;
  }
}

/** Entries made together do not expire together: ± 10 %. */
function remember<T>(question: Question<T>, value: T, bytes: number, parts: CallParts): Answered<T> {
  const fetchedAt = parts.timer.now();
  const ttlMs = value === null ? Math.min(question.ttlMs, parts.politeness.negativeTtlMs) : question.ttlMs;
  const answer = { value, fetchedAt, expiresAt: fetchedAt + Math.round(ttlMs * (0.9 + 0.2 * parts.random())) };
  parts.cache.set(question.key, answer, bytes);
  return answer;
}

function noteFailure(error: unknown, fields: object, question: Question<unknown>, parts: CallParts): void {
  if (!(error instanceof UpstreamError)) {
    parts.logger.error({ ...fields, bug: error instanceof Error ? error.name : typeof error }, "upstream call broke");
    return;
  }
  const { failure } = error;
  parts.health.failed(failure, question.isPrivate);
  // A decoder may find the request to slow down inside a body with status 200.
  if (failure.kind === "rate-limited") {
    parts.gates.gateFor(question.url.host, parts.politeness).pause(failure.retryAfterMs);
  }
  if (failure.kind === "aborted" || failure.kind === "busy")
    parts.logger.debug({ ...fields, failure }, "upstream not asked");
  else parts.logger.warn({ ...fields, failure }, "upstream failed");
}

function takeCalls(flight: Flight): number {
  const calls = flight.unreportedCalls;
  flight.unreportedCalls = 0;
  return calls;
}
