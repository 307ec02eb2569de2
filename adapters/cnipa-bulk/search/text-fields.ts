import type { FieldGroup, IndexLayout, IndexTexts } from "#adapters/runtime/text-index/field-group.ts";
import type { TextField } from "./search-request.ts";

export const TEXT_GROUP: FieldGroup<TextField> = {
  prefix: "t",
  fields: ["TITLE", "ABSTRACT", "CLAIMS"],
  bits: [2, 3, 3],
};
export const NAME_GROUP: FieldGroup<TextField> = {
  prefix: "n",
  fields: ["APPLICANT", "INVENTOR", "AGENCY", "AGENT"],
  bits: [2, 2, 2, 2],
};
/** Symbols and numbers: found or not, never counted. */
export const KEYWORD_GROUP: FieldGroup = { prefix: "k", fields: [], bits: [] };

export const FIELD_GROUPS = [TEXT_GROUP, NAME_GROUP] as const;

export const INDEX_LAYOUT: IndexLayout = {
  keywords: KEYWORD_GROUP,
  groups: [NAME_GROUP, TEXT_GROUP],
  keepsPlaces: true,
};

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

/** The texts of a patent. */
export type PatentTexts = IndexTexts<TextField>;

/** Printed characters of a group, by which scores are normalised. */
export function lengthOf(texts: PatentTexts, group: FieldGroup<TextField>): number {
  return group.fields.reduce(
    (sum, field) => sum + texts.fields[field].reduce((length, text) => length + text.length, 0),
    0,
  );
}
