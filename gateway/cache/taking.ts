import type { AnswerHints } from "#gateway/engine/subgraph.ts";
import type { SourceReport } from "#subgraphs/runtime/source-report.ts";

/** What an answer that is given out says of itself. */
export interface Given {
  readonly hints: AnswerHints;
  /** Epoch milliseconds. */
  readonly storedAt: number;
  readonly expiresAt: number;
}

/** What was taken of one fetch. */
export interface Taken {
  /** Within their time. */
  readonly hits: number;
  /** Past it. */
  readonly stale: number;
  readonly misses: number;
  /** Time that is left of the entry that ends first, milliseconds; none where one is past it. */
  readonly ttlMs: number;
  /** Of the oldest that is past its time, milliseconds; null where none is. */
  readonly staleAgeMs: number | null;
  readonly tags: readonly string[];
  /** Where it came from, with its age now. */
  readonly sources: readonly SourceReport[];
}

/** Adds up what is taken: answers kept together have the same sources. */
export class Taking {
  readonly #now: number;
  readonly #answers = new Map<AnswerHints, Given>();
  #hits = 0;
  #stale = 0;
  #misses = 0;
  #until = Number.POSITIVE_INFINITY;

  constructor(now: number) {
    this.#now = now;
  }

  miss(count = 1): void {
    this.#misses += count;
  }

  give(given: Given): void {
    if (this.#isStale(given)) this.#stale += 1;
    else this.#hits += 1;
    this.#until = Math.min(this.#until, given.expiresAt);
    if (!this.#answers.has(given.hints)) this.#answers.set(given.hints, given);
  }

  read(): Taken {
    const answers = [...this.#answers.values()];
    const ages = answers.filter((given) => this.#isStale(given)).map((given) => this.#ageOf(given));
    return {
      hits: this.#hits,
      stale: this.#stale,
      misses: this.#misses,
      ttlMs: Math.max(0, this.#until - this.#now),
      staleAgeMs: ages.length === 0 ? null : Math.max(...ages),
      tags: answers.flatMap(({ hints: { tags = [] } }) => tags),
      sources: answers.flatMap((given) => this.#reportsOf(given)),
    };
  }

  #isStale({ expiresAt }: Given): boolean {
    return expiresAt <= this.#now;
  }

  #ageOf({ hints: { ageMs = 0, sources = [] }, storedAt }: Given): number {
    const before = Math.max(ageMs, ...sources.map(({ ageSeconds }) => ageSeconds * 1_000));
    return before + this.#now - storedAt;
  }

  #reportsOf(given: Given): readonly SourceReport[] {
    const { hints, storedAt } = given;
    const outcome = this.#isStale(given) ? "STALE" : "OK";
    const ageSeconds = Math.floor((this.#now - storedAt) / 1_000);
    return (hints.sources ?? []).map((report) => ({
      ...report,
      outcome,
      upstreamCalls: 0,
      cacheHits: 1,
      ageSeconds: report.ageSeconds + ageSeconds,
      durationMs: 0,
    }));
  }
}
