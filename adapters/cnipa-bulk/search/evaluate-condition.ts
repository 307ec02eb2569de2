import { addIds, type BitSet, complement, intersect, noIds, unite } from "#adapters/runtime/text-index/bit-set.ts";
import type { WeightedIds } from "#adapters/runtime/text-index/decode-postings.ts";
import { type ColumnCondition, type ColumnContext, matchColumns } from "./column-conditions.ts";
import type { KeywordContext, KeywordMatcher } from "./match-keywords.ts";
import { matchText, type TextCondition } from "./match-text.ts";
import type { QueryBudget } from "./query-budget.ts";
import type { SearchCondition } from "./search-request.ts";

export interface EvaluationContext extends ColumnContext, KeywordContext {
  readonly keywords: KeywordMatcher;
  readonly budget: QueryBudget;
}

/** A text that was looked for, and what it counts where it was found: kept, or found again when it is asked for. */
export interface ScoredText {
  readonly condition: TextCondition;
  matches(): WeightedIds;
}

export interface Evaluated {
  readonly bits: BitSet;
  /** Texts that add to the score: none of them is negated. */
  readonly texts: readonly ScoredText[];
}

/** The documents for which a condition holds; beyond those that `among` names nothing is said of any. */
export function evaluate(condition: SearchCondition, context: EvaluationContext): Evaluated {
  switch (condition.kind) {
    case "and":
    case "or":
      return combine(condition.kind, condition.operands, context);
    case "not":
      return { bits: complement(evaluate(condition.operand, context).bits), texts: [] };
    case "text":
    case "near":
      return evaluateText(condition, context);
    case "number":
    case "class":
    case "organization":
      return { bits: context.keywords.match(condition, context), texts: [] };
    default:
      return { bits: matchColumns(condition, context), texts: [] };
  }
}

/** What holds for all of no conditions is everything, for any of none nothing. */
function combine(kind: "and" | "or", operands: readonly SearchCondition[], context: EvaluationContext): Evaluated {
  if (kind === "or") {
    const evaluated = operands.map((operand) => evaluate(operand, context));
    return {
      bits: evaluated.reduce((bits, one) => unite(bits, one.bits), noIds(context.size)),
      texts: evaluated.flatMap(({ texts }) => texts),
    };
  }
  const [first, last] = [operands.filter((one) => !isOfColumns(one)), operands.filter(isOfColumns)];
  const evaluated = first.map((operand) => evaluate(operand, context));
  const start = evaluated.length === 0 ? null : evaluated.map(({ bits }) => bits).reduce(intersect);
  // Columns are looked at only where everything else holds.
  const among = start ?? context.among;
  const bits =
    last.length === 0
      ? start
      : last.reduce((left, operand) => matchColumns(operand, { ...context, among: left }), among);
  return { bits: bits ?? complement(noIds(context.size)), texts: evaluated.flatMap(({ texts }) => texts) };
}

function isOfColumns(condition: SearchCondition): condition is ColumnCondition {
  return COLUMN_KINDS.has(condition.kind);
}

const COLUMN_KINDS: ReadonlySet<string> = new Set<ColumnCondition["kind"]>([
  "date",
  "legalStatus",
  "type",
  "region",
  "agency",
]);

function evaluateText(condition: TextCondition, context: EvaluationContext): Evaluated {
  const { budget, sources } = context;
  const find = () => {
    budget.check();
    return matchText(sources, condition);
  };
  const matches = find();
  const bits = noIds(context.size);
  addIds(bits, matches.ids, matches.count);
  return { bits, texts: [{ condition, matches: budget.keeps(matches.count) ? () => matches : find }] };
}

/** How many of those documents stand. */
export function countStanding({ ids, count }: WeightedIds, standing: BitSet): number {
  let found = 0;
  for (let at = 0; at < count; at++) {
    const id = ids[at] ?? 0;
    found += ((standing[id >>> 5] ?? 0) >>> (id & 31)) & 1;
  }
  return found;
}
