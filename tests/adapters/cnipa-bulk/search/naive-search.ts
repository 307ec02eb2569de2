import { stemmer } from "stemmer";
import type { PatentDocument } from "#adapters/cnipa-bulk/patent-record.ts";
import type { SearchCondition, TextField } from "#adapters/cnipa-bulk/search/search-request.ts";

/** The plain way: every text read again for every question, every formula as it is printed. */
export interface NaiveHit {
  readonly document: PatentDocument;
  readonly score: number;
}

const WEIGHTS: Readonly<Record<TextField, number>> = {
  TITLE: 5,
  ABSTRACT: 2,
  CLAIMS: 1,
  APPLICANT: 3,
  INVENTOR: 3,
  AGENCY: 1,
  AGENT: 1,
};
const TEXTS: readonly TextField[] = ["TITLE", "ABSTRACT", "CLAIMS"];

export function naiveSearch(
  documents: readonly PatentDocument[],
  query: SearchCondition | null,
  filter: SearchCondition | null,
): readonly NaiveHit[] {
  const leaves = query === null ? [] : scored(query);
  return documents
    .filter((document) => (query === null || holds(query, document)) && (filter === null || holds(filter, document)))
    .map((document) => ({
      document,
      score: leaves.reduce((sum, leaf) => sum + bm25(leaf, document, documents), 0),
    }));
}

type Leaf = Extract<SearchCondition, { readonly kind: "text" | "near" }>;

function scored(condition: SearchCondition): readonly Leaf[] {
  if (condition.kind === "and" || condition.kind === "or") return condition.operands.flatMap(scored);
  return condition.kind === "text" || condition.kind === "near" ? [condition] : [];
}

function bm25(leaf: Leaf, document: PatentDocument, documents: readonly PatentDocument[]): number {
  const length = (one: PatentDocument) => {
    const fields = (Object.keys(WEIGHTS) as TextField[]).filter((field) =>
      leaf.fields.some((sought) => TEXTS.includes(sought) === TEXTS.includes(field)),
    );
    return fields.flatMap((field) => textsOf(one, field)).join("").length;
  };
  const average = documents.reduce((sum, one) => sum + length(one), 0) / documents.length;
  const found = documents.filter((one) => holds(leaf, one)).length;
  const idf = Math.log(1 + (documents.length - found + 0.5) / (found + 0.5));
  const weight = leaf.fields.reduce((sum, field) => sum + WEIGHTS[field] * occurrences(leaf, document, field), 0);
  return (idf * weight * 2.2) / (weight + 1.2 * (1 - 0.75 + (0.75 * length(document)) / average));
}

function holds(condition: SearchCondition, document: PatentDocument): boolean {
  switch (condition.kind) {
    case "and":
      return condition.operands.every((operand) => holds(operand, document));
    case "or":
      return condition.operands.some((operand) => holds(operand, document));
    case "not":
      return !holds(condition.operand, document);
    case "text":
    case "near":
      return condition.fields.some((field) => occurrences(condition, document, field) > 0);
    case "class":
      return condition.symbols.some((symbol) => document.ipc.some((one) => hasBeginning(one, symbol)));
    case "type":
      return condition.types.includes(document.type);
    case "date":
      return isWithin(document.filingDate, condition.from, condition.to);
    case "region":
      return condition.codes.includes(document.applicants[0]?.regionCode ?? "");
    default:
      throw new RangeError(`no naive way for ${condition.kind}`);
  }
}

function isWithin(day: string | null, from: string | null, to: string | null): boolean {
  return day !== null && (from === null || day >= from) && (to === null || day <= to);
}

/** `C09J4` is a group: it does not begin `C09J40/02`. */
function hasBeginning(symbol: string, beginning: string): boolean {
  if (symbol === beginning || symbol.split("/")[0] === beginning) return true;
  return [1, 3, 4].includes(beginning.length) && symbol.startsWith(beginning);
}

function occurrences(leaf: Leaf, document: PatentDocument, field: TextField): number {
  return textsOf(document, field).reduce((sum, text) => sum + placesIn(text, leaf), 0);
}

function placesIn(text: string, leaf: Leaf): number {
  const slots = slotsOf(text);
  if (leaf.kind === "text") return placesOf(slots, leaf.text, leaf.match === "PREFIX").length;
  const [first, second] = leaf.texts.map((sought) => ({
    places: placesOf(slots, sought, false),
    length: slotsOf(sought).length,
  }));
  if (first === undefined || second === undefined) return 0;
  return first.places.filter((place) =>
    second.places.some((other) => {
      const after = other - place - first.length;
      const before = place - other - second.length;
      const { distance, isOrdered } = leaf;
      return (after >= 0 && after <= distance) || (!isOrdered && before >= 0 && before <= distance);
    }),
  ).length;
}

interface Slot {
  readonly kind: "character" | "word" | "gap";
  readonly text: string;
}

const SIGN =
  /(?<character>[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー])|(?<word>(?:(?![\p{Script=Han}])[\p{L}\p{N}\p{M}]|(?<=\d)\.(?=\d))+)|(?<blank>[\s-]+)|(?<gap>.)/gu;

/** Characters, words and gaps in a row; several gaps are one, and none stands at the ends. */
function slotsOf(text: string): readonly Slot[] {
  const slots: Slot[] = [];
  for (const { groups } of text.normalize("NFKC").toLowerCase().matchAll(SIGN)) {
    if (groups?.["character"] !== undefined) slots.push({ kind: "character", text: groups["character"] });
    else if (groups?.["word"] !== undefined) slots.push({ kind: "word", text: groups["word"] });
    else if (groups?.["gap"] !== undefined && slots.length > 0 && slots.at(-1)?.kind !== "gap") {
      slots.push({ kind: "gap", text: "" });
    }
  }
  return slots.at(-1)?.kind === "gap" ? slots.slice(0, -1) : slots;
}

function placesOf(slots: readonly Slot[], sought: string, mayGoOn: boolean): readonly number[] {
  const wanted = slotsOf(sought);
  if (wanted.length === 0) return [];
  return slots.flatMap((_, place) =>
    wanted.every((one, offset) => isSame(slots[place + offset], one, mayGoOn && offset === wanted.length - 1))
      ? [place]
      : [],
  );
}

function isSame(slot: Slot | undefined, wanted: Slot, mayGoOn: boolean): boolean {
  // What lies in a gap is not looked at.
  if (wanted.kind === "gap") return true;
  if (slot === undefined || slot.kind !== wanted.kind) return false;
  if (wanted.kind === "character") return slot.text === wanted.text;
  return stem(slot.text) === stem(wanted.text) || (mayGoOn && stem(slot.text).startsWith(wanted.text));
}

function stem(word: string): string {
  return /^[a-z]{3,}$/.test(word) ? stemmer(word) : word;
}

function textsOf(document: PatentDocument, field: TextField): readonly string[] {
  const texts: Readonly<Record<TextField, readonly (string | null)[]>> = {
    TITLE: [document.title, document.titleEn],
    ABSTRACT: [document.abstract],
    CLAIMS: [document.claims[0]?.text ?? null],
    APPLICANT: document.applicants.map(({ name }) => name),
    INVENTOR: document.inventors.map(({ name }) => name),
    AGENCY: [document.agency?.name ?? null],
    AGENT: document.agents,
  };
  return texts[field].filter((text) => text !== null);
}
