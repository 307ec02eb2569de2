import type { Location } from "graphql";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** What is wrong with a manifest's `sdl`, in its owner's terms. Codes are stable. */
export interface SdlProblem {
  readonly code: SdlProblemCode;
  /** In the text of `sdl`, from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: Bilingual;
  readonly suggestion: Bilingual | null;
}

export type SdlProblemCode =
  | "SDL_SYNTAX"
  | "SDL_ONLY_EXTEND"
  | "SDL_NOT_OWN_TYPE"
  | "SDL_DIRECTIVE"
  | "SDL_ARGUMENTS"
  | "SDL_FIELD_EXISTS"
  | "SDL_FIELD_TYPE"
  | "SDL_REQUIRED"
  | "SDL_RECURRING"
  | "SDL_DESCRIPTION"
  | "SDL_NOT_MAPPED"
  | "SDL_TOO_MANY";

/** A manifest's further fields cannot be taken. */
export class SdlProblemsError extends Error {
  override readonly name = "SdlProblemsError" as const;
  readonly problems: readonly SdlProblem[];

  constructor(problems: readonly SdlProblem[]) {
    super(problems.map(({ code, line, message }) => `sdl ${line}: ${code} ${message.en}`).join("; "));
    this.problems = problems;
  }
}

export function placeOf(node: { readonly loc?: Location | undefined }): Pick<SdlProblem, "line" | "column"> {
  const { line = 1, column = 1 } = node.loc?.startToken ?? {};
  return { line, column };
}
