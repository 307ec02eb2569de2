import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { freeTextCondition } from "./free-text.ts";
import { isExpertQuery } from "./is-expert-query.ts";
import { numberOrNull } from "./number-condition.ts";
import { parseQuery } from "./parse-query.ts";
import { positionOf, type QueryPosition, QueryProblem, type QueryProblemCode } from "./query-problem.ts";
import { toCondition } from "./to-condition.ts";

export type QuerySyntax = "AUTO" | "TEXT" | "EXPERT";

/** A query as it was understood; `condition` null: nothing was asked. */
export interface ReadQuery {
  readonly syntax: "TEXT" | "EXPERT" | "NUMBER";
  readonly condition: SearchCondition | null;
}

/** Why a query was refused, and where. */
export interface BadQuery {
  readonly code: QueryProblemCode;
  readonly message: Bilingual;
  readonly position: QueryPosition;
  readonly expected?: string | undefined;
  readonly candidates?: readonly string[] | undefined;
}

export type QueryReading =
  | { readonly ok: true; readonly value: ReadQuery }
  | { readonly ok: false; readonly problem: BadQuery };

export const MAX_QUERY_LENGTH = 8_000;

/**
 * Reads a query. AUTO: a patent number in any spelling is looked up; a known index before a sign, or AND, OR, NOT, NEAR …
 * in capitals make an expert query; everything else is free text. Never throws, whatever the text.
 */
export function readQuery(query: string, syntax: QuerySyntax): QueryReading {
  try {
    if (query.length > MAX_QUERY_LENGTH) throw tooLong();
    if (query.trim() === "")
      return { ok: true, value: { syntax: syntax === "EXPERT" ? "EXPERT" : "TEXT", condition: null } };
    return { ok: true, value: read(query, syntax) };
  } catch (error) {
    if (!(error instanceof QueryProblem)) throw error;
    return { ok: false, problem: toBadQuery(error, query) };
  }
}

function read(query: string, syntax: QuerySyntax): ReadQuery {
  if (syntax === "AUTO") {
    const number = numberOrNull(wholeOf(query), false);
    if (number !== null) return { syntax: "NUMBER", condition: number };
  }
  if (syntax === "EXPERT" || (syntax === "AUTO" && isExpertQuery(query))) {
    return { syntax: "EXPERT", condition: toCondition(parseQuery(query)) };
  }
  return { syntax: "TEXT", condition: freeTextCondition(query) };
}

function wholeOf(query: string) {
  const text = query.trim();
  const start = query.indexOf(text);
  return { kind: "term", text, isQuoted: false, isTruncated: false, start, end: start + text.length } as const;
}

function toBadQuery({ code, offset, bilingual, details }: QueryProblem, query: string): BadQuery {
  const position = positionOf(query.slice(0, MAX_QUERY_LENGTH), offset);
  const { line, column } = position;
  return {
    code,
    position,
    message: {
      zh: `第 ${line} 行第 ${column} 个字符：${bilingual.zh}`,
      en: `line ${line}, column ${column}: ${bilingual.en}`,
    },
    ...(details.expected === undefined ? {} : { expected: details.expected }),
    ...(details.candidates === undefined || details.candidates.length === 0 ? {} : { candidates: details.candidates }),
  };
}

function tooLong(): QueryProblem {
  return new QueryProblem("TOO_LONG", MAX_QUERY_LENGTH, {
    zh: `查询式不得超过 ${MAX_QUERY_LENGTH} 个字符`,
    en: `A query may have ${MAX_QUERY_LENGTH} characters at most`,
  });
}
