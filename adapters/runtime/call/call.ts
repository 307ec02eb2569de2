import type { CallContext, CallFunction, Sourced, SourceHealth, UpstreamRequest } from "#adapters/runtime/source.ts";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { RefreshResult } from "./cache-metrics.ts";
import { type CallOptions, type CallParts, createCallParts } from "./call-parts.ts";
import { fetchAnswer, type Landed } from "./fetch-answer.ts";
import type { Flight, Waiter } from "./flights.ts";
import { isOwnHost } from "./hosts.ts";
import { type Question, toQuestion } from "./question.ts";
import type { RefreshLine } from "./refresh-line.ts";
import { type Report, startReport } from "./report.ts";
import { isTimeLeft, withReserve } from "./time-left.ts";
import { toFailure } from "./try-once.ts";
import { findKept, howToUse, standIn } from "./use-kept.ts";

/** One source's way to its upstream. */
export interface Caller {
  readonly call: CallFunction;
  /** Where the source's own caches have their contents renewed. */
  readonly refreshes: RefreshLine;
  health(): SourceHealth;
  /** Off: no call leaves; what is kept is still given. */
  switch(position: "on" | "off"): void;
  /** Answers that are kept, and their bytes. */
  kept(): { readonly answers: number; readonly bytes: number };
  /** Forgets every answer; what is in flight is not kept either. Returns how many there were. */
  clear(): number;
  /** Deletes answers that are past all their times. */
  sweep(): void;
  /** Ends what is in flight (failure "aborted") and closes every socket. */
  close(): Promise<void>;
}

/** The one pipeline: deadline > cache > single flight > pacing > retry > fetch > charset > decode. */
export function createCall(options: CallOptions): Caller {
  const parts = createCallParts(options);
  return {
    call: (request, context) => call(request, context, parts),
    refreshes: parts.refreshes,
    health: () => healthOf(parts),
    switch: (position) => {
      for (const way of parts.ways) way.switch(position);
    },
    kept: () => ({ answers: parts.cache.size, bytes: parts.cache.bytes }),
    clear: () => clearAnswers(parts),
    sweep: () => sweepAnswers(parts),
    close: async () => {
      parts.unwatch();
      parts.refreshes.close();
      parts.flights.closeAll();
      parts.cache.clear();
      await parts.agent.destroy();
    },
  };
}

/** No async functions down to the line at the gate: thousands may wait, and each waiting function costs half a kilobyte. */
function call<T>(request: UpstreamRequest<T>, context: CallContext, parts: CallParts): Promise<Sourced<T>> {
  try {
    return Promise.resolve(ask(request, context, parts));
  } catch (error) {
    return Promise.reject(error);
  }
}

function ask<T>(request: UpstreamRequest<T>, context: CallContext, parts: CallParts): Sourced<T> | Promise<Sourced<T>> {
  const question = toQuestion(request, context, parts.userAgent);
  const report = startReport(question, context, parts);
  const kept = findKept<T>(question, parts);
  if (kept?.kind === "gone") {
    const error = new UpstreamError(parts.source, kept.failure);
    report.failed(error, "gone", 0);
    throw error;
  }
  const use = kept === undefined ? null : howToUse(kept, context, parts);
  if (kept === undefined || use === null)
    return askLive(question, { context, report, hasStale: kept !== undefined }, parts);
  if (use.isRefreshDue) refreshBehind(question, parts);
  return report.answered(kept.answer, use.result, 0);
}

interface Asking {
  readonly context: CallContext;
  readonly report: Report;
  readonly hasStale: boolean;
}

