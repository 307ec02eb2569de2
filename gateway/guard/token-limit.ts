import { GraphQLError, Lexer, Source, TokenKind } from "graphql";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";

/** Brackets inside brackets that the parser may be given: its recursion ends where the stack does. */
const MAX_NESTING = 200;
/** Longer names only serve to make the search for similar names slow. */
const MAX_NAME = 200;

/** Refuses a document of too many tokens, of brackets nested beyond reason or with an endless name, before it is parsed. */
export function refuseTokens(text: string, limit: number): Refusal | undefined {
  const lexer = new Lexer(new Source(text));
  let nesting = 0;
  try {
    for (let tokens = 0; lexer.advance().kind !== TokenKind.EOF; tokens += 1) {
      if (tokens >= limit) return refuse("QUERY_TOO_LONG", atMost(limit));
      nesting += NESTING[lexer.token.kind] ?? 0;
      if (nesting > MAX_NESTING) return refuse("QUERY_TOO_DEEP", atMost(MAX_NESTING));
      if (lexer.token.kind === TokenKind.NAME && (lexer.token.value?.length ?? 0) > MAX_NAME) return longName();
    }
    return undefined;
  } catch (error) {
    // The parser meets the same bad character and tells it with its place.
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

const NESTING: Readonly<Partial<Record<TokenKind, number>>> = {
  [TokenKind.BRACE_L]: 1,
  [TokenKind.BRACKET_L]: 1,
  [TokenKind.PAREN_L]: 1,
  [TokenKind.BRACE_R]: -1,
  [TokenKind.BRACKET_R]: -1,
  [TokenKind.PAREN_R]: -1,
};

function atMost(limit: number) {
  return { zh: `上限为 ${limit}`, en: `the limit is ${limit}` };
}

function longName(): Refusal {
  return refuse("QUERY_TOO_LONG", {
    zh: `名称不得超过 ${MAX_NAME} 个字符`,
    en: `a name may have ${MAX_NAME} characters`,
  });
}
