import type { QueryIndex } from "./query-indexes.ts";
import type { TermToken } from "./tokenize-query.ts";

export type Comparison = "=" | "!=" | ">" | ">=" | "<" | "<=";

/** An expert query as written, before its values are read. `start` is a place in the query. */
export type QueryNode =
  | { readonly kind: "and" | "or"; readonly operands: readonly QueryNode[]; readonly start: number }
  | { readonly kind: "not"; readonly operand: QueryNode; readonly start: number }
  | NearNode
  | FieldNode
  | TermToken
  | RangeNode;

export interface NearNode {
  readonly kind: "near";
  readonly left: QueryNode;
  readonly right: QueryNode;
  readonly distance: number;
  readonly isOrdered: boolean;
  readonly start: number;
}

/** An index with its value: one term, a range, or a tree of terms in parentheses. */
export interface FieldNode {
  readonly kind: "field";
  readonly index: QueryIndex;
  readonly comparison: Comparison;
  readonly value: QueryNode;
  readonly start: number;
}

/** Days from … to …; one end may be open. */
export interface RangeNode {
  readonly kind: "range";
  readonly from: TermToken | null;
  readonly to: TermToken | null;
  readonly start: number;
}

export type Keyword = "AND" | "OR" | "NOT" | "TO";

const KEYWORDS: ReadonlyMap<string, Keyword> = new Map([
  ["AND", "AND"],
  ["与", "AND"],
  ["且", "AND"],
  ["并且", "AND"],
  ["&", "AND"],
  ["OR", "OR"],
  ["或", "OR"],
  ["或者", "OR"],
  ["NOT", "NOT"],
  ["非", "NOT"],
  ["TO", "TO"],
  ["至", "TO"],
  ["到", "TO"],
]);

/** The operator that a word standing alone is; a phrase is none. `TO` is one between two days only. */
export function keywordOf(term: TermToken): Keyword | undefined {
  return term.isQuoted || term.isTruncated ? undefined : KEYWORDS.get(term.text.normalize("NFKC").toUpperCase());
}

export interface Proximity {
  readonly distance: number;
  readonly isOrdered: boolean;
  /** Written as a number and a letter (`5W`), which may be meant as a word. */
  readonly isShort: boolean;
}

/** Whether a word can only be an operator: AND, OR, NOT in any case; proximity in capitals (a "near field" is one). */
export function isOperator(term: TermToken): boolean {
  const found = keywordOf(term);
  if (found !== undefined) return found !== "TO";
  return proximityOf(term)?.isShort === false && term.text === term.text.toUpperCase();
}

const NEAR_DISTANCE = 5;

/** `NEAR`, `NEAR/5`, `ADJ`, `ADJ/2`, `PRE/5`, `5W` (in order), `5D`, `5N` (in any order). */
export function proximityOf(term: TermToken): Proximity | undefined {
  if (term.isQuoted || term.isTruncated) return undefined;
  const text = term.text.normalize("NFKC").toUpperCase();
  const [, name, distance] = /^(NEAR|ADJ|PRE)(?:\/?(\d+))?$/.exec(text) ?? [];
  if (name !== undefined && !(name === "PRE" && distance === undefined)) {
    const usual = name === "ADJ" ? 0 : NEAR_DISTANCE;
    return { distance: Number(distance ?? usual), isOrdered: name !== "NEAR", isShort: false };
  }
  const [, count, letter] = /^(\d{1,2})([WDN])$/.exec(text) ?? [];
  return count === undefined ? undefined : { distance: Number(count), isOrdered: letter === "W", isShort: true };
}
