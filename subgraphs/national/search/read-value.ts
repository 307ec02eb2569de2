import { parsePatentNumber } from "#schema/ids/patent-number.ts";
import type { QueryIndex } from "./query-indexes.ts";
import { QueryProblem } from "./query-problem.ts";
import { keywordOf, proximityOf, type QueryNode } from "./query-syntax.ts";
import type { TokenReader } from "./token-reader.ts";
import type { TermToken, Token } from "./tokenize-query.ts";

/** Pieces of one number at most: `ZL 2023 1 0123456 . 6`. */
const MAX_PIECES = 6;

/** One value of an index: a term, a number or symbol printed with blanks, or a range of days. The next token begins one. */
export function readValue(reader: TokenReader, index: QueryIndex | null): QueryNode {
  if (index?.meaning.kind === "date") return readDays(reader);
  if (index?.meaning.kind === "class") return joinedSymbol(reader);
  if (index?.meaning.kind === "number") return joinedNumber(reader);
  return takeTerm(reader);
}

/** Whether a range of days begins here: `[…`, `:2023`, `2020:…`. */
export function startsRange(reader: TokenReader, { meaning }: QueryIndex): boolean {
  if (meaning.kind !== "date") return false;
  const next = reader.peek();
  return next.kind === "[" || next.kind === ":" || (next.kind === "term" && reader.peek(1).kind === ":");
}

function readDays(reader: TokenReader): QueryNode {
  const next = reader.peek();
  if (next.kind === "[") return bracketed(reader);
  if (next.kind === ":") return openStart(reader);
  const from = takeTerm(reader);
  if (!takeRangeSign(reader)) return from;
  return { kind: "range", from, to: takeDay(reader), start: from.start };
}

/** `[2020 TO 2023]`. */
function bracketed(reader: TokenReader): QueryNode {
  const { start } = reader.take();
  const from = takeDay(reader);
  if (!takeRangeSign(reader)) throw badRange(reader.peek());
  const to = takeDay(reader);
  const close = reader.take();
  if (close.kind !== "]" || (from === null && to === null)) throw badRange(close);
  return { kind: "range", from, to, start };
}

function openStart(reader: TokenReader): QueryNode {
  const { start } = reader.take();
  const to = takeDay(reader);
  if (to === null) throw badRange(reader.peek());
  return { kind: "range", from: null, to, start };
}

/** A sign, or `TO` before another day: alone it may be a word of what follows. */
function takeRangeSign(reader: TokenReader): boolean {
  const next = reader.peek();
  const isSign = next.kind === ":" || (isWord(next, "TO") && reader.peek(1).kind === "term");
  if (isSign) reader.take();
  return isSign;
}

/** A day, or null where that end is open (nothing, or `*`). */
function takeDay(reader: TokenReader): TermToken | null {
  const next = reader.peek();
  if (next.kind !== "term" || keywordOf(next) !== undefined) return null;
  const isOpen = next.text === "" && next.isTruncated;
  const isDay = /^\p{N}/u.test(next.text.normalize("NFKC"));
  if (isOpen || isDay) reader.take();
  return isDay ? next : null;
}

/** `C09J 7/38` is one symbol. */
function joinedSymbol(reader: TokenReader): TermToken {
  const first = takeTerm(reader);
  const next = reader.peek();
  const isSubclass = /^[A-H]\d{2}[A-Z]$/i.test(first.text.normalize("NFKC")) && isPlain(first);
  if (!isSubclass || next.kind !== "term" || next.isQuoted) return first;
  return /^\d{1,4}\/\d{2,6}$/.test(next.text.normalize("NFKC")) ? joined([first, takeTerm(reader)]) : first;
}

/** The longest run of pieces that is one number, `ZL 2023 1 0123456.6`, `CN 116012345 B`; else the first piece. */
function joinedNumber(reader: TokenReader): TermToken {
  const first = takeTerm(reader);
  const pieces = [first];
  for (let ahead = 0; pieces.length < MAX_PIECES && isPlain(pieces.at(-1)); ahead += 1) {
    const next = reader.peek(ahead);
    if (next.kind !== "term" || next.isQuoted || !/^(?:[\dX./-]+|[A-Z]\d?)$/i.test(next.text.normalize("NFKC"))) break;
    pieces.push(next);
  }
  for (let count = pieces.length; count > 1; count -= 1) {
    const whole = joined(pieces.slice(0, count));
    if (!parsePatentNumber(whole.text).ok) continue;
    for (let taken = 1; taken < count; taken += 1) reader.take();
    return whole;
  }
  return first;
}

function isPlain(term: TermToken | undefined): boolean {
  return term !== undefined && !term.isQuoted && !term.isTruncated;
}

function joined(terms: readonly TermToken[]): TermToken {
  const [first] = terms;
  const last = terms.at(-1);
  if (first === undefined || last === undefined) throw new RangeError("nothing to join");
  return { ...first, text: terms.map(({ text }) => text).join(" "), isTruncated: last.isTruncated, end: last.end };
}

function takeTerm(reader: TokenReader): TermToken {
  const token = reader.take();
  if (token.kind === "term") return token;
  throw new RangeError("no term where one was seen");
}

function isWord(token: Token, word: "TO"): boolean {
  return token.kind === "term" && keywordOf(token) === word && proximityOf(token) === undefined;
}

function badRange(token: Token): QueryProblem {
  return new QueryProblem(
    "BAD_RANGE",
    token.start,
    {
      zh: "日期区间不完整，应形如 2020:2023 或 [2020 TO 2023]",
      en: "The range of days is incomplete; it should look like 2020:2023 or [2020 TO 2023]",
    },
    { expected: "[2020 TO 2023]" },
  );
}
