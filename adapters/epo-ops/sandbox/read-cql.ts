/** One condition of a query: `ti all "battery cell"`, `pd within "2023,2024"`; a bare word has the index "txt". */
export interface CqlTerm {
  readonly kind: "term";
  readonly index: string;
  readonly relation: "=" | "all" | "any" | "within";
  readonly value: string;
}

export type CqlQuery =
  | CqlTerm
  | {
      readonly kind: "and" | "or" | "not";
      readonly left: CqlQuery;
      readonly right: CqlQuery;
    };

/** Brackets, operators, quoted phrases, words. */
const TOKEN = /"[^"]*"|[()]|==?|[^\s()="]+/g;

/** The part of OPS's query language that the stand-in knows: its operators bind alike, from left to right. Null = not readable. */
export function readCql(text: string): CqlQuery | null {
  const tokens: readonly string[] = text.match(TOKEN) ?? [];
  const { query, rest } = readQuery(tokens) ?? {};
  return query === undefined || rest === undefined || rest.length > 0 ? null : query;
}

/** What was read from the start of the tokens, and the tokens behind it. */
interface Read {
  readonly query: CqlQuery;
  readonly rest: readonly string[];
}

function readQuery(tokens: readonly string[]): Read | null {
  let read = readOperand(tokens);
  for (let kind = booleanOf(read?.rest[0]); read !== null && kind !== null; kind = booleanOf(read?.rest[0])) {
    const right = readOperand(read.rest.slice(1));
    read = right && { query: { kind, left: read.query, right: right.query }, rest: right.rest };
  }
  return read;
}

function readOperand(tokens: readonly string[]): Read | null {
  const [first, second, third] = tokens;
  if (first === undefined || first === ")" || booleanOf(first) !== null) return null;
  if (first === "(") {
    const inner = readQuery(tokens.slice(1));
    return inner?.rest[0] === ")" ? { query: inner.query, rest: inner.rest.slice(1) } : null;
  }
  const relation = relationOf(second);
  if (relation === null) return { query: term("txt", "=", first), rest: tokens.slice(1) };
  if (third === undefined || third === "(" || third === ")") return null;
  return { query: term(first.toLowerCase(), relation, third), rest: tokens.slice(3) };
}

function term(index: string, relation: CqlTerm["relation"], value: string): CqlTerm {
  return { kind: "term", index, relation, value: value.replaceAll('"', "").trim() };
}

function booleanOf(token: string | undefined): "and" | "or" | "not" | null {
  const word = token?.toLowerCase();
  return word === "and" || word === "or" || word === "not" ? word : null;
}

function relationOf(token: string | undefined): CqlTerm["relation"] | null {
  const word = token?.toLowerCase();
  if (word === "=" || word === "==") return "=";
  return word === "all" || word === "any" || word === "within" ? word : null;
}
