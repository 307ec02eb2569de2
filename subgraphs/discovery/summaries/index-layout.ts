import type { FieldGroup, IndexLayout, IndexTexts } from "#adapters/runtime/text-index/field-group.ts";

type SummaryField = "TITLE" | "PARTIES" | "TEXT" | "NUMBERS";

export const TEXT_GROUP: FieldGroup<SummaryField> = {
  prefix: "t",
  fields: ["TITLE", "PARTIES", "TEXT", "NUMBERS"],
  bits: [2, 2, 3, 1],
};
const KEYWORDS: FieldGroup = { prefix: "k", fields: [], bits: [] };

export const SUMMARY_LAYOUT: IndexLayout = { keywords: KEYWORDS, groups: [TEXT_GROUP], keepsPlaces: false };

/** How much an occurrence counts in the score. */
export const FIELD_WEIGHTS: Readonly<Record<SummaryField, number>> = { TITLE: 5, PARTIES: 3, TEXT: 1, NUMBERS: 5 };

export type SummaryTexts = IndexTexts<SummaryField>;

/** Words by which a summary is found or not, each in its space. */
export const KEYWORD_SPACES = { number: "#", class: "c", subclass: "s", party: "p", code: "f" } as const;

/** A term of the index. */
export function keywordTerm(keyword: string): string {
  return KEYWORDS.prefix + keyword;
}
