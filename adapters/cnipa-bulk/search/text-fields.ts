import type { TextField } from "./search-request.ts";

/** Fields whose words are indexed together. A text is looked for in one group or both. */
export interface FieldGroup {
  /** First character of its terms. */
  readonly prefix: string;
  readonly fields: readonly TextField[];
  /** Bits of a posting's head in which the occurrences in each field are counted; the highest value says that more follows. */
  readonly bits: readonly number[];
}

export const TEXT_GROUP: FieldGroup = { prefix: "t", fields: ["TITLE", "ABSTRACT", "CLAIMS"], bits: [2, 3, 3] };
export const NAME_GROUP: FieldGroup = {
  prefix: "n",
  fields: ["APPLICANT", "INVENTOR", "AGENCY", "AGENT"],
  bits: [2, 2, 2, 2],
};
/** Symbols and numbers: found or not, never counted. */
export const KEYWORD_GROUP: FieldGroup = { prefix: "k", fields: [], bits: [] };

export const FIELD_GROUPS = [TEXT_GROUP, NAME_GROUP] as const;

/** How much an occurrence counts in the score. */
export const FIELD_WEIGHTS: Readonly<Record<TextField, number>> = {
  TITLE: 5,
  ABSTRACT: 2,
  CLAIMS: 1,
  APPLICANT: 3,
  INVENTOR: 3,
  AGENCY: 1,
  AGENT: 1,
};

/** What is indexed of one document: the texts of every field (several names, each by itself), and keywords. */
export interface IndexTexts {
  readonly fields: Readonly<Record<TextField, readonly string[]>>;
  readonly keywords: readonly string[];
}

/** Printed characters of a group, by which scores are normalised. */
export function lengthOf(texts: IndexTexts, group: FieldGroup): number {
  return group.fields.reduce(
    (sum, field) => sum + texts.fields[field].reduce((length, text) => length + text.length, 0),
    0,
  );
}
