/** Why an identifier was refused. `expected` is the character or form that would have been right. */
export interface IdentifierProblem {
  readonly code: IdentifierProblemCode;
  readonly message: Bilingual;
  readonly expected?: string;
  /** Canonical readings, when one text may be two things. */
  readonly candidates?: readonly string[];
}

export type IdentifierProblemCode =
  | "EMPTY"
  | "INVALID_FORMAT"
  | "ILLEGAL_CHARACTER"
  | "UNKNOWN_TYPE_DIGIT"
  | "UNKNOWN_OFFICE"
  | "YEAR_OUT_OF_RANGE"
  | "CHECK_DIGIT_MISMATCH"
  | "AMBIGUOUS";

/** A text in Chinese and English. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** What a parser returns: a branded value, or the reason why not. Parsers never throw. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: IdentifierProblem };
