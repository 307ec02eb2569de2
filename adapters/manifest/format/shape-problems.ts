import type { z } from "zod";
import { nearestName } from "#adapters/runtime/settings/nearest-name.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { type FoundProblem, type PathStep, pathText } from "./problem.ts";
import { type JsonSchema, keysAt } from "./schema-walk.ts";
import { FORMS, NAMED_FORMS, type ValueForm } from "./value-forms.ts";

type Issue = z.core.$ZodIssue;

/** What was checked, and by what. */
export interface CheckedShape {
  readonly value: unknown;
  readonly schema: JsonSchema;
  /** What such a text is called. */
  readonly noun: Bilingual;
}

/** What zod found, in an owner's terms. */
export function shapeProblems(issues: readonly Issue[], shape: CheckedShape): readonly FoundProblem[] {
  const found = issues.flatMap((issue) => problemsOf(issue, [], shape));
  const meant = new Set(found.flatMap((problem) => (problem.code === "UNKNOWN_KEY" ? mistaken(problem) : [])));
  const untyped = new Set(found.flatMap(({ code, path }) => (code === "WRONG_TYPE" ? [pathText(path)] : [])));
  // A misspelt key is one mistake, not two; and what is no list has no length of one.
  return found.filter(({ code, path }) => {
    if (code === "MISSING_KEY") return !meant.has(pathText(path));
    return code !== "WRONG_LENGTH" || !untyped.has(pathText(path));
  });
}

function problemsOf(issue: Issue, above: readonly PathStep[], shape: CheckedShape): readonly FoundProblem[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
  const value = valueAt(shape.value, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(key, path, shape));
    case "invalid_type":
      return [value === undefined ? missingKey(path, shape) : wrongType(issue.expected, path, value)];
    case "invalid_value":
      return [value === undefined ? missingKey(path, shape) : wrongValue(issue.values, path, value)];
    case "invalid_union":
      return unionProblems(issue, path, shape);
    case "invalid_key":
      return [wrongKey(issue.issues, path)];
    case "invalid_format":
      return [wrongForm(formOf(issue), path, value)];
    case "too_small":
    case "too_big":
      return [value === undefined ? missingKey(path, shape) : outOfBounds(issue, path)];
    default:
      return [{ code: "WRONG_FORM", path, message: { zh: "不合格式", en: "Not as the format has it" } }];
  }
}

function unknownKey(key: string, path: readonly PathStep[], { value, schema, noun }: CheckedShape): FoundProblem {
  const known = keysAt(path, value, schema);
  const nearest = nearestName(key, known);
  const list = known.slice(0, 20).join(", ");
  const shown = key.slice(0, 60);
  const told = path.length === 0 ? { zh: noun.zh, en: `A ${noun.en}` } : { zh: pathText(path), en: pathText(path) };
  return {
    code: "UNKNOWN_KEY",
    path: [...path, key],
    onKey: true,
    message: { zh: `${told.zh} 没有 ${shown} 这个键`, en: `${told.en} has no key ${shown}` },
    suggestion: suggestKey(key, nearest, list),
  };
}

function suggestKey(key: string, nearest: string | undefined, list: string): Bilingual {
  if (key.includes("：")) return { zh: "冒号用半角并后加空格", en: "Use an ASCII colon with a blank behind it" };
  if (key === "<<")
    return { zh: "不支持合并键，请把内容写出来", en: "Merge keys are not supported; write the content out" };
  if (nearest !== undefined) return { zh: `是否想写 ${nearest}？`, en: `Did you mean ${nearest}?` };
  return { zh: `可用的键：${list}`, en: `Keys that can stand here: ${list}` };
}

/** The path of the key that a misspelt one stands for. */
function mistaken({ path, suggestion }: FoundProblem): string[] {
  const meant = /^Did you mean (.+)\?$/.exec(suggestion?.en ?? "")?.[1];
  return meant === undefined ? [] : [pathText([...path.slice(0, -1), meant])];
}

