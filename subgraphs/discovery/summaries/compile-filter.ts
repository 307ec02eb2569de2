import { addIds, type BitSet, hasId, intersect, noIds } from "#adapters/runtime/text-index/bit-set.ts";
import { decodeIds } from "#adapters/runtime/text-index/decode-postings.ts";
import type { TermPostings } from "#adapters/runtime/text-index/postings.ts";
import type { TermSource } from "#adapters/runtime/text-index/term-sources.ts";
import { expandRegions, regionOf } from "#schema/codes/regions.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";
import { normaliseName } from "#schema/ids/text.ts";
import { dayOf, NO_PRICE } from "./document-facts.ts";
import type { StoreFollower } from "./follow-store.ts";
import { KEYWORD_SPACES, keywordTerm } from "./index-layout.ts";
import type { SummaryFilter, SummaryQuestion } from "./summary-index.ts";
import { codeKeyword, compactSymbol } from "./summary-texts.ts";
import type { WordSpace } from "./word-table.ts";

export type DocumentTest = (id: number) => boolean;

/** Filters of the contract that find by codes as they are. */
const CODE_FILTERS = [
  "specialties",
  "modes",
  "subjects",
  "listingStatuses",
  "demandStatuses",
  "channels",
  "modules",
] as const satisfies readonly (keyof SummaryFilter)[];

const MOST_EXPANSIONS = 2_000;

/** Whether a document is asked for, by all that is not text. Parties by a part of their name are looked at elsewhere. */
export function compileFilter(question: SummaryQuestion, follower: StoreFollower): DocumentTest {
  const { kinds, nodes, filter = {}, about } = question;
  const { arrays } = follower.columns;
  const sets = [
    ...CODE_FILTERS.flatMap((name) =>
      keywordSet(
        filter[name]?.map((code) => codeKeyword(name, code)),
        follower,
      ),
    ),
    ...(about === undefined ? [] : [withKeywords([aboutKeyword(about)], follower)]),
    ...classSet(filter.classes, follower),
  ];
  const tests: DocumentTest[] = [
    ...wordTest("kind", kinds.length === 0 ? null : kinds, follower),
    ...wordTest("node", nodes, follower),
    ...wordTest("status", filter.statuses, follower),
    ...regionTest(filter.regions, follower),
    ...priceTest(filter.price, arrays),
    ...dateTest(filter.date, arrays),
    ...(sets.length === 0 ? [] : [inSet(sets.reduce(intersect))]),
  ];
  return (id) => {
    for (const test of tests) if (!test(id)) return false;
    return true;
  };
}

function inSet(bits: BitSet): DocumentTest {
  return (id) => hasId(bits, id);
}

function wordTest(
  space: Extract<WordSpace, "kind" | "node" | "status">,
  wanted: readonly string[] | null | undefined,
  { words, columns }: StoreFollower,
): readonly DocumentTest[] {
  if (wanted == null) return [];
  const ids = new Set(wanted.map((word) => words.idOf(space, word)).filter((id) => id !== 0));
  const isWanted = new Uint8Array(words.wordsOf(space).length);
  for (const id of ids) isWanted[id] = 1;
  const column = columns.arrays[space];
  return [(id) => isWanted[column[id] ?? 0] === 1];
}

/** Records that lie in one of the regions, or say that they serve one from above. */
function regionTest(codes: readonly string[] | null | undefined, follower: StoreFollower): readonly DocumentTest[] {
  if (codes == null) return [];
  const expanded = expandRegions(codes);
  if (!expanded.ok) return [() => false];
  const isWanted = follower.words.wordsOf("region").map((code) => expanded.value.matches(code));
  const { region } = follower.columns.arrays;
  const serving = withKeywords(
    [...above(expanded.value.codes)].map((code) => codeKeyword("regions", code)),
    follower,
  );
  return [(id) => isWanted[region[id] ?? 0] === true || hasId(serving, id)];
}

/** The divisions, and those that they belong to. */
function above(codes: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(codes);
  for (const code of codes) {
    for (let at = regionOf(code)?.parent ?? null; at !== null; at = regionOf(at)?.parent ?? null) all.add(at);
  }
  return all;
}

/** Ranges that overlap; a record without a price is in none. */
function priceTest(
  price: SummaryFilter["price"],
  { priceFrom, priceTo }: StoreFollower["columns"]["arrays"],
): readonly DocumentTest[] {
  if (price == null) return [];
  const [from, to] = [price.from ?? 0, price.to ?? Number.POSITIVE_INFINITY];
  return [
    (id) => {
      const [least = NO_PRICE, most = NO_PRICE] = [priceFrom[id], priceTo[id]];
      if (least === NO_PRICE && most === NO_PRICE) return false;
      return (least === NO_PRICE || least <= to) && (most === NO_PRICE || most >= from);
    },
  ];
}

function dateTest(date: SummaryFilter["date"], { day }: StoreFollower["columns"]["arrays"]): readonly DocumentTest[] {
  if (date == null) return [];
  const from = date.from == null ? Number.NEGATIVE_INFINITY : dayOf(date.from);
  const to = date.to == null ? Number.POSITIVE_INFINITY : dayOf(date.to);
  const isKnown = date.from != null || date.to != null;
  return isKnown ? [(id) => (day[id] ?? 0) >= from && (day[id] ?? 0) <= to] : [];
}

function keywordSet(keywords: readonly string[] | undefined, follower: StoreFollower): readonly BitSet[] {
  return keywords === undefined ? [] : [withKeywords(keywords, follower)];
}

/** Documents that have any of them. */
export function withKeywords(keywords: readonly string[], { sources, columns: { size } }: StoreFollower): BitSet {
  const bits = noIds(size);
  for (const source of sources) {
    for (const keyword of keywords) {
      const postings = source.find(keywordTerm(keyword));
      if (postings !== undefined) addIds(bits, decodeIds(postings), postings.documents);
    }
  }
  return bits;
}

const PATENT_CLASS = /^[A-HY](?:\d{2}(?:[A-Z]\d*)?)?/;
const SUBCLASS_LENGTH = 4;

/** Patent classes with all that begin like them; any other symbol as it is. */
function classSet(symbols: readonly string[] | null | undefined, follower: StoreFollower): readonly BitSet[] {
  if (symbols == null) return [];
  const bits = noIds(follower.columns.size);
  for (const symbol of symbols.map(compactSymbol)) {
    for (const source of follower.sources) {
      for (const postings of classPostings(symbol, source)) addIds(bits, decodeIds(postings), postings.documents);
    }
  }
  return [bits];
}

/** Down to the subclass by few words; a group begins few symbols. */
function classPostings(symbol: string, source: TermSource): readonly TermPostings[] {
  const subclass = keywordTerm(KEYWORD_SPACES.subclass + symbol);
  const isBroad = symbol.length < SUBCLASS_LENGTH;
  if (!PATENT_CLASS.test(symbol) || symbol.length === SUBCLASS_LENGTH) {
    return [source.find(subclass)].filter((one) => one !== undefined);
  }
  const beginning = isBroad ? subclass : keywordTerm(KEYWORD_SPACES.class + symbol);
  return source.beginningWith(beginning, MOST_EXPANSIONS);
}

/** Patents and agencies are named by their numbers, organisations by name or credit code. */
function aboutKeyword({ typeName, key }: NonNullable<SummaryQuestion["about"]>): string {
  const decoded = decodeNodeId(key);
  const natural = decoded?.typename === typeName ? decoded.key : key;
  if (typeName !== "Organization") return KEYWORD_SPACES.number + natural;
  return KEYWORD_SPACES.party + normaliseName(natural.replace(/^n:/, ""));
}
