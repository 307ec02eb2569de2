import { foldText, stemOf, type Token, tokensOf } from "#adapters/runtime/text-index/analyse-text.ts";
import type { TextCondition } from "./match-text.ts";

/** From and to, in characters of the text as printed. */
export type Span = readonly [start: number, end: number];

/** A text with its tokens, and where each sign of its folded form stands in what is printed. */
interface PrintedText {
  readonly tokens: readonly Token[];
  readonly printedAt: readonly number[];
}

/** Where a printed text has what a condition looks for: in order, not overlapping. */
export function findSpans(text: string, conditions: readonly TextCondition[]): readonly Span[] {
  const printed = read(text);
  const spans = conditions.flatMap((condition) => spansOf(printed, condition));
  return joined(spans.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
}

/** Folded sign by sign, so that every sign knows where it came from. */
function read(text: string): PrintedText {
  const printedAt: number[] = [];
  let folded = "";
  let at = 0;
  for (const character of text) {
    const sign = isFolded(character) ? character : foldText(character);
    folded += sign;
    for (let index = 0; index < sign.length; index++) printedAt.push(at);
    at += character.length;
  }
  printedAt.push(at);
  return { tokens: tokensOf(folded), printedAt };
}

/** Most signs are: Chinese characters, small letters, digits. */
function isFolded(character: string): boolean {
  const code = character.charCodeAt(0);
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

function spansOf(printed: PrintedText, condition: TextCondition): readonly Span[] {
  if (condition.kind === "text") {
    return phraseAt(printed.tokens, condition.text, condition.match === "PREFIX").map(toSpan(printed));
  }
  const [first, second] = condition.texts.map((text) => phraseAt(printed.tokens, text, false));
  const pairs = (first ?? []).flatMap((one) =>
    (second ?? []).filter((other) => isNear(one, other, condition)).map((other) => [one, other] as const),
  );
  return pairs.flat().map(toSpan(printed));
}

type Found = readonly [first: Token, last: Token];

/** Every place where the tokens of a phrase stand in a row as they do in it. */
function phraseAt(tokens: readonly Token[], phrase: string, mayGoOn: boolean): readonly Found[] {
  const wanted = tokensOf(foldText(phrase));
  const [start] = wanted;
  if (start === undefined) return [];
  return tokens.flatMap((first, index) => {
    const isHere = wanted.every((one, offset) => {
      const token = tokens[index + offset];
      if (token === undefined || token.position - first.position !== one.position - start.position) return false;
      return isSame(token, one, mayGoOn && offset === wanted.length - 1);
    });
    const last = tokens[index + wanted.length - 1];
    return isHere && last !== undefined ? [[first, last] as const] : [];
  });
}

function isSame(token: Token, wanted: Token, mayGoOn: boolean): boolean {
  if (token.text === wanted.text) return true;
  return (
    mayGoOn && wanted.code === 0 && (token.text.startsWith(wanted.written) || token.text === stemOf(wanted.written))
  );
}

function isNear(one: Found, other: Found, condition: Extract<TextCondition, { readonly kind: "near" }>): boolean {
  const after = other[0].position - one[1].position - 1;
  const before = one[0].position - other[1].position - 1;
  const { distance, isOrdered } = condition;
  return (after >= 0 && after <= distance) || (!isOrdered && before >= 0 && before <= distance);
}

function toSpan({ printedAt }: PrintedText) {
  return ([first, last]: Found): Span => [printedAt[first.start] ?? 0, printedAt[last.end] ?? 0];
}

function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last !== undefined && span[0] < last[1]) result[result.length - 1] = [last[0], Math.max(last[1], span[1])];
    else result.push(span);
  }
  return result;
}
