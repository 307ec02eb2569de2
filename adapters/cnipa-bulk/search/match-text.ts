import { foldText, isPair, stemOf, type Token, tokensOf } from "#adapters/runtime/text-index/analyse-text.ts";
import { addIds, type BitSet, noIds } from "#adapters/runtime/text-index/bit-set.ts";
import {
  decodePlaces,
  decodeWeights,
  type HeadReader,
  headReader,
  type Places,
  WeightedIds,
} from "#adapters/runtime/text-index/decode-postings.ts";
import type { FieldGroup } from "#adapters/runtime/text-index/field-group.ts";
import type { TermPostings } from "#adapters/runtime/text-index/postings.ts";
import type { TermSource } from "#adapters/runtime/text-index/term-sources.ts";
import { placesInAny, placesInBoth, placesNear, weighPlaces } from "./match-places.ts";
import type { SearchCondition, TextField } from "./search-request.ts";
import { FIELD_GROUPS, FIELD_WEIGHTS } from "./text-fields.ts";

export type TextCondition = Extract<SearchCondition, { readonly kind: "text" | "near" }>;

/** What stands at one place of a phrase. */
interface PhrasePart {
  readonly term: string;
  /** Places behind the phrase's beginning. */
  readonly offset: number;
}

interface Phrase {
  readonly parts: readonly PhrasePart[];
  /** Places from its beginning to its end. */
  readonly length: number;
  /** The written beginning of the last word, where it may go on. */
  readonly openEnd: { readonly beginning: string; readonly offset: number } | null;
}

/** Words that a truncated one may stand for in one segment; of more the first ones in order are taken. */
const MOST_EXPANSIONS = 2_000;

/** Documents with what their occurrences of the text count, ascending. Names and texts lie in separate lists. */
export function matchText(sources: readonly TermSource[], condition: TextCondition): WeightedIds {
  const lists = FIELD_GROUPS.filter((group) => group.fields.some((field) => condition.fields.includes(field))).map(
    (group) => matchGroup(sources, condition, { group, reader: readerOf(group, condition.fields) }),
  );
  return lists.reduce(addLists, new WeightedIds(0));
}

interface Reading {
  readonly group: FieldGroup;
  readonly reader: HeadReader;
}

function matchGroup(sources: readonly TermSource[], condition: TextCondition, reading: Reading): WeightedIds {
  if (condition.kind === "near") {
    const phrases = condition.texts.map((text) => phraseOf(text, false));
    return collect(sources, reading, (source) => nearIn(source, phrases, condition, reading));
  }
  const phrase = phraseOf(condition.text, condition.match === "PREFIX");
  const [only, ...others] = phrase.parts;
  if (others.length === 0 && only !== undefined && phrase.openEnd === null) {
    return matchTerm(sources, only.term, reading);
  }
  return collect(sources, reading, (source) => phraseIn(source, phrase, reading));
}

/** One term: its occurrences are counted in its postings, their places do not matter. */
function matchTerm(sources: readonly TermSource[], text: string, { group, reader }: Reading): WeightedIds {
  const found = sources.flatMap((source) => source.find(group.prefix + text) ?? []);
  const matches = new WeightedIds(found.reduce((sum, { documents }) => sum + documents, 0) + 1);
  for (const postings of found) decodeWeights(postings, reader, matches);
  return matches;
}

function collect(
  sources: readonly TermSource[],
  { reader }: Reading,
  placesIn: (source: TermSource) => Places | null,
): WeightedIds {
  const found = sources.flatMap((source) => placesIn(source) ?? []);
  const matches = new WeightedIds(found.reduce((sum, { count }) => sum + count, 0));
  for (const places of found) weighPlaces(places, reader, matches);
  return matches;
}

function nearIn(
  source: TermSource,
  phrases: readonly Phrase[],
  { distance, isOrdered }: Extract<TextCondition, { readonly kind: "near" }>,
  reading: Reading,
): Places | null {
  const [first, second] = phrases;
  if (first === undefined || second === undefined) return null;
  const [one, other] = [phraseIn(source, first, reading), phraseIn(source, second, reading)];
  if (one === null || other === null) return null;
  return placesNear(one, other, { firstLength: first.length, secondLength: second.length, distance, isOrdered });
}

