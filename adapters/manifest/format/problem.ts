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

export const PROBLEM_CODES = [
  // The text
  "EMPTY",
  "TOO_LARGE",
  "TOO_DEEP",
  "NOT_YAML",
  "TAB",
  "FULL_WIDTH",
  "DUPLICATE_KEY",
  "ALIAS",
  "TAG",
  "SEVERAL_DOCUMENTS",
  "WHICH_FORM",
  // The form
  "UNKNOWN_KEY",
  "MISSING_KEY",
  "WRONG_TYPE",
  "WRONG_VALUE",
  "WRONG_FORM",
  "WRONG_LENGTH",
  "OUT_OF_RANGE",
  // The meaning
  "NOTHING_OFFERED",
  "UNKNOWN_KIND",
  "KIND_NOT_OPEN",
  "UNKNOWN_FIELD",
  "FIELD_IS_MADE",
  "FIELD_SOURCE",
  "NORMALISER_MISFIT",
  "OPTION_UNUSED",
  "UNKNOWN_CODE",
  "BAD_CONSTANT",
  "UNKNOWN_REGION",
  "INVALID_IDENTIFIER",
  "EXPRESSION",
  "PATTERN",
  "DATE_FORMAT",
  "BAD_PATH",
  "TEMPLATE",
  "UNKNOWN_PLACE",
  "PLACE_MISSING",
  "UNKNOWN_SOURCE",
  "SOURCE_NEEDED",
  "UNKNOWN_FILTER",
  "BODY",
  "HEADER",
  "ADDRESS",
  "SECRET_IN_CLEAR",
  "SECRET_NEEDED",
  "CAPTCHA",
  "PROBE",
  "SNAPSHOT",
  "KEEP_TIMES",
] as const;

export type ManifestProblemCode = (typeof PROBLEM_CODES)[number];

export type PathStep = string | number;

/** A mistake as a check tells it: where in the document, not yet where in the text. */
export interface FoundProblem {
  readonly code: ManifestProblemCode;
  readonly path: readonly PathStep[];
  readonly message: Bilingual;
  readonly suggestion?: Bilingual | undefined;
  /** The key is meant, not its value. */
  readonly onKey?: boolean;
  /** Characters into the value's text. */
  readonly offset?: number;
}

/** `kinds.LISTING.actions[0].url` */
export function pathText(path: readonly PathStep[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : `${text}${text === "" ? "" : "."}${step}`),
    "",
  );
}
