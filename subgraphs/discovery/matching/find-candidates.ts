import { CHENGDU_CHONGQING } from "#schema/codes/regions.ts";
import type { Summary, SummaryIndex, SummaryQuestion } from "#subgraphs/discovery/summaries/summary-index.ts";
import type { KeyWord } from "./key-words.ts";
import { cityOf, placeOf } from "./locality.ts";
import type { Wanted } from "./sides.ts";

/** Records that may match, each once, and whether the index had more than were looked at. */
export interface Candidates {
  readonly summaries: readonly Summary[];
  readonly isCut: boolean;
}

const MOST_WORDS = 8;
const BY_WORDS = 200;
const PER_PLACE = 60;
const NUMBERS_AT_ONCE = 40;

/** What shares any of the weightiest words; the more and the rarer of them, the sooner it is found. */
export async function byWords(
  index: SummaryIndex,
  words: readonly KeyWord[],
  question: Pick<SummaryQuestion, "kinds" | "filter">,
  signal: AbortSignal,
): Promise<Candidates> {
  const asked = words.toSorted((a, b) => b.weight - a.weight).slice(0, MOST_WORDS);
  if (asked.length === 0) return { summaries: [], isCut: false };
  const text = asked.map((word) => word.text).join(" ");
  return together(index, [{ ...question, text, match: "ANY", first: BY_WORDS }], signal);
}

/** People and firms of the same field: those of the city, of the cluster, and anywhere. */
export async function byField(
  index: SummaryIndex,
  { fields, region }: Pick<Wanted, "fields" | "region">,
  signal: AbortSignal,
): Promise<Candidates> {
  const place = placeOf(region);
  const city = place === null ? null : cityOf(place);
  const places = [...(city === null ? [] : [[city]]), [CHENGDU_CHONGQING], null];
  const questions = fields.slice(0, 2).flatMap((field) =>
    places.map((regions) => ({
      kinds: ["EXPERT", "AGENCY_PROFILE"],
      filter: { specialties: [field], ...(regions === null ? {} : { regions }) },
      first: PER_PLACE,
    })),
  );
  return together(index, questions, signal);
}

/** The summaries of patents under these numbers, by number. */
export async function patentsOf(
  index: SummaryIndex,
  numbers: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Summary>> {
  const unique = [...new Set(numbers)];
  const chunks = Array.from({ length: Math.ceil(unique.length / NUMBERS_AT_ONCE) }, (_none, at) =>
    unique.slice(at * NUMBERS_AT_ONCE, (at + 1) * NUMBERS_AT_ONCE),
  );
  const found = (await Promise.all(chunks.map((chunk) => index.byNumbers(chunk, signal)))).flat();
  const patents = found.filter(({ kind }) => kind === "PATENT");
  return new Map(patents.flatMap((patent) => patent.numbers.map((number) => [number, patent] as const)));
}

async function together(
  index: SummaryIndex,
  questions: readonly SummaryQuestion[],
  signal: AbortSignal,
): Promise<Candidates> {
  const answers = await Promise.all(questions.map((question) => index.search(question, signal)));
  const summaries = answers.flatMap(({ hits }) => hits.map(({ summary }) => summary));
  return {
    summaries: [...new Map(summaries.map((summary) => [summary.id, summary])).values()],
    isCut: answers.some(({ hits, total, relation }) => relation === "AT_LEAST" || hits.length < total),
  };
}
