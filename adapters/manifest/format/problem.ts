import type { Bilingual } from "#schema/ids/parsed.ts";

/** A mistake in a manifest, in its owner's terms. */
export interface ManifestProblem {
  /** Stable; FORMAT.md lists them. */
  readonly code: ManifestProblemCode;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** `kinds.LISTING.fields.price.as`; empty for the whole file. */
  readonly path: string;
  readonly message: Bilingual;
  /** What to write instead, where it can be told. */
  readonly suggestion: Bilingual | null;
}

export type ManifestProblemCode =
  | "TOO_LARGE"
  | "NOT_YAML"
  | "DUPLICATE_KEY"
  | "TAB"
  | "ALIAS"
  | "TOO_DEEP"
  | "NOT_A_MAP"
  | "UNKNOWN_KEY"
  | "MISSING_KEY"
  | "WRONG_TYPE"
  | "WRONG_VALUE"
  | "WRONG_FORM"
  | "TOO_LONG"
  | "OUT_OF_RANGE";

/** Where in the text, from 0, and where in the document. */
export interface Place {
  readonly offset: number;
  readonly path: string;
}
