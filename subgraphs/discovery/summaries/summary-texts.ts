import { normaliseName } from "#schema/ids/text.ts";
import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import { KEYWORD_SPACES, type SummaryTexts } from "./index-layout.ts";

/** What of a summary can be searched. */
export function toSummaryTexts({ title, text, parties, numbers, classes, codes }: NodeSummary): SummaryTexts {
  const named = parties.map(normaliseName);
  return {
    fields: {
      TITLE: title === null ? [] : [title],
      PARTIES: named,
      TEXT: [...(text === null ? [] : [text]), ...Object.values(codes).flat().filter(isWords)],
      NUMBERS: numbers,
    },
    keywords: [
      ...numbers.map((number) => KEYWORD_SPACES.number + number),
      ...classes.map((symbol) => KEYWORD_SPACES.class + compactSymbol(symbol)),
      ...new Set(classes.map((symbol) => KEYWORD_SPACES.subclass + facetClass(symbol))),
      ...named.map((name) => KEYWORD_SPACES.party + name),
      ...Object.entries(codes).flatMap(([filter, values]) => values.map((code) => codeKeyword(filter, code))),
    ],
  };
}

/** Codes that are no codes: specialties in the source's own words. */
function isWords(code: string): boolean {
  return /\P{ASCII}/u.test(code);
}

/** The keyword of one code of a filter of the contract. */
export function codeKeyword(filter: string, code: string): string {
  return `${KEYWORD_SPACES.code}${filter}:${code}`;
}

/** C09J 4/00 and C09J4/00 are one symbol. */
export function compactSymbol(symbol: string): string {
  return symbol.replace(/\s+/g, "").toUpperCase();
}

const IPC = /^[A-HY]\d{2}[A-Z]/;

/** The class that is counted in facets: the subclass of the patent classifications, any other symbol as it is. */
export function facetClass(symbol: string): string {
  const compact = compactSymbol(symbol);
  return IPC.test(compact) ? compact.slice(0, 4) : compact;
}

/** Characters by which scores are normalised. */
export function lengthOf({ fields }: SummaryTexts): number {
  return Object.values(fields).reduce((sum, texts) => sum + texts.reduce((length, text) => length + text.length, 0), 0);
}