/** Asks the upstream, alone or in a flight under way; where it fails, what is kept stands in. */
function askLive<T>(question: Question<T>, asking: Asking, parts: CallParts): Sourced<T> | Promise<Sourced<T>> {
  const { context, report, hasStale } = asking;
  const refusal = refuseEarly(question, context, parts);
  if (refusal !== null) {
    return failOrStandIn(new UpstreamError(parts.source, refusal), { question, asking, upstreamCalls: 0 }, parts);
  }
  const { signal, deadline, budget, isRefresh } = context;
  const waiter = { signal, budget, isRefresh, deadline: hasStale ? withReserve(deadline, parts.timer) : deadline };
  const { isShared, flight, outcome } = board(question, waiter, context.requestId, parts);
  return outcome.then(
    ({ answer, isRevalidated }) =>
      report.answered(answer, isShared ? "shared" : isRevalidated ? "revalidated" : "miss", takeCalls(flight)),
    (error: unknown) => failOrStandIn(error, { question, asking, upstreamCalls: takeCalls(flight) }, parts),
  );
}

interface Failed<T> {
  readonly question: Question<T>;
  readonly asking: Asking;
  readonly upstreamCalls: number;
}

function failOrStandIn<T>(
  error: unknown,
  { question, asking, upstreamCalls }: Failed<T>,
  parts: CallParts,
): Sourced<T> {
  const { report, context } = asking;
  const stale = context.isRefresh === true ? null : standIn<T>(error, question, parts);
  if (stale !== null) return report.answered(stale, "stale-if-error", upstreamCalls);
  report.failed(error, "miss", upstreamCalls);
  throw error;
}

function board<T>(question: Question<T>, waiter: Waiter, requestId: string, parts: CallParts) {
  const start = (flight: Flight) => fetchAnswer(question, flight, requestId, parts);
  const { outcome, ...boarding } = parts.flights.board(question.key, waiter, start);
  // The key holds the operation, so whoever started the flight asked with the same decoder.
  return { ...boarding, outcome: outcome as Promise<Landed<T>> };
}

/** Once, whoever asks meanwhile; a question in flight renews as well. */
function refreshBehind(question: Question<unknown>, parts: CallParts): void {
  const { source, flights, refreshes, metrics } = parts;
  const { operation } = question.request;
  if (flights.isOpen(question.key) || refreshes.has(question.key)) return;
  const tell = (result: RefreshResult) => metrics.refreshed(source, operation, result);
  refreshes.add(question.key, {
    renew: async (context) => {
      try {
        const { isRevalidated } = await board(question, context, context.requestId, parts).outcome;
        tell(isRevalidated ? "revalidated" : "renewed");
      } catch (error) {
        tell("failed");
        throw error;
      }
    },
    drop: () => tell("dropped"),
  });
}

/** What needs no flight to be refused; thousands may be, when a line is full. */
function refuseEarly(
  { key, url }: Question<unknown>,
  { signal, deadline, budget, isRefresh }: CallContext,
  { timer, flights, gates, hosts, source, politeness, random }: CallParts,
): UpstreamFailure | null {
  if (signal.aborted) return { kind: "aborted" };
  if (!isTimeLeft(deadline, timer)) return { kind: "timeout", phase: "deadline" };
  if (!isOwnHost(url, hosts)) return { kind: "unreachable", reason: "host not allowed" };
  if (flights.isOpen(key)) return null;
  if (budget?.left === 0) return { kind: "over-budget" };
  const refusal = gates.gateFor(url.host, { source, politeness, random }).refusalBy(deadline, isRefresh);
  return refusal === null ? null : toFailure(refusal);
}

function healthOf({ health, standing, politeness: { dailyQuota } }: CallParts): SourceHealth {
  const { breaker, queueDepth, quotaUsed, pausedUntil, pauseReason } = standing();
  return { ...health.read(), breaker, queueDepth, quotaUsed, dailyQuota, pausedUntil, pauseReason };
}

function takeCalls(flight: Flight): number {
  const calls = flight.unreportedCalls;
  flight.unreportedCalls = 0;
  return calls;
}

function sweepAnswers({ cache, metrics, source, timer }: CallParts): void {
  cache.sweep(timer.now());
  metrics.kept(source, cache.size, cache.bytes);
}

function clearAnswers({ cache, metrics, source }: CallParts): number {
  const { size } = cache;
  cache.clear();
  metrics.kept(source, 0, 0);
  return size;
}
