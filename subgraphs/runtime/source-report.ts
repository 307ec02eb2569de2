import type { SourceEvent, SourceOutcome } from "#adapters/runtime/source.ts";

/** What became of one source during one request: an entry of `extensions.hub.sources[]`. */
export interface SourceReport {
  readonly node: string;
  readonly source: string;
  readonly outcome: SourceOutcome;
  readonly upstreamCalls: number;
  readonly cacheHits: number;
  /** Age of the oldest answer used, whole seconds. */
  readonly ageSeconds: number;
  /** Longest single question, milliseconds. */
  readonly durationMs: number;
}

/** Adds up the events of one request at one node. */
export class SourceLedger {
  readonly #node: string;
  readonly #reports = new Map<string, SourceReport>();
  #ttlMs = Number.POSITIVE_INFINITY;
  #keepMs = Number.POSITIVE_INFINITY;
  #isPrivate = false;

  constructor(node: string) {
    this.#node = node;
  }

  readonly record = (event: SourceEvent): void => {
    const before = this.#reports.get(event.source);
    this.#ttlMs = Math.min(this.#ttlMs, event.ttlMs);
    this.#keepMs = Math.min(this.#keepMs, event.keepMs ?? this.#keepMs);
    this.#isPrivate ||= event.isPrivate;
    this.#reports.set(event.source, {
      node: this.#node,
      source: event.source,
      outcome: before === undefined ? event.outcome : joinOutcomes(before.outcome, event.outcome),
      upstreamCalls: (before?.upstreamCalls ?? 0) + event.upstreamCalls,
      cacheHits: (before?.cacheHits ?? 0) + event.cacheHits,
      ageSeconds: Math.max(before?.ageSeconds ?? 0, Math.floor(event.ageMs / 1000)),
      durationMs: Math.max(before?.durationMs ?? 0, Math.round(event.durationMs)),
    });
  };

  get reports(): readonly SourceReport[] {
    return [...this.#reports.values()];
  }

  /** How long the whole answer may be reused; 0 where nothing says so. */
  get ttlMs(): number {
    return Number.isFinite(this.#ttlMs) ? this.#ttlMs : 0;
  }

  /** For so long at most anything may be kept of it, also past its time. */
  get keepMs(): number {
    return this.#keepMs;
  }

  get isPrivate(): boolean {
    return this.#isPrivate;
  }
}

const SUCCESSES: ReadonlySet<SourceOutcome> = new Set(["OK", "STALE", "PARTIAL"]);

export function isSuccess(outcome: SourceOutcome): boolean {
  return SUCCESSES.has(outcome);
}

/** One source asked twice: the same word stays; success beside failure is PARTIAL; of two failures the later stands. */
export function joinOutcomes(a: SourceOutcome, b: SourceOutcome): SourceOutcome {
  if (a === b) return a;
  if (SUCCESSES.has(a) && SUCCESSES.has(b)) return a === "OK" ? b : a;
  if (SUCCESSES.has(a) || SUCCESSES.has(b)) return "PARTIAL";
  return b;
}