function missingKey(path: readonly PathStep[], { noun }: CheckedShape): FoundProblem {
  const name = String(path.at(-1) ?? "");
  const inside = pathText(path.slice(0, -1));
  return {
    code: "MISSING_KEY",
    path,
    onKey: true,
    message: { zh: `${inside || noun.zh} 缺少 ${name}`, en: `${inside || `The ${noun.en}`} lacks ${name}` },
    suggestion: { zh: `补上 ${name}（写法见 FORMAT.md）`, en: `Add ${name} (FORMAT.md shows how)` },
  };
}

const TYPES: Readonly<Record<string, Bilingual>> = {
  string: { zh: "文字", en: "a text" },
  number: { zh: "数字", en: "a number" },
  int: { zh: "整数", en: "a whole number" },
  boolean: { zh: "true 或 false", en: "true or false" },
  array: { zh: "列表", en: "a list" },
  object: { zh: "一组键与值", en: "keys with values" },
  record: { zh: "一组键与值", en: "keys with values" },
  null: { zh: "空", en: "nothing" },
};

function wrongType(expected: string, path: readonly PathStep[], value: unknown): FoundProblem {
  const wanted = TYPES[expected] ?? { zh: expected, en: expected };
  const found = TYPES[typeOf(value)] ?? { zh: "别的", en: "something else" };
  return {
    code: "WRONG_TYPE",
    path,
    message: { zh: `此处应为${wanted.zh}，现为${found.zh}`, en: `This must be ${wanted.en}, but is ${found.en}` },
    suggestion: suggestType(expected, value),
  };
}

function suggestType(expected: string, value: unknown): Bilingual | undefined {
  if (expected === "string") return suggestText(value);
  if (expected === "boolean" && typeof value === "string") {
    const meant = /^(?:yes|y|on|是|1)$/i.test(value) ? "true" : "false";
    return { zh: `写作 ${meant}`, en: `Write ${meant}` };
  }
  if (expected === "array") return { zh: "每项前写 - ，或写成 [ ]", en: "Begin each item with - , or use [ ]" };
  const isNumeric = typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value.trim());
  return isNumeric && (expected === "number" || expected === "int")
    ? { zh: `去掉引号：${value}`, en: `Without quotes: ${value}` }
    : undefined;
}

function suggestText(value: unknown): Bilingual | undefined {
  if (value === null) return { zh: "写出值，或删去该键", en: "Give a value, or leave the key out" };
  const text = typeof value === "number" || typeof value === "boolean" ? String(value) : placeOf(value);
  return text === null ? undefined : { zh: `加引号："${text}"`, en: `Quote it: "${text}"` };
}

/** `{page}` without quotes is keys with values to YAML: one key, and nothing behind it. */
function placeOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const [[name = "", nothing] = [], ...more] = Object.entries(value);
  return more.length === 0 && nothing === null && /^[a-z]\w{0,39}(?:[.:]\w{1,40})?$/i.test(name) ? `{${name}}` : null;
}

function wrongValue(values: readonly unknown[], path: readonly PathStep[], value: unknown): FoundProblem {
  const known = values.map(String);
  const list = known.join(", ");
  const shown = textOf(value);
  const begun = shown.length < 3 ? [] : known.filter((name) => name.toLowerCase().startsWith(shown.toLowerCase()));
  const nearest = begun.length === 1 ? begun[0] : nearestName(shown, known);
  return {
    code: "WRONG_VALUE",
    path,
    message: { zh: `此处不能是 ${shown}`, en: `This cannot be ${shown}` },
    suggestion:
      nearest === undefined
        ? { zh: `可用：${list}`, en: `One of: ${list}` }
        : { zh: `是否想写 ${nearest}？可用：${list}`, en: `Did you mean ${nearest}? One of: ${list}` },
  };
}

