import type { WeightedIds } from "#adapters/runtime/text-index/decode-postings.ts";
import type { ColumnArrays } from "./columns.ts";
import { countStanding, type ScoredText } from "./evaluate-condition.ts";
import type { TextCondition } from "./match-text.ts";
import type { Standing } from "./standing.ts";
import { NAME_GROUP, TEXT_GROUP } from "./text-fields.ts";

/** How soon more occurrences count less, and how much length counts (Robertson and Zaragoza 2009, usual values). */
const K1 = 1.2;
const B = 0.75;

/**
 * Adds the BM25 score of every text to its documents: idf · w · (k1 + 1) / (w + k1 · (1 − b + b · length / average)),
 * where w is the sum of the occurrences, each by the weight of its field, and idf = ln(1 + (N − n + ½) / (n + ½)) over
 * the documents that stand. Length is that of title, abstract and first claim, of all names, or of both: where it was
 * looked.
 */
export function scoreTexts(
  texts: readonly ScoredText[],
  scores: Float64Array,
  { arrays, standing }: { readonly arrays: ColumnArrays; readonly standing: Standing },
): void {
  for (const { condition, matches: find } of texts) {
    const matches = find();
    const found = countStanding(matches, standing.bits);
    const idf = Math.log(1 + (standing.count - found + 0.5) / (found + 0.5));
    addScores(matches, scores, { idf, lengths: lengthsFor(condition, arrays, standing) });
  }
}

interface Lengths {
  readonly columns: readonly Uint16Array[];
  readonly average: number;
}

function addScores(
  { ids, weights, count }: WeightedIds,
  scores: Float64Array,
  { idf, lengths }: { readonly idf: number; readonly lengths: Lengths },
): void {
  const [first = NONE, second] = lengths.columns;
  const perLength = lengths.average === 0 ? 0 : (K1 * B) / lengths.average;
  for (let at = 0; at < count; at++) {
    const id = ids[at] ?? 0;
    const weight = weights[at] ?? 0;
    const length = (first[id] ?? 0) + (second === undefined ? 0 : (second[id] ?? 0));
    const score = (idf * weight * (K1 + 1)) / (weight + K1 * (1 - B) + perLength * length);
    scores[id] = (scores[id] ?? 0) + score;
  }
}

const NONE = new Uint16Array(0);

function lengthsFor(condition: TextCondition, arrays: ColumnArrays, standing: Standing): Lengths {
  const inTexts = condition.fields.some((field) => TEXT_GROUP.fields.includes(field));
  const inNames = condition.fields.some((field) => NAME_GROUP.fields.includes(field));
  const total = (inTexts ? standing.textLength : 0) + (inNames ? standing.nameLength : 0);
  return {
    columns: [...(inTexts ? [arrays.textLength] : []), ...(inNames ? [arrays.nameLength] : [])],
    average: standing.count === 0 ? 0 : total / standing.count,
  };
}
