import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import { compileExpression, type ExpressionVariable } from "#adapters/manifest/mapping/expressions.ts";
import type { Path } from "./scene.ts";

const OF_ROW: readonly ExpressionVariable[] = ["row"];
const OF_ANSWER: readonly ExpressionVariable[] = ["body", "status", "headers"];

/** Expressions compile, and conditions say yes or no. */
export function* checkExpressions({ kinds, sources }: Manifest): Iterable<FoundProblem> {
  for (const [name, kind] of Object.entries(kinds)) {
    const path = ["kinds", name];
    if (kind.skip !== undefined) yield* check(kind.skip, [...path, "skip"], { variables: OF_ROW, isCondition: true });
    const fields = { id: kind.id, updatedAt: kind.updatedAt };
    for (const [field, format] of Object.entries(fields)) yield* checkField(format, [...path, field]);
    for (const [field, format] of Object.entries(kind.fields)) yield* checkField(format, [...path, "fields", field]);
  }
  for (const [name, source] of Object.entries(sources)) {
    const path = ["sources", name];
    const answer = { variables: OF_ANSWER, isCondition: true };
    if (source.success !== undefined) yield* check(source.success, [...path, "success"], answer);
    for (const [index, { when }] of source.errors.entries())
      yield* check(when, [...path, "errors", index, "when"], answer);
    const { authentication } = source;
    if (authentication.type === "login")
      yield* check(authentication.loggedIn, [...path, "authentication", "loggedIn"], answer);
  }
}

function* checkField(format: unknown, path: Path): Iterable<FoundProblem> {
  const expression: unknown =
    typeof format === "object" && format !== null ? Reflect.get(format, "expression") : undefined;
  if (typeof expression !== "string") return;
  yield* check(expression, [...path, "expression"], { variables: OF_ROW, isCondition: false });
}

interface ExpressionUse {
  readonly variables: readonly ExpressionVariable[];
  readonly isCondition: boolean;
}

function* check(text: string, path: Path, { variables, isCondition }: ExpressionUse): Iterable<FoundProblem> {
  const compiled = compileExpression(text, variables);
  const names = variables.join(", ");
  if (!compiled.ok) {
    yield {
      code: "EXPRESSION",
      path,
      offset: compiled.offset,
      message: { zh: `表达式有误：${compiled.reason}`, en: `The expression is wrong: ${compiled.reason}` },
      suggestion: {
        zh: `此处可用 ${names}；写法为 CEL，例：${variables[0]}.code == "0"`,
        en: `${names} can be used here; the language is CEL, for example ${variables[0]}.code == "0"`,
      },
    };
    return;
  }
  if (!isCondition || compiled.type === "bool" || compiled.type === "dyn") return;
  yield {
    code: "EXPRESSION",
    path,
    message: {
      zh: `条件须为真或假，现为 ${compiled.type}`,
      en: `A condition must be true or false, but this is ${compiled.type}`,
    },
    suggestion: { zh: '写出比较，例：== "0"', en: 'Write a comparison, for example == "0"' },
  };
}
