import type { IdentifierKind } from "#subgraphs/discovery/identify/candidate.ts";
import { readCandidates } from "#subgraphs/discovery/identify/read-candidates.ts";

/** A number that stands in the query, in canonical form. */
interface QueryNumber {
  readonly kind: IdentifierKind;
  readonly canonical: string;
}

/** A query taken apart: the numbers in it, and the words that remain. */
export interface QueryWords {
  readonly text: string | null;
  readonly numbers: readonly QueryNumber[];
}

/** Identifiers that records bear; symbols of classes and regions are words to search by. */
const NUMBER_KINDS: ReadonlySet<IdentifierKind> = new Set<IdentifierKind>([
  "APPLICATION_NUMBER",
  "PUBLICATION_NUMBER",
  "PCT_NUMBER",
  "SOCIAL_CREDIT_CODE",
  "AGENCY_CODE",
  "TRADEMARK_NUMBER",
  "SOFTWARE_REGISTRATION_NUMBER",
  "WORK_REGISTRATION_NUMBER",
  "GEOGRAPHICAL_INDICATION_NUMBER",
  "LAYOUT_DESIGN_NUMBER",
  "PLANT_VARIETY_NUMBER",
]);

/** Of a query that is one number as a whole every reading at least this likely counts. */
const LIKELY = 0.3;
/** Unless it is likelier than this, the query is searched for as words too. */
const NO_WORDS = 0.6;
/** Within a text only what can hardly be anything else: years and sizes are numbers too. */
const NEARLY_SURE = 0.8;
const LEAST_DIGITS = /(?:\d.*){6}/u;
const MOST_NUMBERS = 10;

/** Recognises numbers: the whole query as one, or words of it that can hardly be anything else. Never throws. */
export function readQuery(query: string): QueryWords {
  if (query === "") return { text: null, numbers: [] };
  const whole = numbersIn(query, LIKELY);
  if (whole.length > 0) return { text: numbersIn(query, NO_WORDS).length > 0 ? null : query, numbers: whole };
  const read = query.split(/\s+/u).map((word) => ({ word, numbers: numberIn(word) }));
  const rest = read.flatMap(({ word, numbers }) => (numbers.length === 0 ? [word] : []));
  const numbers = read.flatMap((one) => one.numbers).slice(0, MOST_NUMBERS);
  return { text: rest.length === 0 ? null : rest.join(" "), numbers };
}

function numberIn(word: string): readonly QueryNumber[] {
  return LEAST_DIGITS.test(word) ? numbersIn(word, NEARLY_SURE) : [];
}

function numbersIn(text: string, least: number): readonly QueryNumber[] {
  return readCandidates(text).flatMap(({ kind, canonical, confidence }) =>
    canonical !== null && confidence >= least && NUMBER_KINDS.has(kind) ? [{ kind, canonical }] : [],
  );
}
