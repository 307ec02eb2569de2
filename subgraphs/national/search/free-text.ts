import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import { allOf } from "./combine-conditions.ts";
import { QueryProblem } from "./query-problem.ts";
import { nothingToSearch } from "./text-condition.ts";
import { wordCondition } from "./to-condition.ts";
import type { TermToken } from "./tokenize-query.ts";

const MAX_WORDS = 64;
/** A closed pair of quotation marks, or a run of anything but blanks and marks of punctuation that end words. */
const WORD =
  /(?:(?<![^\s,;:、，；：。！？!?()（）[\]【】])([-－])(?=["“「『\p{L}]))?(?:"([^"]{0,300})"|“([^”]{0,300})”|「([^」]{0,300})」|『([^』]{0,300})』|[^\s,;:、，；：。！？!?()（）[\]【】<>《》"“”「」『』|=＝]+)/gu;

/**
 * Free words: all must occur, but those with a minus before them must not. Phrases in quotation marks stay whole, a final
 * `*` cuts a word, numbers and social credit codes are looked up as such. No other operator is read.
 */
export function freeTextCondition(text: string): SearchCondition {
  const words = [...text.matchAll(WORD)].map(toWord).filter(({ term }) => isSearchable(term));
  if (words.length === 0) throw nothingToSearch(0, text.trim());
  const tooMany = words[MAX_WORDS];
  if (tooMany !== undefined) throw tooManyWords(tooMany.term.start);
  return allOf(
    words.map(({ term, isLeftOut }) =>
      isLeftOut ? { kind: "not", operand: wordCondition(term) } : wordCondition(term),
    ),
  );
}

interface Word {
  readonly term: TermToken;
  readonly isLeftOut: boolean;
}

function toWord(found: RegExpExecArray): Word {
  const [all, minus = ""] = found;
  const whole = all.slice(minus.length);
  const quoted = found.slice(2).find((part) => part !== undefined);
  const bare = whole.replace(/(?<![*＊])[*＊]$/, "");
  const isTruncated = quoted === undefined && bare !== whole;
  // What is left of a word's signs means nothing in free text.
  const text = quoted ?? bare.replace(/[*?＊]/g, " ");
  const place = { start: found.index + minus.length, end: found.index + all.length };
  return {
    term: { kind: "term", text, isQuoted: quoted !== undefined, isTruncated, ...place },
    isLeftOut: minus !== "",
  };
}

function isSearchable({ text }: TermToken): boolean {
  return /[\p{L}\p{N}]/u.test(text.normalize("NFKC"));
}

function tooManyWords(offset: number): QueryProblem {
  return new QueryProblem("TOO_MANY_TERMS", offset, {
    zh: `检索词不得超过 ${MAX_WORDS} 个`,
    en: `A search may have ${MAX_WORDS} words at most`,
  });
}
