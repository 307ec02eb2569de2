import { indexNamed } from "./query-indexes.ts";
import { withoutBrackets } from "./tokenize-query.ts";

const QUOTED = /"[^"]{0,300}"|“[^”]{0,300}”|「[^」]{0,300}」|『[^』]{0,300}』/g;
const OPERATOR =
  /(?:^|[\s)）])(?:AND|OR|NOT|NEAR(?:\/?\d+)?|ADJ(?:\/?\d+)?|PRE\/?\d+|与|或|非|并且|或者)(?=$|[\s(（])|&&|＆＆|\|\||｜｜/;
/** A word before a comparison or a colon. */
const FIELD = /([\p{L}\p{N}_]{1,20})\s*(==?|[!<>]=?|[＝＞＜：:≥≤≠])/gu;

/**
 * Whether AUTO takes a text for an expert query: a known index before a sign, something like one before `=` (so that its
 * misspelling is told instead of searched), or an operator in capitals, 与 或 非 standing alone, && or ||. Parentheses
 * and quotation marks decide nothing: names and titles have them.
 */
export function isExpertQuery(query: string): boolean {
  const bare = withoutBrackets(query.replace(QUOTED, " … "));
  if (OPERATOR.test(bare)) return true;
  for (const [, name = "", sign = ""] of bare.matchAll(FIELD)) {
    if (indexNamed(name) !== undefined) return true;
    if (/^[=＝]/.test(sign) && /^[A-Z]{2,4}$/.test(name) && name !== "PH") return true;
  }
  return false;
}
