import { foldText, type Token, tokensOf } from "#adapters/runtime/text-index/analyse-text.ts";

const LONGEST_QUERY = 1_000;
/** Of a long text the first ones: enough to find what is like it. */
const MOST_TERMS = 64;

/** The terms by which a text is looked for: characters in pairs (one by one where they stand alone), words by their stem; each once. */
export function queryTerms(text: string): readonly string[] {
  const tokens = tokensOf(foldText(text.slice(0, LONGEST_QUERY)));
  const terms = tokens.flatMap((token, index) => {
    const next = tokens[index + 1];
    if (token.code === 0) return [token.text];
    if (isPair(token, next)) return [token.text + (next?.text ?? "")];
    return isPair(tokens[index - 1], token) ? [] : [token.text];
  });
  return [...new Set(terms)].slice(0, MOST_TERMS);
}

function isPair(first: Token | undefined, second: Token | undefined): boolean {
  if (first === undefined || second === undefined || first.code === 0 || second.code === 0) return false;
  return second.position === first.position + 1;
}

/** So many of the terms must be met: both of two, four of six; of a long text fewer. */
export function leastMet(terms: number): number {
  return terms <= 12 ? Math.ceil(terms * 0.6) : Math.max(8, Math.ceil(terms * 0.3));
}
