import { ERROR_CODES, type ErrorCodeName } from "#schema/error-codes.ts";
import type { Bilingual, IdentifierProblem } from "#schema/ids/parsed.ts";

/** The details of a caller's mistake that a client may see. */
export interface ErrorReason {
  readonly code: string;
  readonly message: Bilingual;
  readonly expected?: string | undefined;
  readonly candidates?: readonly string[] | undefined;
  /** Where in a text of the caller's: `offset` in UTF-16 units from 0, `line` and `column` from 1. */
  readonly position?: { readonly offset: number; readonly line: number; readonly column: number } | undefined;
}

/** The caller asked for something that cannot be answered as asked. */
export class OperationError extends Error {
  override readonly name = "OperationError" as const;
  readonly code: ErrorCodeName;
  readonly reason: ErrorReason | undefined;

  constructor(code: ErrorCodeName, reason?: ErrorReason) {
    super(reason?.message.en ?? ERROR_CODES[code].message.en);
    this.code = code;
    this.reason = reason;
  }
}

/** BAD_USER_INPUT about one argument. */
export function badInput(argument: string, zh: string, en: string): OperationError {
  return new OperationError("BAD_USER_INPUT", { code: argument, message: { zh, en } });
}

/** BAD_USER_INPUT about a text that says nothing: leaving the argument out asks for everything, an empty one may be a mistake. */
export function emptyText(argument: string): OperationError {
  return badInput(
    argument,
    `${argument} 为空；不需要时请省略`,
    `${argument} is empty; leave it out where it is not meant`,
  );
}

/** A refused identifier: INVALID_IDENTIFIER, or AMBIGUOUS_IDENTIFIER with its candidates. */
export function identifierError(problem: IdentifierProblem): OperationError {
  return new OperationError(problem.code === "AMBIGUOUS" ? "AMBIGUOUS_IDENTIFIER" : "INVALID_IDENTIFIER", problem);
}
