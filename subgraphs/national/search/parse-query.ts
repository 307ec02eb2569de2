import { indexNamed, type QueryIndex, similarIndexes } from "./query-indexes.ts";
import { QueryProblem, shown } from "./query-problem.ts";
import { type Comparison, type FieldNode, isOperator, keywordOf, proximityOf, type QueryNode } from "./query-syntax.ts";
import { readValue, startsRange } from "./read-value.ts";
import { TokenReader } from "./token-reader.ts";
import { type TermToken, type Token, tokenizeQuery } from "./tokenize-query.ts";

const MAX_DISTANCE = 99;
const COMPARISONS: ReadonlySet<Token["kind"]> = new Set(["=", "!=", ">", ">=", "<", "<=", ":"]);

/**
 * The tree of an expert query. What binds tightest comes first: proximity, NOT, AND (also where nothing stands between
 * two terms), OR. Throws QueryProblem; recursion is bounded by `TokenReader`.
 */
export function parseQuery(query: string): QueryNode {
  const reader = new TokenReader(tokenizeQuery(query));
  const tree = parseOr(reader, null);
  const rest = reader.peek();
  if (rest.kind === ")") throw unbalanced(rest.start, ")");
  if (rest.kind !== "end") throw unexpected(rest, reader);
  return tree;
}

/** `scope` is the index whose value is being read, inside its parentheses. */
function parseOr(reader: TokenReader, scope: QueryIndex | null): QueryNode {
  const first = parseAnd(reader, scope);
  const operands = [first];
  while (isOr(reader.peek(), scope)) {
    reader.take();
    operands.push(parseAnd(reader, scope));
  }
  return operands.length === 1 ? first : { kind: "or", operands, start: first.start };
}

function parseAnd(reader: TokenReader, scope: QueryIndex | null): QueryNode {
  const first = parseNot(reader, scope);
  const operands = [first];
  for (;;) {
    const next = reader.peek();
    if (next.kind === "&&" || keyword(next) === "AND") reader.take();
    else if (!startsOperand(next, scope)) break;
    operands.push(parseNot(reader, scope));
  }
  return operands.length === 1 ? first : { kind: "and", operands, start: first.start };
}

function parseNot(reader: TokenReader, scope: QueryIndex | null): QueryNode {
  const next = reader.peek();
  if (next.kind !== "!" && keyword(next) !== "NOT") return parseNear(reader, scope);
  reader.take();
  return reader.deeper(next.start, () => ({ kind: "not", operand: parseNot(reader, scope), start: next.start }));
}

function parseNear(reader: TokenReader, scope: QueryIndex | null): QueryNode {
  const left = parsePrimary(reader, scope);
  const operator = reader.peek();
  const proximity = operator.kind === "term" ? proximityOf(operator) : undefined;
  if (proximity === undefined || (proximity.isShort && !startsOperand(reader.peek(1), scope))) return left;
  if (proximity.distance > MAX_DISTANCE) throw tooFar(operator);
  reader.take();
  const right = parsePrimary(reader, scope);
  const { distance, isOrdered } = proximity;
  return { kind: "near", left, right, distance, isOrdered, start: operator.start };
}

function parsePrimary(reader: TokenReader, scope: QueryIndex | null): QueryNode {
  const next = reader.peek();
  if (next.kind === "(") return parseGroup(reader, scope);
  if (next.kind === "term" && !isOperator(next)) {
    if (COMPARISONS.has(reader.peek(1).kind) && !(scope !== null && startsRange(reader, scope))) {
      return parseField(reader, next, scope);
    }
    return readValue(reader, scope);
  }
  if (scope !== null && startsRange(reader, scope)) return readValue(reader, scope);
  throw unexpected(next, reader);
}

function parseGroup(reader: TokenReader, scope: QueryIndex | null): QueryNode {
  const open = reader.take();
  const inner = reader.deeper(open.start, () => parseOr(reader, scope));
  const close = reader.take();
  if (close.kind === ")") return inner;
  if (close.kind === "end") throw unbalanced(open.start, "(");
  throw unexpected(close, reader);
}

function parseField(reader: TokenReader, name: TermToken, scope: QueryIndex | null): FieldNode {
  if (scope !== null) throw nestedIndex(name, scope);
  const index = indexNamed(name.text);
  if (index === undefined || name.isQuoted) throw unknownIndex(name);
  if (index.meaning.kind === "unsupported") {
    throw new QueryProblem("UNSUPPORTED_INDEX", name.start, index.meaning.reason);
  }
  reader.take();
  const sign = reader.take();
  const comparison = (sign.kind === ":" ? "=" : sign.kind) as Comparison;
  const value = parseValue(reader, index, comparison);
  return { kind: "field", index, comparison, value, start: name.start };
}

function parseValue(reader: TokenReader, index: QueryIndex, comparison: Comparison): QueryNode {
  const next = reader.peek();
  const isOrdering = comparison !== "=" && comparison !== "!=";
  if (isOrdering && index.meaning.kind !== "date") throw onlyDatesCompare(next.start, index);
  if (next.kind === "(" && !isOrdering) return parseGroup(reader, index);
  const isValue = next.kind === "term" && !isOperator(next);
  if (isValue || (!isOrdering && startsRange(reader, index))) return readValue(reader, index);
  throw expectedValue(next, index);
}

