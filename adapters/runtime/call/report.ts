import type { Politeness } from "#adapters/runtime/politeness.ts";
import { keepUntil } from "#adapters/runtime/shelf-life.ts";
import type { CallContext, Clock, Sourced, SourceOutcome } from "#adapters/runtime/source.ts";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { Answered } from "./answer-cache.ts";
import type { CacheResult } from "./cache-metrics.ts";
import type { UpstreamMetrics } from "./metrics.ts";
import type { Question } from "./question.ts";

export interface ReportOptions {
  readonly source: string;
  readonly timer: Clock;
  readonly metrics: UpstreamMetrics;
  readonly politeness: Pick<Politeness, "keepAtMostMs">;
}

const STALE_RESULTS: ReadonlySet<CacheResult> = new Set(["stale-while-revalidate", "stale-if-error"]);
const KEPT_RESULTS: ReadonlySet<CacheResult> = new Set<CacheResult>(["fresh", "gone", ...STALE_RESULTS]);

/** Tells about one question exactly once: to the operation that asked, and to the metrics. */
export interface Report {
  answered<T>(answer: Answered<T>, cache: CacheResult, upstreamCalls: number): Sourced<T>;
  failed(error: unknown, cache: CacheResult, upstreamCalls: number): void;
}

export function startReport(question: Question<unknown>, context: CallContext, options: ReportOptions): Report {
  const { source, timer, metrics } = options;
  const { keepAtMostMs } = options.politeness;
  const startedAt = timer.now();
  const tell = (outcome: SourceOutcome, cache: CacheResult, upstreamCalls: number, ageMs: number, ttlMs: number) => {
    const event = {
      source,
      operation: question.request.operation,
      outcome,
      upstreamCalls,
      cacheHits: KEPT_RESULTS.has(cache) ? 1 : 0,
      ageMs,
      durationMs: timer.now() - startedAt,
      ttlMs,
      isPrivate: question.isPrivate,
      ...(keepAtMostMs === null ? {} : { keepMs: Math.max(0, keepUntil(-ageMs, keepAtMostMs)) }),
    };
    metrics.answered(event, cache);
    context.observe(event);
  };
  return {
    answered: ({ value, fetchedAt, expiresAt }, cache, calls) => {
      const now = timer.now();
      const isStale = STALE_RESULTS.has(cache);
      const ttlMs = isStale ? 0 : Math.max(0, expiresAt - now);
      tell(isStale ? "STALE" : "OK", cache, calls, Math.max(0, now - fetchedAt), ttlMs);
      return { value, fetchedAt, freshness: isStale ? "STALE" : "FRESH" };
    },
    failed: (error, cache, calls) => tell(toOutcome(error), cache, calls, 0, 0),
  };
}

const OUTCOMES = {
  timeout: "TIMEOUT",
  unreachable: "UNAVAILABLE",
  rejected: "UNAVAILABLE",
  "rate-limited": "THROTTLED",
  "circuit-open": "UNAVAILABLE",
  malformed: "UNAVAILABLE",
  "too-large": "UNAVAILABLE",
  "login-required": "UNAVAILABLE",
  busy: "THROTTLED",
  off: "SKIPPED",
  "over-budget": "SKIPPED",
  aborted: "SKIPPED",
} as const satisfies Record<UpstreamFailure["kind"], SourceOutcome>;

function toOutcome(error: unknown): SourceOutcome {
  return error instanceof UpstreamError ? OUTCOMES[error.failure.kind] : "UNAVAILABLE";
}
