import { stemmer } from "stemmer";

/** One sign or word of a text, with its place. */
export interface Token {
  /** A Chinese, Japanese or Korean character; a word by its stem. */
  readonly text: string;
  /** The word as written, lower case; the same as `text` for characters. */
  readonly written: string;
  /** Code of a character; 0 for words. */
  readonly code: number;
  readonly position: number;
  /** Where it stands in the folded text. */
  readonly start: number;
  readonly end: number;
}

const BREAK = 0;
const SPACE = 1;
const WORD = 2;
const CHARACTER = 3;

/** ー: a letter by its properties, but no word by itself. */
const LONG_VOWEL = 0x30fc;
const MAX_WORD = 64;
const MOST_STEMS = 50_000;

/** Unicode NFKC, lower case: the form in which texts are indexed and asked for. */
export function foldText(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** What is told of each character (its code) or word (0): where it stands in the text, and its place. */
type Visit = (code: number, start: number, end: number, position: number) => void;

/**
 * Characters and words of a folded text. Neighbours are one place apart, also over blanks, line breaks and hyphens; any
 * other sign lies between as one more place, so that nothing in a row reaches over a comma. Returns the next free place.
 */
export function walkText(folded: string, visit: Visit, firstPosition = 0): number {
  let position = firstPosition;
  let at = 0;
  let isBroken = false;
  while (at < folded.length) {
    const code = folded.codePointAt(at) ?? 0;
    const kind = kindOf(code);
    const end = endOf(folded, at, kind);
    if (kind >= WORD) {
      if (isBroken) position += 1;
      visit(kind === WORD ? 0 : code, at, end, position);
      position += 1;
      isBroken = false;
    } else if (kind === BREAK) isBroken = position > firstPosition;
    at = end;
  }
  return position;
}

export function tokensOf(folded: string): Token[] {
  const tokens: Token[] = [];
  walkText(folded, (code, start, end, position) => {
    const written = wordOf(folded, start, end);
    tokens.push({ text: code === 0 ? stemOf(written) : written, written, code, position, start, end });
  });
  return tokens;
}

/** A word is told apart by its first 64 characters. */
export function wordOf(folded: string, start: number, end: number): string {
  return folded.slice(start, Math.min(end, start + MAX_WORD));
}

/** Whether two tokens make a pair: both characters, nothing but blanks between them. */
export function isPair(first: Token, second: Token): boolean {
  return first.code !== 0 && second.code !== 0 && second.position === first.position + 1;
}

/** The stem of a word of Latin letters (Porter's algorithm); other words as they are. */
export function stemOf(word: string): string {
  const known = STEMS.get(word);
  if (known !== undefined) return known;
  const stem = /^[a-z]{3,}$/.test(word) ? stemmer(word) : word;
  if (STEMS.size >= MOST_STEMS) STEMS.clear();
  STEMS.set(word, stem);
  return stem;
}

const STEMS = new Map<string, string>();

function endOf(text: string, start: number, kind: number): number {
  if (kind === WORD) return endOfWord(text, start);
  return start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
}

/** Letters and digits in a row; a point between digits belongs to them. */
function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    const isPoint = code === 0x2e && isDigit(text.charCodeAt(at - 1)) && isDigit(text.charCodeAt(at + 1));
    if (kindOf(code) !== WORD && !(isPoint && at > start)) break;
    at += code > 0xffff ? 2 : 1;
  }
  return at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function kindOf(code: number): number {
  if (code > 0xffff) return classify(code);
  const known = KINDS[code] ?? 0;
  if (known !== 0) return known - 1;
  const kind = classify(code);
  KINDS[code] = kind + 1;
  return kind;
}

/** One more than the kind of each character met so far. */
const KINDS = new Uint8Array(65_536);

function classify(code: number): number {
  const character = String.fromCodePoint(code);
  if (code === LONG_VOWEL || /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(character))
    return CHARACTER;
  if (/[\p{L}\p{N}\p{M}]/u.test(character)) return WORD;
  return /[\s\u00ad\u200b-\u200f\u2060\ufeff\-\u2010-\u2015]/u.test(character) ? SPACE : BREAK;
}
