import type { DatabaseSync, StatementSync } from "node:sqlite";
import { idsOf } from "#adapters/runtime/text-index/bit-set.ts";
import { type Ranked, RankHeap } from "#adapters/runtime/text-index/rank-heap.ts";
import { normaliseName } from "#schema/ids/text.ts";
import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import { compileFilter, withKeywords } from "./compile-filter.ts";
import { countFacets } from "./count-facets.ts";
import { CoverageReader } from "./coverage.ts";
import { StoreFollower } from "./follow-store.ts";
import { KEYWORD_SPACES } from "./index-layout.ts";
import { partyDocuments } from "./match-party.ts";
import { type ScoredDocuments, TermScorer } from "./score-terms.ts";
import type { FoundSummaries, SearchMethods } from "./store-protocol.ts";
import { Suggester } from "./suggester.ts";
import type { Summary, SummaryQuestion } from "./summary-index.ts";

const MOST_HITS = 200;
const MOST_SKIPPED = 10_000;

/** Answers from one state of the store each time, synchronously: for a thread of its own. */
export class SummaryEngine {
  readonly #database: DatabaseSync;
  readonly #follower: StoreFollower;
  readonly #suggester: Suggester;
  readonly #coverage: CoverageReader;
  readonly #scorer = new TermScorer();
  readonly #body: StatementSync;
  readonly #idOf: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#follower = new StoreFollower(database);
    this.#suggester = new Suggester(database);
    this.#coverage = new CoverageReader(database);
    this.#body = database.prepare("SELECT node, kind, fetched, updated, body FROM documents WHERE id = ?");
    this.#idOf = database.prepare("SELECT id FROM documents WHERE record = ? AND died = 0");
  }

  methods(): SearchMethods {
    return {
      search: (question) => this.#atOneState(() => this.#search(question)),
      suggest: (prefix, kinds, first) => this.#suggester.suggest(prefix, kinds, first),
      byNumbers: (numbers) => this.#atOneState(() => this.#byNumbers(numbers)),
      byIds: (ids) => this.#atOneState(() => this.#byIds(ids)),
      coverage: () => this.#atOneState(() => this.#coverage.read(this.#follower)),
    };
  }

  /** Loads what is not loaded yet. */
  warmUp(): void {
    this.#atOneState(() => undefined);
  }

  #atOneState<T>(work: () => T): T {
    this.#database.exec("BEGIN");
    try {
      this.#follower.follow();
      return work();
    } finally {
      this.#database.exec("COMMIT");
    }
  }

  #search(question: SummaryQuestion): FoundSummaries {
    const text = question.text?.trim() ?? "";
    const { columns, sources } = this.#follower;
    const scored = text === "" ? null : this.#scorer.score(text, question.match ?? "MOST", sources, columns);
    const ids = text !== "" && scored === null ? NONE : this.#matching(question, scored);
    const first = Math.max(0, Math.min(question.first, MOST_HITS));
    const offset = Math.max(0, Math.min(question.offset ?? 0, MOST_SKIPPED));
    const isByDate = question.order === "DATE" || scored === null;
    const ranked = this.#rank(ids, isByDate ? null : scored, offset + first).slice(offset);
    return {
      hits: ranked.map(({ id }, index) => ({
        summary: this.#summary(id),
        score: scored?.scores[id] ?? 0,
        rank: offset + index,
      })),
      total: ids.length,
      relation: this.#coverage.isWhole(question) ? "EXACT" : "AT_LEAST",
      facets: countFacets(ids, question.facets ?? [], this.#follower, question.facetTop),
      perNode: this.#perNode(ids),
    };
  }

  #matching(question: SummaryQuestion, scored: ScoredDocuments | null): Int32Array {
    const { columns } = this.#follower;
    const passes = compileFilter(question, this.#follower);
    const party = question.filter?.party?.trim() ?? "";
    const among = party === "" ? scored?.ids : this.#ofParty(party, scored);
    const candidates = among ?? everyId(columns.size);
    const { isAlive } = columns.arrays;
    const ids = new Int32Array(candidates.length);
    let count = 0;
    for (let at = 0; at < candidates.length; at++) {
      const id = candidates[at] ?? 0;
      if (isAlive[id] === 1 && passes(id)) ids[count++] = id;
    }
    return ids.subarray(0, count);
  }

  #ofParty(party: string, scored: ScoredDocuments | null): Int32Array {
    const wanted = normaliseName(party);
    const found = partyDocuments(wanted, this.#follower, (id) => this.#summary(id).parties);
    if (scored === null) return found;
    const among = new Set(found);
    return scored.ids.filter((id) => among.has(id));
  }

  #rank(ids: Int32Array, scored: ScoredDocuments | null, most: number): readonly Ranked[] {
    const { day, tie } = this.#follower.columns.arrays;
    const heap = new RankHeap(most);
    if (most === 0) return [];
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] ?? 0;
      const date = day[id] ?? 0;
      const value = scored === null ? date : (scored.scores[id] ?? 0);
      // Of equals the newest, then by chance, but always the same.
      if (heap.takes(value)) heap.add({ id, value, number: (scored === null ? 0 : date) * TIES + (tie[id] ?? 0) });
    }
    return heap.sorted();
  }

  #summary(id: number): Summary {
    const row = this.#body.get(id);
    const body = JSON.parse(String(row?.["body"])) as Omit<NodeSummary, "fetchedAt" | "sourceUpdatedAt">;
    const { words } = this.#follower;
    const [fetched, updated] = [row?.["fetched"], row?.["updated"]];
    return {
      ...body,
      node: words.wordsOf("node")[Number(row?.["node"])] ?? "",
      kind: words.wordsOf("kind")[Number(row?.["kind"])] ?? "",
      fetchedAt: fetched === 0 ? null : toInstant(fetched),
      sourceUpdatedAt: updated === null ? null : toInstant(updated),
    };
  }

  #byNumbers(numbers: readonly string[]): readonly Summary[] {
    const { isAlive } = this.#follower.columns.arrays;
    const ids = idsOf(
      withKeywords(
        numbers.map((number) => KEYWORD_SPACES.number + number),
        this.#follower,
      ),
    );
    return [...ids.filter((id) => isAlive[id] === 1).subarray(0, MOST_HITS)].map((id) => this.#summary(id));
  }

  #byIds(records: readonly string[]): readonly Summary[] {
    const ids = records.slice(0, MOST_HITS).flatMap((record) => this.#idOf.get(record)?.["id"] ?? []);
    return ids.map((id) => this.#summary(Number(id)));
  }

  #perNode(ids: Int32Array): FoundSummaries["perNode"] {
    const { node, fetched } = this.#follower.columns.arrays;
    const words = this.#follower.words.wordsOf("node");
    const hits = new Uint32Array(words.length);
    const oldest = new Float64Array(words.length).fill(Number.POSITIVE_INFINITY);
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] ?? 0;
      const place = node[id] ?? 0;
      hits[place] = (hits[place] ?? 0) + 1;
      const time = fetched[id] ?? 0;
      if (time !== 0 && time < (oldest[place] ?? 0)) oldest[place] = time;
    }
    return words.slice(1).map((code, index) => ({
      node: code,
      hits: hits[index + 1] ?? 0,
      oldestFetchedAt: Number.isFinite(oldest[index + 1]) ? toInstant(oldest[index + 1]) : null,
    }));
  }
}

const NONE = new Int32Array(0);
const TIES = 2 ** 32;

function everyId(size: number): Int32Array {
  const ids = new Int32Array(Math.max(0, size - 1));
  for (let at = 0; at < ids.length; at++) ids[at] = at + 1;
  return ids;
}

function toInstant(seconds: unknown): string {
  return new Date(Number(seconds) * 1_000).toISOString();
}