/** The rarest part first: what is left to compare gets few soon. */
function phraseIn(source: TermSource, phrase: Phrase, { group, reader }: Reading): Places | null {
  const found = phrase.parts.map(({ term, offset }) => ({ offset, postings: lookUp(source, group, term) }));
  if (phrase.openEnd !== null) found.push(expand(source, phrase.openEnd, group));
  if (found.length === 0 || found.some(({ postings }) => postings.length === 0)) return null;
  const rarestFirst = found.toSorted((a, b) => documentsOf(a.postings) - documentsOf(b.postings));
  let places: Places | null = null;
  for (const { postings, offset } of rarestFirst) {
    const among: BitSet | null = places === null ? null : bitsOf(places, source.last + 1);
    const here = placesInAny(postings.map((term) => decodePlaces(term, reader, { offset, among })));
    places = places === null ? here : placesInBoth(places, here);
  }
  return places;
}

function bitsOf({ ids, count }: Places, size: number): BitSet {
  const bits = noIds(size);
  addIds(bits, ids, count);
  return bits;
}

function documentsOf(postings: readonly TermPostings[]): number {
  return postings.reduce((sum, { documents }) => sum + documents, 0);
}

function lookUp(source: TermSource, group: FieldGroup, term: string): readonly TermPostings[] {
  const postings = source.find(group.prefix + term);
  return postings === undefined ? [] : [postings];
}

/** Words are indexed by stem: all that begin as written, and the stem of what is written. */
function expand(source: TermSource, { beginning, offset }: NonNullable<Phrase["openEnd"]>, group: FieldGroup) {
  const stem = stemOf(beginning);
  const others = source.beginningWith(group.prefix + beginning, MOST_EXPANSIONS);
  return { offset, postings: [...(stem.startsWith(beginning) ? [] : lookUp(source, group, stem)), ...others] };
}

/** Characters in a row are looked up in pairs, every second one and the last: their places tell the rest. */
function phraseOf(text: string, mayGoOn: boolean): Phrase {
  const tokens = tokensOf(foldText(text).slice(0, MOST_TEXT));
  const first = tokens[0]?.position ?? 0;
  const last = tokens.at(-1);
  const isOpen = mayGoOn && last !== undefined && last.code === 0;
  const closed = isOpen ? tokens.slice(0, -1) : tokens;
  return {
    parts: partsOf(closed).map(({ text: term, position }) => ({ term, offset: position - first })),
    length: last === undefined ? 0 : last.position + 1 - first,
    openEnd: isOpen ? { beginning: last.written, offset: last.position - first } : null,
  };
}

const MOST_TEXT = 1_000;

function partsOf(tokens: readonly Token[]): Pick<Token, "text" | "position">[] {
  const parts: Pick<Token, "text" | "position">[] = [];
  let covered = -1;
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const before = tokens[index - 1];
    const hasNext = next !== undefined && isPair(token, next);
    if (hasNext && token.position > covered) {
      parts.push({ text: token.text + next.text, position: token.position });
      covered = next.position;
    } else if (!hasNext && token.position > covered) {
      const pair = before !== undefined && isPair(before, token) ? before : null;
      parts.push({ text: (pair?.text ?? "") + token.text, position: (pair ?? token).position });
      covered = token.position;
    }
  }
  return parts;
}

/** Both lists as one; a document in both counts their sum. */
function addLists(first: WeightedIds, second: WeightedIds): WeightedIds {
  if (first.count === 0) return second;
  const sum = new WeightedIds(first.count + second.count);
  let [a, b] = [0, 0];
  while (a < first.count || b < second.count) {
    const [left, right] = [idAt(first, a), idAt(second, b)];
    const id = Math.min(left, right);
    sum.add(id, (left === id ? weightAt(first, a) : 0) + (right === id ? weightAt(second, b) : 0));
    if (left === id) a += 1;
    if (right === id) b += 1;
  }
  return sum;
}

function idAt({ ids, count }: WeightedIds, at: number): number {
  return at < count ? (ids[at] ?? 0) : Number.POSITIVE_INFINITY;
}

function weightAt({ weights }: WeightedIds, at: number): number {
  return weights[at] ?? 0;
}

const READERS = new Map<string, HeadReader>();

function readerOf(group: FieldGroup<TextField>, fields: readonly TextField[]): HeadReader {
  const key = group.prefix + group.fields.filter((field) => fields.includes(field)).join();
  const known = READERS.get(key) ?? headReader(group, (field) => (fields.includes(field) ? FIELD_WEIGHTS[field] : 0));
  READERS.set(key, known);
  return known;
}
