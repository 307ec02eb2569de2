import { QueryProblem } from "./query-problem.ts";

/** A word or phrase as typed. `start` and `end` are places in the query. */
export interface TermToken {
  readonly kind: "term";
  readonly text: string;
  readonly isQuoted: boolean;
  /** A `*` or `+` stood at the end. */
  readonly isTruncated: boolean;
  readonly start: number;
  readonly end: number;
}

type SignKind = "(" | ")" | "[" | "]" | ":" | "," | "=" | "!=" | ">" | ">=" | "<" | "<=" | "&&" | "||" | "!" | "end";

interface SignToken {
  readonly kind: SignKind;
  readonly start: number;
  readonly end: number;
}

export type Token = TermToken | SignToken;

/** Longer ones first. */
const SIGNS: readonly (readonly [spelling: string, kind: SignKind])[] = [
  ["&&", "&&"],
  ["||", "||"],
  [">=", ">="],
  ["=>", ">="],
  ["<=", "<="],
  ["=<", "<="],
  ["!=", "!="],
  ["<>", "!="],
  ["==", "="],
  ["(", "("],
  [")", ")"],
  ["[", "["],
  ["]", "]"],
  [":", ":"],
  [",", ","],
  [";", ","],
  ["=", "="],
  [">", ">"],
  ["<", "<"],
  ["|", "||"],
  ["!", "!"],
];

const SAME_AS: Readonly<Record<string, string>> = {
  "“": '"',
  "”": '"',
  "„": '"',
  "‟": '"',
  "「": '"',
  "」": '"',
  "『": '"',
  "』": '"',
  "、": ",",
  "【": "[",
  "】": "]",
  "〔": "[",
  "〕": "]",
  "≥": ">=",
  "≧": ">=",
  "≤": "<=",
  "≦": "<=",
  "≠": "!=",
  "∧": "&&",
  "∨": "||",
  "¬": "!",
};

const FULL_WIDTH = { first: 0xff01, last: 0xff5e, shift: 0xfee0 };
const BLANK = /[\s\u200b-\u200f\u2060\ufeff]/;
const ENDS_WORD = /[\s()[\]:,;=<>!|"\u2060\ufeff]/;

/** The query cut into words, phrases and signs, full-width forms as their half-width ones. In linear time. */
export function tokenizeQuery(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    if (BLANK.test(query.charAt(at))) {
      at += 1;
      continue;
    }
    const token =
      charAt(query, at) === '"'
        ? phrase(query, at)
        : (sign(query, at) ?? minus(query, at) ?? name(query, at) ?? word(query, at));
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: "end", start: query.length, end: query.length });
  return tokens;
}

/** One character with its ASCII meaning. */
function charAt(query: string, at: number): string {
  const char = query.charAt(at);
  const code = query.charCodeAt(at);
  if (code >= FULL_WIDTH.first && code <= FULL_WIDTH.last) return String.fromCharCode(code - FULL_WIDTH.shift);
  return SAME_AS[char] ?? char;
}

function sign(query: string, at: number): SignToken | undefined {
  const one = charAt(query, at);
  const two = one.length > 1 ? one : one + charAt(query, at + 1);
  const found = SIGNS.find(([spelling]) => two.startsWith(spelling));
  if (found === undefined) return undefined;
  const length = one.length > 1 ? 1 : found[0].length;
  return { kind: found[1], start: at, end: at + length };
}

/** A minus before a word, phrase or parenthesis leaves it out; before a digit (−20) it belongs to the number. */
const LEAVES_OUT = /^[-－](?=["“„‟「『＂(（\p{L}])/u;

function minus(query: string, at: number): SignToken | undefined {
  const isInside = /["“”„‟」』＂]/.test(query.charAt(at - 1));
  return !isInside && LEAVES_OUT.test(query.slice(at, at + 3)) ? { kind: "!", start: at, end: at + 1 } : undefined;
}

function phrase(query: string, start: number): TermToken {
  let text = "";
  for (let at = start + 1; at < query.length; at += 1) {
    const next = charAt(query, at + 1);
    if (query.charAt(at) === "\\" && (next === '"' || next === "\\")) {
      text += query.charAt(at + 1);
      at += 1;
    } else if (charAt(query, at) === '"') {
      const isTruncated = /^[*+]$/.test(next);
      return { kind: "term", text, isQuoted: true, isTruncated, start, end: at + (isTruncated ? 2 : 1) };
    } else {
      text += query.charAt(at);
    }
  }
  throw new QueryProblem(
    "UNTERMINATED_PHRASE",
    start,
    { zh: "引号没有配对，应有结束引号", en: "The quotation mark is not closed; a closing one is expected" },
    { expected: '"' },
  );
}

/** Names of indexes as Chinese search forms print them, with parentheses inside: 申请（专利权）人, 公开（公告）号. */
const BRACKETED_NAME =
  /^(?:申请[（(]专利权[)）]人|发明[（(]设计[)）]人|公开[（(]公告[)）][号日])(?=\s{0,9}[=:<>!＝：＜＞！≠≥≤])/;

function name(query: string, start: number): TermToken | undefined {
  const [found] = BRACKETED_NAME.exec(query.slice(start, start + 20)) ?? [];
  if (found === undefined) return undefined;
  const text = withoutBrackets(found);
  return { kind: "term", text, isQuoted: false, isTruncated: false, start, end: start + found.length };
}

/** 申请（专利权）人 → 申请专利权人. */
export function withoutBrackets(text: string): string {
  return text.replace(/(申请|发明|公开)[（(](专利权|设计|公告)[)）](?=[人号日])/g, "$1$2");
}

function word(query: string, start: number): TermToken {
  let end = start + 1;
  while (end < query.length && !endsWord(query, end)) end += 1;
  const text = query.slice(start, end);
  // One sign truncates; C++ is a name.
  const bare = text.replace(/(?<![*+＊＋])[*+＊＋]$/, "");
  return { kind: "term", text: bare, isQuoted: false, isTruncated: bare !== text, start, end };
}

/** A single `&` may stand inside a name (AT&T); `&&` may not. */
function endsWord(query: string, at: number): boolean {
  const char = charAt(query, at);
  return ENDS_WORD.test(char) || char.length > 1 || (char === "&" && charAt(query, at + 1) === "&");
}