/** Of several forms the one that the value looks like speaks. */
function unionProblems(
  issue: Extract<Issue, { code: "invalid_union" }>,
  path: readonly PathStep[],
  shape: CheckedShape,
): readonly FoundProblem[] {
  const value = valueAt(shape.value, path);
  const options = "options" in issue && Array.isArray(issue.options) ? issue.options : null;
  if (options !== null) return [value === undefined ? missingKey(path, shape) : wrongValue(options, path, value)];
  const meant = issue.errors.filter((errors) => !errors.some((error) => isOtherType(error)));
  const [errors] = meant;
  if (errors !== undefined) return errors.flatMap((error) => problemsOf(error, path, shape));
  if (value === undefined) return [missingKey(path, shape)];
  const wanted = [...new Set(issue.errors.flatMap(expectedTypes))];
  const told = (language: "zh" | "en") => wanted.map((type) => TYPES[type]?.[language] ?? type);
  const found = TYPES[typeOf(value)] ?? { zh: "别的", en: "something else" };
  const message = {
    zh: `此处应为${told("zh").join("或")}，现为${found.zh}`,
    en: `This must be ${told("en").join(" or ")}, but is ${found.en}`,
  };
  return [{ code: "WRONG_TYPE", path, message, suggestion: suggestType(wanted[0] ?? "", value) }];
}

function isOtherType(error: Issue): boolean {
  return error.code === "invalid_type" && error.path.length === 0;
}

function expectedTypes(errors: readonly Issue[]): readonly string[] {
  return errors.flatMap((error) => (error.code === "invalid_type" ? error.expected : []));
}

function wrongKey(issues: readonly Issue[], path: readonly PathStep[]): FoundProblem {
  const [issue] = issues;
  const form = issue?.code === "invalid_format" ? formOf(issue) : undefined;
  return { ...wrongForm(form, path, String(path.at(-1))), onKey: true };
}

function formOf(issue: Extract<Issue, { code: "invalid_format" }>): ValueForm | undefined {
  const pattern = "pattern" in issue ? String(issue.pattern).replace(/^\/(.*)\/[a-z]*$/s, "$1") : "";
  return NAMED_FORMS[issue.format] ?? FORMS[pattern];
}

function wrongForm(form: ValueForm | undefined, path: readonly PathStep[], value: unknown): FoundProblem {
  const message = form?.told ?? { zh: "不合格式", en: "Not in the form that is due" };
  const mended = form?.mend?.(textOf(value)) ?? null;
  const suggestion = mended === null ? undefined : { zh: `写作 ${mended}`, en: `Write ${mended}` };
  return { code: "WRONG_FORM", path, message, suggestion };
}

function outOfBounds(
  issue: Extract<Issue, { code: "too_small" | "too_big" }>,
  path: readonly PathStep[],
): FoundProblem {
  const isLow = issue.code === "too_small";
  const bound = String(issue.code === "too_small" ? issue.minimum : issue.maximum);
  const unit = LENGTHS[issue.origin];
  const exactly = "exact" in issue && issue.exact === true;
  if (unit === undefined && issue.inclusive === false) {
    const message = isLow
      ? { zh: `数值须大于 ${bound}`, en: `The number must be greater than ${bound}` }
      : { zh: `数值须小于 ${bound}`, en: `The number must be less than ${bound}` };
    return { code: "OUT_OF_RANGE", path, message };
  }
  const zh = exactly ? "须恰为" : isLow ? "至少" : "至多";
  const en = exactly ? "exactly" : isLow ? "at least" : "at most";
  if (unit === undefined) {
    const message = { zh: `数值${zh} ${bound}`, en: `The number must be ${en} ${bound}` };
    return { code: "OUT_OF_RANGE", path, message };
  }
  const message = { zh: `${zh} ${bound} ${unit.zh}`, en: `It must have ${en} ${bound} ${unit.en}` };
  return { code: "WRONG_LENGTH", path, message };
}

const LENGTHS: Readonly<Record<string, Bilingual>> = {
  string: { zh: "个字符", en: "characters" },
  array: { zh: "项", en: "items" },
};

function valueAt(root: unknown, path: readonly PathStep[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined),
    root,
  );
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function textOf(value: unknown): string {
  return (typeof value === "object" ? (JSON.stringify(value) ?? "") : String(value)).slice(0, 60);
}
