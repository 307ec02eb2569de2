import type { Bilingual } from "#schema/ids/parsed.ts";

/** What can be wrong with a query; stable, told as `extensions.reason.code`. */
export type QueryProblemCode =
  | "TOO_LONG"
  | "TOO_DEEP"
  | "TOO_MANY_TERMS"
  | "NOTHING_TO_SEARCH"
  | "UNEXPECTED"
  | "UNBALANCED_PARENTHESIS"
  | "UNTERMINATED_PHRASE"
  | "UNKNOWN_INDEX"
  | "UNSUPPORTED_INDEX"
  | "UNSUPPORTED_OPERATOR"
  | "UNSUPPORTED_TRUNCATION"
  | "BAD_PROXIMITY"
  | "BAD_VALUE"
  | "BAD_DATE"
  | "BAD_RANGE"
  | "BAD_NUMBER";

/** Where in the query: `offset` counts UTF-16 units from 0, `line` and `column` from 1. */
export interface QueryPosition {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export interface QueryProblemDetails {
  /** What would have been right, short; the same in both languages. */
  readonly expected?: string | undefined;
  readonly candidates?: readonly string[] | undefined;
}

/** Thrown inside the parser only; `readQuery` turns it into an answer. */
export class QueryProblem extends Error {
  override readonly name = "QueryProblem" as const;
  readonly code: QueryProblemCode;
  readonly offset: number;
  readonly bilingual: Bilingual;
  readonly details: QueryProblemDetails;

  constructor(code: QueryProblemCode, offset: number, message: Bilingual, details: QueryProblemDetails = {}) {
    super(message.en);
    this.code = code;
    this.offset = offset;
    this.bilingual = message;
    this.details = details;
  }
}

export function positionOf(text: string, offset: number): QueryPosition {
  const before = text.slice(0, offset).split(/\r\n|[\n\r]/);
  return { offset, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

const SHOWN = 30;

/** A piece of the query inside a message: short, and without what messages may not carry. */
export function shown(piece: string): string {
  const plain = piece.replace(/\p{C}/gu, " ").replaceAll("://", ":/");
  return plain.length > SHOWN ? `${[...plain].slice(0, SHOWN).join("")}…` : plain;
}
