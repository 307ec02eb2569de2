import { decodeWeights, headReader, WeightedIds } from "#adapters/runtime/text-index/decode-postings.ts";
import type { TermPostings } from "#adapters/runtime/text-index/postings.ts";
import type { TermSource } from "#adapters/runtime/text-index/term-sources.ts";
import { FIELD_WEIGHTS, TEXT_GROUP } from "./index-layout.ts";
import { leastMet, queryTerms } from "./query-terms.ts";
import type { SummaryColumns } from "./summary-columns.ts";

/** How soon more occurrences count less, and how much length counts (Robertson and Zaragoza 2009, usual values). */
const K1 = 1.2;
const B = 0.75;
/** A term that more than this share of all records have tells nothing beside rarer ones. */
const COMMON = 0.2;
/** Occurrences that one question reads at most, of the rarest terms first: a long text is found by what tells most. */
const MOST_READ = 600_000;
/** Terms that are looked for however frequent they are. */
const LEAST_TERMS = 4;

const READER = headReader(TEXT_GROUP, (field) => FIELD_WEIGHTS[field]);

/** Documents that meet a text, ascending, and what each scores. */
export interface ScoredDocuments {
  readonly ids: Int32Array;
  readonly scores: Float32Array;
}

interface FoundTerm {
  readonly postings: readonly TermPostings[];
  readonly documents: number;
}

/**
 * Scores by BM25: the sum over the terms of idf · w · (k1 + 1) / (w + k1 · (1 − b + b · length / average)), where w is the
 * sum of the occurrences, each by the weight of its field, and idf = ln(1 + (N − n + ½) / (n + ½)).
 */
export class TermScorer {
  #scores = new Float32Array(0);
  #met = new Uint8Array(0);

  /** Of all documents, by number; null for a text without a single word. */
  score(
    text: string,
    match: "MOST" | "ANY",
    sources: readonly TermSource[],
    columns: SummaryColumns,
  ): ScoredDocuments | null {
    const terms = queryTerms(text);
    if (terms.length === 0) return null;
    this.#makeRoom(columns.size);
    const found = telling(
      terms.map((term) => findTerm(term, sources)),
      columns.alive,
    );
    for (const term of found) this.#add(term, columns);
    return this.#collect(match === "ANY" ? 1 : leastMet(found.length), columns);
  }

  #makeRoom(size: number): void {
    if (this.#scores.length < size) {
      this.#scores = new Float32Array(Math.ceil(size * 1.2));
      this.#met = new Uint8Array(this.#scores.length);
      return;
    }
    this.#scores.fill(0);
    this.#met.fill(0);
  }

  #add({ postings, documents }: FoundTerm, { alive, totalLength, arrays: { length } }: SummaryColumns): void {
    const matches = new WeightedIds(documents + 1);
    for (const part of postings) decodeWeights(part, READER, matches);
    const { ids, weights, count } = matches;
    const idf = Math.log(1 + (Math.max(0, alive - count) + 0.5) / (count + 0.5));
    const perLength = alive === 0 || totalLength === 0 ? 0 : (K1 * B * alive) / totalLength;
    const [scores, met] = [this.#scores, this.#met];
    for (let at = 0; at < count; at++) {
      const id = ids[at] ?? 0;
      const weight = weights[at] ?? 0;
      const score = (idf * weight * (K1 + 1)) / (weight + K1 * (1 - B) + perLength * (length[id] ?? 0));
      scores[id] = (scores[id] ?? 0) + score;
      met[id] = (met[id] ?? 0) + 1;
    }
  }

  #collect(least: number, { size, arrays: { isAlive } }: SummaryColumns): ScoredDocuments {
    const met = this.#met;
    const ids = new Int32Array(size);
    let count = 0;
    for (let id = 1; id < size; id++) {
      if ((met[id] ?? 0) >= least && isAlive[id] === 1) ids[count++] = id;
    }
    return { ids: ids.subarray(0, count), scores: this.#scores };
  }
}

function findTerm(term: string, sources: readonly TermSource[]): FoundTerm {
  const postings = sources.flatMap((source) => source.find(TEXT_GROUP.prefix + term) ?? []);
  return { postings, documents: postings.reduce((sum, part) => sum + part.documents, 0) };
}

/** The terms that tell records apart (all of them where none does), as many as may be read. */
function telling(found: readonly FoundTerm[], alive: number): readonly FoundTerm[] {
  const rare = found.filter(({ documents }) => documents <= alive * COMMON);
  const wanted = rare.some(({ documents }) => documents > 0) ? rare : found;
  let read = 0;
  return wanted
    .toSorted((a, b) => a.documents - b.documents)
    .filter(({ documents }, index) => {
      read += documents;
      return index < LEAST_TERMS || read <= MOST_READ;
    });
}
