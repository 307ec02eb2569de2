import type { DatabaseSync } from "node:sqlite";
import { type BitSet, idsOf, intersect } from "#adapters/runtime/text-index/bit-set.ts";
import type { Ranked } from "#adapters/runtime/text-index/rank-heap.ts";
import { toApplicationNumber } from "./application-key.ts";
import { dayOf } from "./calendar-day.ts";
import type { ColumnArrays, PatentColumns } from "./columns.ts";
import { FacetCounter } from "./count-facets.ts";
import { type EvaluationContext, evaluate, type ScoredText } from "./evaluate-condition.ts";
import { IndexFollower, type IndexState } from "./follow-index.ts";
import { Highlighter } from "./highlight-hits.ts";
import { KeywordMatcher } from "./match-keywords.ts";
import { QueryBudget } from "./query-budget.ts";
import { rank, rankKeys } from "./rank-hits.ts";
import { scoreTexts } from "./score-texts.ts";
import { readCursor, writeCursor } from "./search-cursor.ts";
import type { SearchCondition, SearchHit, SearchPage, SearchRequest } from "./search-request.ts";
import { type Standing, standingAt } from "./standing.ts";

/** What holds for a query and a filter: ids in the columns, ascending. */
export interface Matches {
  readonly ids: Int32Array;
  readonly arrays: ColumnArrays;
  readonly texts: readonly ScoredText[];
  readonly standing: Standing;
}

export interface MatchRequest {
  readonly query: SearchCondition | null;
  readonly filter: SearchCondition | null;
  /** Calendar day at which terms that ran out count. */
  readonly today: string;
}

const MOST_HITS = 100;
const MOST_SKIPPED = 10_000;

/** Answers searches over one store, synchronously: for a thread of its own. Each answer is one state of the store. */
export class SearchEngine {
  readonly #database: DatabaseSync;
  readonly #columns: PatentColumns;
  readonly #follower: IndexFollower;
  readonly #keywords: KeywordMatcher;
  readonly #facets: FacetCounter;
  readonly #highlighter: Highlighter;
  /** What stood lately, as known at the store's newest change: a take-down reaches back. */
  #standing: readonly Standing[] = [];
  #standingKnownAt = -1;
  #scores = new Float64Array(0);

  constructor(database: DatabaseSync, columns: PatentColumns) {
    this.#database = database;
    this.#columns = columns;
    this.#follower = new IndexFollower(database, columns);
    this.#keywords = new KeywordMatcher(database);
    this.#facets = new FacetCounter(database);
    this.#highlighter = new Highlighter(database);
  }

  search(request: SearchRequest): SearchPage {
    return this.#atOneState((state) => this.#page(request, state));
  }

  /** Gives the matches to `use`, which may read the store's tables meanwhile. */
  withMatches<T>(request: MatchRequest, use: (matches: Matches, database: DatabaseSync) => T): T {
    return this.#atOneState((state) => use(this.#matches(request, state, state.sequence), this.#database));
  }

  /** Loads what is not loaded yet. */
  warmUp(): void {
    this.#atOneState(({ sequence }) => this.#standingAt(sequence, sequence));
  }

  #atOneState<T>(work: (state: IndexState) => T): T {
    this.#database.exec("BEGIN");
    try {
      return work(this.#follower.follow());
    } finally {
      this.#database.exec("COMMIT");
    }
  }

  #page(request: SearchRequest, state: IndexState): SearchPage {
    const after = request.after === null ? null : readCursor(request.after);
    // A cursor of another store may name a state that is still to come.
    const sequence = Math.min(after?.sequence ?? state.sequence, state.sequence);
    const matches = this.#matches(request, state, sequence);
    const scores = matches.texts.length === 0 ? null : this.#scored(matches);
    const first = Math.max(0, Math.min(request.first, MOST_HITS));
    const skip = Math.max(0, Math.min(request.skip ?? 0, MOST_SKIPPED));
    const keys = rankKeys(request.order, matches.arrays, scores);
    const ranked = rank(matches.ids, keys, skip + first + 1, after).slice(skip);
    return {
      total: { value: matches.ids.length, relation: state.isWhole ? "EXACT" : "AT_LEAST" },
      hits: ranked.slice(0, first).map((hit) => this.#hit(hit, { request, matches, scores })),
      facets: this.#facets.count(matches.ids, request.facets, {
        arrays: matches.arrays,
        today: dayOf(request.today),
        top: request.facetTop,
      }),
      hasNextPage: ranked.length > first,
    };
  }

  #hit(
    { id, value, number }: Ranked,
    { request, matches, scores }: { request: SearchRequest; matches: Matches; scores: Float64Array | null },
  ): SearchHit {
    const applicationNumber = toApplicationNumber(matches.arrays.number[id] ?? 0);
    const conditions = request.wantsHighlights ? matches.texts.map(({ condition }) => condition) : [];
    return {
      applicationNumber,
      score: scores === null ? null : (scores[id] ?? 0),
      cursor: writeCursor({ sequence: matches.standing.sequence, value, number }),
      highlights: this.#highlighter.highlight(applicationNumber, conditions),
    };
  }

  #matches({ query, filter, today }: MatchRequest, state: IndexState, sequence: number): Matches {
    // The size first: another thread may load meanwhile, and arrays are long enough for what was there before.
    const { size, arrays } = this.#columns;
    const standing = this.#standingAt(sequence, state.sequence);
    const context: EvaluationContext = {
      ...{ arrays, sources: state.sources, keywords: this.#keywords },
      ...{ size, today: dayOf(today), among: standing.shown, budget: new QueryBudget() },
    };
    const queried = query === null ? null : evaluate(query, context);
    const filtered = filter === null ? null : evaluate(filter, context);
    const bits = [queried, filtered].reduce<BitSet>(
      (all, one) => (one === null ? all : intersect(one.bits, all)),
      standing.shown,
    );
    return { ids: idsOf(bits), arrays, texts: queried?.texts ?? [], standing };
  }

  #scored({ arrays, texts, standing }: Matches): Float64Array {
    const { size } = this.#columns;
    if (this.#scores.length < size) this.#scores = new Float64Array(Math.ceil(size * 1.2));
    else this.#scores.fill(0);
    scoreTexts(texts, this.#scores, { arrays, standing });
    return this.#scores;
  }

  /** Of the newest state and of the one that was last asked for. */
  #standingAt(sequence: number, now: number): Standing {
    if (this.#standingKnownAt !== now) this.#standing = [];
    this.#standingKnownAt = now;
    const known = this.#standing.find((one) => one.sequence === sequence);
    if (known !== undefined) return known;
    const { size, arrays } = this.#columns;
    const standing = standingAt(arrays, size, sequence);
    this.#standing = [standing, ...this.#standing.filter((one) => one.sequence === now)];
    return standing;
  }
}
