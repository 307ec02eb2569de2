import type { SearchCondition, TextField } from "#adapters/cnipa-bulk/search/search-request.ts";
import { anyOf } from "./combine-conditions.ts";
import { DEFAULT_FIELDS, type IndexMeaning, type QueryIndex } from "./query-indexes.ts";
import { QueryProblem } from "./query-problem.ts";
import type { NearNode, QueryNode } from "./query-syntax.ts";
import { searchedText } from "./text-condition.ts";
import type { TermToken } from "./tokenize-query.ts";

/** Combinations that alternatives on both sides may make. */
const MAX_PAIRS = 64;

interface Side {
  readonly terms: readonly TermToken[];
  readonly index: QueryIndex | null;
}

/** Two terms near each other in one field; alternatives in parentheses make a pair each. An index on the left is the right's too. */
export function nearCondition(node: NearNode, scope: QueryIndex | null): SearchCondition {
  const left = sideOf(node.left, scope, node.start);
  const right = sideOf(node.right, left.index, node.start);
  if (right.index !== left.index)
    throw badProximity(node.start, "两侧索引不同", "its two sides have different indexes");
  if (left.terms.length * right.terms.length > MAX_PAIRS) {
    throw badProximity(node.start, `两侧的组合超过 ${MAX_PAIRS} 个`, `its sides make more than ${MAX_PAIRS} pairs`);
  }
  const fields = fieldsOf(left.index?.meaning, node.start);
  const { distance, isOrdered } = node;
  return anyOf(
    left.terms.flatMap((one) =>
      right.terms.map((other): SearchCondition => {
        const texts = [searchedText(one), searchedText(other)] as const;
        return { kind: "near", fields, texts, distance, isOrdered };
      }),
    ),
  );
}

function sideOf(node: QueryNode, index: QueryIndex | null, start: number): Side {
  if (node.kind === "field" && node.comparison === "=") {
    if (index !== null && index !== node.index) return { terms: [], index: node.index };
    return sideOf(node.value, node.index, start);
  }
  if (node.kind === "or") {
    return { terms: node.operands.flatMap((operand) => sideOf(operand, index, start).terms), index };
  }
  if (node.kind === "term" && !node.isTruncated) return { terms: [node], index };
  throw badProximity(
    start,
    "两侧应为检索词、短语或括号中以 OR 相连的词，且不能截断",
    "each side must be a word, a phrase or words joined by OR in parentheses, not truncated",
  );
}

function fieldsOf(meaning: IndexMeaning | undefined, start: number): readonly TextField[] {
  if (meaning === undefined) return DEFAULT_FIELDS;
  if (meaning.kind === "text" || meaning.kind === "agency") return meaning.fields;
  if (meaning.kind === "party") return ["APPLICANT"];
  throw badProximity(start, "只能用于文字索引", "it is for texts only");
}

function badProximity(start: number, zh: string, en: string): QueryProblem {
  return new QueryProblem(
    "BAD_PROXIMITY",
    start,
    { zh: `邻近运算符用法有误：${zh}`, en: `The proximity operator cannot stand here: ${en}` },
    { expected: "TI=(光学 NEAR/5 胶)" },
  );
}
