import type { SearchCondition, TextField } from "#adapters/cnipa-bulk/search/search-request.ts";
import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import { classCondition } from "./class-condition.ts";
import { legalStatusCondition, regionCondition, typeCondition } from "./coded-values.ts";
import { allOf, anyOf } from "./combine-conditions.ts";
import { type Days, daysOfRange, daysOfTerm } from "./days-of-value.ts";
import { nearCondition } from "./near-condition.ts";
import { numberCondition, numberOrNull } from "./number-condition.ts";
import { DEFAULT_FIELDS, type QueryIndex } from "./query-indexes.ts";
import { QueryProblem, shown } from "./query-problem.ts";
import type { Comparison, FieldNode, QueryNode } from "./query-syntax.ts";
import { textCondition } from "./text-condition.ts";
import type { TermToken } from "./tokenize-query.ts";

/** The index that a value stands under; null: none, so a word, or a number that can be nothing else. */
interface Scope {
  readonly index: QueryIndex | null;
  readonly comparison: Comparison;
}

const NO_INDEX: Scope = { index: null, comparison: "=" };

/** What an expert query asks for. Throws QueryProblem where a value does not fit its index. */
export function toCondition(node: QueryNode, scope: Scope = NO_INDEX): SearchCondition {
  switch (node.kind) {
    case "and":
      return allOf(node.operands.map((operand) => toCondition(operand, scope)));
    case "or":
      return anyOf(node.operands.map((operand) => toCondition(operand, scope)));
    case "not":
      return { kind: "not", operand: toCondition(node.operand, scope) };
    case "near":
      return nearCondition(node, scope.index);
    case "field":
      return ofField(node);
    case "range":
      return days(scope, daysOfRange(node), node.start);
    case "term":
      return ofTerm(node, scope);
  }
}

function ofField({ index, comparison, value }: FieldNode): SearchCondition {
  if (comparison !== "!=") return toCondition(value, { index, comparison });
  return { kind: "not", operand: toCondition(value, { index, comparison: "=" }) };
}

function ofTerm(term: TermToken, scope: Scope): SearchCondition {
  const { index } = scope;
  if (index === null) return wordCondition(term);
  const { meaning } = index;
  switch (meaning.kind) {
    case "text":
      return textCondition(term, meaning.fields);
    case "party":
      return partyCondition(term);
    case "agency":
      return agencyCondition(term, meaning.fields);
    case "number":
      return numberCondition(meaning.of, term);
    case "date":
      return days(scope, daysOfTerm(term, scope.comparison), term.start);
    case "class":
      return classCondition(meaning.scheme, term);
    case "legalStatus":
      return coded(term, index, legalStatusCondition);
    case "type":
      return coded(term, index, typeCondition);
    case "region":
      return coded(term, index, regionCondition);
    case "unsupported":
      throw new QueryProblem("UNSUPPORTED_INDEX", term.start, meaning.reason);
  }
}

/** A word without an index: a number or social credit code that can be nothing else is sought as such. */
export function wordCondition(term: TermToken): SearchCondition {
  if (term.isQuoted || term.isTruncated) return textCondition(term, DEFAULT_FIELDS);
  return numberOrNull(term, true) ?? organizationCondition(term) ?? textCondition(term, DEFAULT_FIELDS);
}

function partyCondition(term: TermToken): SearchCondition {
  const organization = term.isTruncated ? null : organizationCondition(term);
  return organization ?? textCondition(term, ["APPLICANT"]);
}

/** The value of an APPLICANT facet where no social credit code is known. */
const ORGANIZATION_KEY = /^n:[0-9a-f]{24}$/;

/** Of a party that is named by its social credit code or its key; null for names. A code with a wrong check character is an error. */
export function organizationCondition({ text, start }: TermToken): SearchCondition | null {
  if (ORGANIZATION_KEY.test(text)) return { kind: "organization", keys: [text] };
  const uscc = parseUscc(text);
  if (uscc.ok) return { kind: "organization", keys: [uscc.value] };
  if (uscc.problem.code !== "CHECK_DIGIT_MISMATCH") return null;
  throw new QueryProblem("BAD_NUMBER", start, uscc.problem.message, { expected: uscc.problem.expected });
}

function agencyCondition(term: TermToken, fields: readonly TextField[]): SearchCondition {
  const code = parseAgencyCode(term.text);
  return code.ok && !term.isTruncated ? { kind: "agency", codes: [code.value] } : textCondition(term, fields);
}

function days({ index }: Scope, { from, to }: Days, start: number): SearchCondition {
  if (index?.meaning.kind === "date") return { kind: "date", of: index.meaning.of, from, to };
  throw new QueryProblem("BAD_RANGE", start, {
    zh: "只有日期可以写成区间",
    en: "Only dates can be written as a range",
  });
}

function coded(
  term: TermToken,
  { name, example }: QueryIndex,
  read: (text: string) => SearchCondition | null,
): SearchCondition {
  const condition = term.isTruncated ? null : read(term.text);
  if (condition !== null) return condition;
  throw new QueryProblem(
    "BAD_VALUE",
    term.start,
    {
      zh: `“${shown(term.text)}”不是 ${name} 的值，应形如 ${name}=${example}`,
      en: `“${shown(term.text)}” is no value of ${name}; it should look like ${name}=${example}`,
    },
    { expected: `${name}=${example}` },
  );
}
