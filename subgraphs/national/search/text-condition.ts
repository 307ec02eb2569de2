import type { SearchCondition, TextField } from "#adapters/cnipa-bulk/search/search-request.ts";
import { toHalfWidth } from "#schema/ids/text.ts";
import { QueryProblem, shown } from "./query-problem.ts";
import type { TermToken } from "./tokenize-query.ts";

/** A longer phrase is a text, not a term. */
const MAX_TERM_LENGTH = 300;

export function textCondition(term: TermToken, fields: readonly TextField[]): SearchCondition {
  return { kind: "text", fields, text: searchedText(term), match: term.isTruncated ? "PREFIX" : "PHRASE" };
}

/** What is sought of a word or phrase. Only its end may be cut, and something must be left to seek. */
export function searchedText(term: TermToken): string {
  const text = toHalfWidth(term.text).replace(/\s+/g, " ").trim();
  if (!term.isQuoted && /[*?]/.test(text)) throw innerWildcard(term);
  if (!/[\p{L}\p{N}]/u.test(text)) throw nothingToSearch(term.start, term.text);
  if (text.length > MAX_TERM_LENGTH) throw tooLong(term);
  return text;
}

export function nothingToSearch(offset: number, text: string): QueryProblem {
  return new QueryProblem("NOTHING_TO_SEARCH", offset, {
    zh: `“${shown(text)}”中没有可检索的文字或数字`,
    en: `“${shown(text)}” has no letter or digit to search for`,
  });
}

function innerWildcard(term: TermToken): QueryProblem {
  return new QueryProblem(
    "UNSUPPORTED_TRUNCATION",
    term.start,
    {
      zh: `只能在词尾用 * 截断：“${shown(term.text)}”`,
      en: `Only the end of a word can be cut, by * : “${shown(term.text)}”`,
    },
    { expected: "adhes*" },
  );
}

function tooLong(term: TermToken): QueryProblem {
  return new QueryProblem("TOO_LONG", term.start, {
    zh: `一个检索词或短语不得超过 ${MAX_TERM_LENGTH} 个字符`,
    en: `A word or phrase may have ${MAX_TERM_LENGTH} characters at most`,
  });
}
