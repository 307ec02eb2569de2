import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import type { SearchQuestion } from "./search-question.ts";

/**
 * Weights of the merged ranking. A node's own ranking counts by reciprocal rank (Cormack, Clarke and Büttcher 2009,
 * k = 60); what of the query stands where in the record, and how old the hub's knowledge of it is, multiply it.
 */
export const WEIGHTS = {
  /** Reciprocal rank: 1 / (k + rank), rank from 1. */
  k: 60,
  /** Share of the query's terms found in the title, further text, and names and classes. */
  title: 1,
  parties: 0.5,
  text: 0.35,
  /** A word of the query as a whole in the title; the title and nothing else. */
  phrase: 0.5,
  whole: 0.5,
  /** A record that bears a number of the query. */
  number: 20,
  /** Where nothing of the query is seen in the summary: the node found it in what the summary leaves out. */
  unseen: 0.1,
  /** What data of no age gains over very old data, and in how many days the gain falls to a third. */
  fresh: 0.1,
  freshDays: 7,
} as const;

const DAY_MS = 86_400_000;

export type WeighRecord = (summary: NodeSummary, now: number) => number;

/** Weight of a record before the ranks of the nodes come in. */
export function createWeigher({ text, numbers }: Pick<SearchQuestion, "text" | "numbers">): WeighRecord {
  const words = wordsOf(text ?? "");
  const terms = [...new Set(words.flatMap(termsOf))];
  const wanted = new Set(numbers.map(({ canonical }) => canonical));
  return (summary, now) => {
    const fields = terms.length === 0 ? 1 : WEIGHTS.unseen + matchOf(summary, words, terms);
    const bonus = summary.numbers.some((number) => wanted.has(number)) ? WEIGHTS.number : 0;
    return (fields + bonus) * freshness(summary.fetchedAt, now);
  };
}

function matchOf(
  { title, text, parties, classes }: NodeSummary,
  words: readonly string[],
  terms: readonly string[],
): number {
  const inTitle = fold(title ?? "");
  const [titled, named, told] = [inTitle, fold([...parties, ...classes].join(" ")), fold(text ?? "")].map((field) =>
    shareIn(field, terms),
  );
  const phrase = words.filter((word) => inTitle.includes(word)).length / words.length;
  return (
    WEIGHTS.title * (titled ?? 0) +
    WEIGHTS.parties * (named ?? 0) +
    WEIGHTS.text * (told ?? 0) +
    WEIGHTS.phrase * phrase +
    (words.join(" ") === inTitle ? WEIGHTS.whole : 0)
  );
}

function shareIn(field: string, terms: readonly string[]): number {
  if (field === "") return 0;
  return terms.filter((term) => field.includes(term)).length / terms.length;
}

function freshness(fetchedAt: string | null, now: number): number {
  if (fetchedAt === null) return 1 - WEIGHTS.fresh;
  const days = Math.max(0, now - Date.parse(fetchedAt)) / DAY_MS;
  return 1 - WEIGHTS.fresh + WEIGHTS.fresh * Math.exp(-days / WEIGHTS.freshDays);
}

function wordsOf(text: string): readonly string[] {
  return [...new Set(fold(text).match(/[\p{L}\p{N}]+/gu) ?? [])];
}

/** Chinese by pairs of characters, as the indices do; other words as they are. */
function termsOf(word: string): readonly string[] {
  if (!/^\p{Script=Han}{3,}$/u.test(word)) return [word];
  const characters = [...word];
  return characters.slice(1).map((character, index) => `${characters[index] ?? ""}${character}`);
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