function isOr(token: Token, scope: QueryIndex | null): boolean {
  return token.kind === "||" || keyword(token) === "OR" || (scope !== null && token.kind === ",");
}

function startsOperand(token: Token, scope: QueryIndex | null): boolean {
  if (token.kind === "(" || token.kind === "!") return true;
  if (token.kind === "[") return scope?.meaning.kind === "date";
  const found = keyword(token);
  return token.kind === "term" && (found === undefined || found === "NOT");
}

/** `TO` outside of a range is a word. */
function keyword(token: Token) {
  const found = token.kind === "term" ? keywordOf(token) : undefined;
  return found === "TO" ? undefined : found;
}

function unexpected(token: Token, reader: TokenReader): QueryProblem {
  const piece = token.kind === "term" ? token.text : token.kind;
  const found =
    token.kind === "end"
      ? { zh: "查询式到此结束", en: "The query ends here" }
      : quoted(piece, "不应出现", "is not expected");
  const hint =
    token.kind === "term"
      ? { zh: "（要检索该词请加引号）", en: " (to search for the word itself, quote it)" }
      : token.kind === ","
        ? {
            zh: "（名称中有逗号等符号的请加引号）",
            en: ' (put a name with a comma in it in quotation marks: PA="Merck & Co., Inc.")',
          }
        : { zh: "", en: "" };
  const isAfterOperand = reader.hasOperandBefore(token);
  const expected = isAfterOperand ? "AND, OR, NOT" : 'TI=…, "…", (…)';
  const wanted = isAfterOperand
    ? { zh: "应为 AND、OR、NOT 或查询式结尾", en: "AND, OR, NOT or the end of the query is expected" }
    : { zh: "应为检索词、短语、索引或左括号", en: "a word, a phrase, an index or an opening parenthesis is expected" };
  return new QueryProblem(
    "UNEXPECTED",
    token.start,
    { zh: `${found.zh}${hint.zh}，${wanted.zh}`, en: `${found.en}${hint.en}; ${wanted.en}` },
    { expected },
  );
}

function quoted(piece: string, zh: string, en: string) {
  return { zh: `“${shown(piece)}”${zh}`, en: `“${shown(piece)}” ${en}` };
}

function unbalanced(offset: number, sign: "(" | ")"): QueryProblem {
  const message =
    sign === "("
      ? { zh: "左括号没有配对，应有右括号", en: "The parenthesis is not closed; a closing one is expected" }
      : { zh: "右括号没有配对的左括号", en: "The closing parenthesis has no opening one" };
  return new QueryProblem("UNBALANCED_PARENTHESIS", offset, message, { expected: sign === "(" ? ")" : "(" });
}

function tooFar(operator: Token): QueryProblem {
  return new QueryProblem(
    "BAD_PROXIMITY",
    operator.start,
    { zh: `邻近距离应为 0 至 ${MAX_DISTANCE}`, en: `The distance must lie between 0 and ${MAX_DISTANCE}` },
    { expected: `0–${MAX_DISTANCE}` },
  );
}

function nestedIndex(name: TermToken, scope: QueryIndex): QueryProblem {
  return new QueryProblem(
    "UNEXPECTED",
    name.start,
    {
      zh: `${scope.name} 的值中不能再有索引 ${shown(name.text)}；应先用右括号结束`,
      en: `The index ${shown(name.text)} cannot stand inside the value of ${scope.name}; close its parenthesis first`,
    },
    { expected: ")" },
  );
}

function unknownIndex(name: TermToken): QueryProblem {
  const candidates = similarIndexes(name.text);
  const meant = candidates.length === 0 ? null : candidates.join(", ");
  return new QueryProblem(
    "UNKNOWN_INDEX",
    name.start,
    {
      zh: `没有索引“${shown(name.text)}”${meant === null ? "" : `，是否指 ${meant}`}`,
      en: `There is no index “${shown(name.text)}”${meant === null ? "" : `; did you mean ${meant}`}`,
    },
    { expected: "TI, AB, CL, TA, TAC, PA, IN, AG, AN, PN, PR, AD, PD, GD, PRD, IC, LOC, LS, RG, PT", candidates },
  );
}

function onlyDatesCompare(offset: number, { name, example }: QueryIndex): QueryProblem {
  return new QueryProblem(
    "UNSUPPORTED_OPERATOR",
    offset,
    {
      zh: `${name} 不能比较大小，只有日期可以；应为 ${name}=${example}`,
      en: `${name} has no order, only dates have; ${name}=${example} is expected`,
    },
    { expected: `${name}=${example}` },
  );
}

function expectedValue(token: Token, { name, example }: QueryIndex): QueryProblem {
  return new QueryProblem(
    "UNEXPECTED",
    token.start,
    {
      zh: `${name} 缺少值，应形如 ${name}=${example}`,
      en: `${name} has no value; it should look like ${name}=${example}`,
    },
    { expected: `${name}=${example}` },
  );
}
