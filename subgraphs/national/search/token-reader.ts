import { QueryProblem } from "./query-problem.ts";
import { keywordOf } from "./query-syntax.ts";
import type { Token } from "./tokenize-query.ts";

const MAX_DEPTH = 32;
const MAX_TERMS = 400;

/** Walks over the tokens of one query and counts what is bounded. The last token is `end` and never passed. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    const last = tokens.filter(({ kind }) => kind === "term")[MAX_TERMS];
    if (last !== undefined) throw tooManyTerms(last.start);
  }

  peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new RangeError("a query without tokens");
    return token;
  }

  take(): Token {
    const token = this.peek();
    this.#next = Math.min(this.#next + 1, this.#tokens.length - 1);
    return token;
  }

  /** Whether what stands before a token could end an operand. */
  hasOperandBefore(token: Token): boolean {
    const before = this.#tokens[this.#tokens.indexOf(token) - 1];
    if (before?.kind === "term") return keywordOf(before) === undefined;
    return before?.kind === ")" || before?.kind === "]";
  }

  /** Runs what recurses one level deeper. */
  deeper<T>(offset: number, parse: () => T): T {
    if (this.#depth >= MAX_DEPTH) throw tooDeep(offset);
    this.#depth += 1;
    const result = parse();
    this.#depth -= 1;
    return result;
  }
}

function tooDeep(offset: number): QueryProblem {
  return new QueryProblem("TOO_DEEP", offset, {
    zh: `括号与 NOT 嵌套不得超过 ${MAX_DEPTH} 层`,
    en: `Parentheses and NOT may be nested ${MAX_DEPTH} deep at most`,
  });
}

function tooManyTerms(offset: number): QueryProblem {
  return new QueryProblem("TOO_MANY_TERMS", offset, {
    zh: `检索词与运算符合计不得超过 ${MAX_TERMS} 个`,
    en: `A query may have ${MAX_TERMS} words at most, operators included`,
  });
}
