import { type ASTNode, Environment, type ParseResult } from "@marcbachmann/cel-js";
import { each, joinable, matches, sized, step, withinBudget } from "./expression-budget.ts";
import { GUARDS, printGuarded } from "./expression-print.ts";
import { type ExpressionValue, fromCel, toCel } from "./expression-value.ts";
import { compileRegex } from "./linear-regex.ts";

/** What expressions may speak of: `row` of a record; `body`, `status` and `headers` of an answer. */
export type ExpressionVariable = "row" | "body" | "status" | "headers";

type Evaluated =
  | { readonly ok: true; readonly value: ExpressionValue }
  | { readonly ok: false; readonly reason: string };

export interface Expression {
  /** Never throws. JSON-like values of the variables that it was compiled for. */
  evaluate(values: Readonly<Partial<Record<ExpressionVariable, unknown>>>): Evaluated;
  /** `evaluate`, for conditions: anything but true is false. */
  holds(values: Readonly<Partial<Record<ExpressionVariable, unknown>>>): boolean;
}

export type CompiledExpression =
  | { readonly ok: true; readonly expression: Expression; readonly type: string }
  /** `offset`: where in the text, from 0. */
  | { readonly ok: false; readonly reason: string; readonly offset: number };

const TYPES: Readonly<Record<ExpressionVariable, string>> = {
  row: "dyn",
  body: "dyn",
  status: "int",
  headers: "map<string, string>",
};
const LIMITS = { maxAstNodes: 300, maxDepth: 24, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 };
const LONGEST = 1_000;

/** CEL (github.com/google/cel-spec) without `cel.bind`: no loops but over lists, no JavaScript, bounded in steps, size and time. */
export function compileExpression(text: string, variables: readonly ExpressionVariable[]): CompiledExpression {
  if (text.length > LONGEST) return { ok: false, reason: `longer than ${LONGEST} characters`, offset: LONGEST };
  try {
    const told = environmentOf(variables, LIMITS).parse(text);
    const refusal = refuseNodes(told.ast) ?? typeError(told);
    if (refusal !== undefined) return { ok: false, ...refusal };
    const guarded = environmentOf(variables).parse(printGuarded(told.ast));
    const type = guarded.check().type ?? "dyn";
    return { ok: true, expression: toExpression(guarded, variables), type };
  } catch (error) {
    return { ok: false, ...placeOf(error) };
  }
}

function toExpression(compiled: ParseResult, variables: readonly ExpressionVariable[]): Expression {
  const evaluate = (values: Readonly<Partial<Record<ExpressionVariable, unknown>>>): Evaluated => {
    try {
      const context = Object.fromEntries(variables.map((name) => [name, toCel(values[name] ?? null)]));
      const value = fromCel(withinBudget((): unknown => compiled(context)));
      return value === undefined
        ? { ok: false, reason: "no text, number, yes or no, or list of them" }
        : { ok: true, value };
    } catch (error) {
      return { ok: false, reason: placeOf(error).reason };
    }
  };
  const holds = (values: Readonly<Partial<Record<ExpressionVariable, unknown>>>) => {
    const evaluated = evaluate(values);
    return evaluated.ok && evaluated.value === true;
  };
  return { evaluate, holds };
}

const environments = new Map<string, Environment>();

/** With limits: for what an owner wrote. Without: for what was printed anew from it, with the guards in it. */
function environmentOf(variables: readonly ExpressionVariable[], limits?: typeof LIMITS): Environment {
  const key = `${variables.join(" ")} ${limits === undefined}`;
  const made = environments.get(key) ?? createEnvironment(variables, limits);
  environments.set(key, made);
  return made;
}

function createEnvironment(variables: readonly ExpressionVariable[], limits?: typeof LIMITS): Environment {
  const options = { homogeneousAggregateLiterals: false, ...(limits === undefined ? {} : { limits }) };
  const environment = new Environment(options);
  for (const name of variables) environment.registerVariable(name, TYPES[name]);
  if (limits !== undefined) return environment;
  return environment
    .registerFunction(`${GUARDS.step}(A): A`, step)
    .registerFunction(`${GUARDS.each}(A): A`, each)
    .registerFunction(`${GUARDS.sized}(A): A`, sized)
    .registerFunction(`${GUARDS.joinable}(A): A`, joinable)
    .registerFunction(`string.${GUARDS.matches}(string): bool`, matches);
}

interface Refusal {
  readonly reason: string;
  readonly offset: number;
}

function typeError(parsed: ParseResult): Refusal | undefined {
  const { valid, error } = parsed.check();
  return valid ? undefined : placeOf(error);
}

/** `cel.bind` doubles texts without a loop; patterns written out must be RE2's. */
function refuseNodes(node: ASTNode): Refusal | undefined {
  if (node.op === "rcall") {
    const [name, receiver, args] = node.args;
    if (name === "bind" && receiver.op === "id")
      return { reason: "cel.bind is not available", offset: node.range.start };
    const [pattern] = args;
    if (name === "matches" && pattern?.op === "value" && typeof pattern.args === "string") {
      const compiled = compileRegex(pattern.args);
      if (!compiled.ok) return { reason: `RE2: ${compiled.reason}`, offset: pattern.range.start };
    }
  }
  for (const child of childrenOf(node)) {
    const refusal = refuseNodes(child);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  const parts: readonly unknown[] = Array.isArray(node.args) ? node.args.flat(2) : [node.args];
  return parts.filter(isNode);
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "range" in value;
}

/** The first line of an error of the library, and where in the text it lies. */
function placeOf(error: unknown): Refusal {
  const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  const range = typeof error === "object" && error !== null && "range" in error ? error.range : undefined;
  const start = typeof range === "object" && range !== null && "start" in range ? range.start : 0;
  return { reason: reason.slice(0, 200), offset: typeof start === "number" ? start : 0 };
}
