import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import { OpeningTimeout } from "#gateway/opening-time.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** Why a change of the graph's members is refused, in the terms of the node's owner. Codes are stable. */
export interface MemberProblem {
  /** The node that has to change; null where no single one is at fault. */
  readonly node: string | null;
  readonly code: MemberProblemCode;
  readonly message: Bilingual;
  /** What to do about it. */
  readonly suggestion: Bilingual | null;
  readonly place: ProblemPlace | null;
}

/** Where in a node's schema. */
export interface ProblemPlace {
  readonly type: string;
  readonly field: string | null;
  /** In the text that the node gave, where there is one. */
  readonly line: number | null;
  readonly column: number | null;
}

export type MemberProblemCode =
  | "BAD_CODE"
  | "UNKNOWN_NODE"
  | "NAMED_TWICE"
  | "NOT_A_PLATFORM"
  | "BAD_SETTING"
  | "BAD_SCHEMA"
  | "TOO_LARGE"
  | "FOREIGN_TYPE"
  | "FOREIGN_FIELD"
  | "RECURRING_FIELD"
  | "DOES_NOT_COMPOSE"
  | "CANNOT_OPEN"
  | "CANNOT_SERVE";

/** Whoever has mended these is told the next ones. */
const MOST_PROBLEMS = 100;

/** No graph came of a change; the old one goes on. */
export class RefusedChange extends Error {
  override readonly name = "RefusedChange" as const;
  readonly problems: readonly MemberProblem[];

  constructor(problems: readonly MemberProblem[], options?: ErrorOptions) {
    super(problems.map(({ node, message }) => `${node ?? "-"}: ${message.en}`).join("; "), options);
    this.problems = problems.slice(0, MOST_PROBLEMS);
  }
}

export interface ProblemDetail {
  readonly node: string | null;
  readonly zh: string;
  readonly en: string;
  readonly suggestion?: Bilingual;
  readonly place?: ProblemPlace | null;
}

export function problem(code: MemberProblemCode, detail: ProblemDetail): MemberProblem {
  const { node, zh, en, suggestion = null, place = null } = detail;
  return { node, code, message: { zh, en }, suggestion, place };
}

/** For a node that could not be made ready or opened: what the thrown error says, where it may be told. */
export function problemOf(code: MemberProblemCode, node: string, what: Bilingual, error: unknown): MemberProblem {
  if (error instanceof SettingsError)
    return problem("BAD_SETTING", { node, zh: `${what.zh}：${error.text.zh}`, en: `${what.en}: ${error.text.en}` });
  if (error instanceof OpeningTimeout) {
    const { text, suggestion } = error;
    return problem(code, { node, zh: `${what.zh}：${text.zh}`, en: `${what.en}: ${text.en}`, suggestion });
  }
  const reason = error instanceof Error ? error.message.slice(0, LONGEST_REASON) : "unknown reason";
  return problem(code, { node, zh: `${what.zh}：${reason}`, en: `${what.en}: ${reason}` });
}

const LONGEST_REASON = 500;
