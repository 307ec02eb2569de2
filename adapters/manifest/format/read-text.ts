import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { findNpmBanner } from "./npm-banner.ts";
import { type FoundProblem, type ManifestProblem, type PathStep, pathText } from "./problem.ts";
import type { JsonSchema } from "./schema-walk.ts";
import { shapeProblems } from "./shape-problems.ts";
import { toTextProblem, UNREADABLE, withoutFollowing } from "./yaml-problems.ts";
import { scanYaml, type TextProblem } from "./yaml-scan.ts";
import { toTree, type YamlTree } from "./yaml-tree.ts";

/** More than anybody mends in one go. */
const MOST_PROBLEMS = 100;

export interface Refused {
  readonly ok: false;
  readonly problems: readonly ManifestProblem[];
}

/** YAML that can be read: what it says, and where in the text. */
export interface ReadText {
  readonly ok: true;
  readonly value: unknown;
  /** Mistakes that were found in what it says, in the order of the text. */
  refuse(found: readonly FoundProblem[]): Refused;
}

/** A format of text: its form and what is checked beyond it. */
export interface TextFormat<Form extends z.ZodType> {
  readonly form: Form;
  readonly schema: JsonSchema;
  /** What such a text is called. */
  readonly noun: Bilingual;
  check(told: z.output<Form>): readonly FoundProblem[];
}

/** YAML → plain values, or what is wrong with the text itself. Never throws, whatever the text is. */
export function readText(text: string, onEmpty: Bilingual): ReadText | Refused {
  const lines = new LineCounter();
  const tree = parse(text, lines);
  if (tree.problems.length > 0) return refuse(tree.problems.map((one) => inText(one, text, lines)));
  const { value } = tree;
  if (value === null) return refuse([inText({ ...EMPTY, suggestion: onEmpty }, text, lines)]);
  return { ok: true, value, refuse: (found) => refuse(placed(found, tree, lines)) };
}

/** Plain values → what they tell; else the mistakes of their form, else those of their meaning. */
export function readForm<Form extends z.ZodType>(
  { value, refuse: tell }: ReadText,
  { form, schema, noun, check }: TextFormat<Form>,
): { readonly ok: true; readonly told: z.output<Form> } | Refused {
  const shape = form.safeParse(value);
  if (!shape.success) return tell(shapeProblems(shape.error.issues, { value, schema, noun }));
  const found = check(shape.data);
  return found.length === 0 ? { ok: true, told: shape.data } : tell(found);
}

function parse(text: string, lines: LineCounter): YamlTree {
  const refused = findNpmBanner(text) ?? scanYaml(text);
  if (refused !== undefined) {
    lines.addNewLine(0);
    for (const { index } of text.slice(0, refused.offset).matchAll(/\n/g)) lines.addNewLine(index + 1);
    return { value: null, places: new Map(), problems: [refused] };
  }
  try {
    const document = parseDocument(text, { lineCounter: lines, merge: false, uniqueKeys: false, prettyErrors: false });
    const problems = withoutFollowing([...document.errors, ...document.warnings])
      .slice(0, MOST_PROBLEMS)
      .map((error) => toTextProblem(error, document));
    return problems.length > 0 ? { value: null, places: new Map(), problems } : toTree(document.contents);
  } catch {
    return { value: null, places: new Map(), problems: [{ code: "NOT_YAML", offset: 0, message: UNREADABLE }] };
  }
}

const EMPTY: TextProblem = { code: "EMPTY", offset: 0, message: { zh: "文件为空", en: "The file is empty" } };

function refuse(problems: readonly ManifestProblem[]): Refused {
  const ordered = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, problems: ordered.slice(0, MOST_PROBLEMS) };
}

function inText({ code, offset, message, suggestion }: TextProblem, text: string, lines: LineCounter): ManifestProblem {
  const place = placeOf(Math.min(offset, text.length), lines);
  return { code, ...place, path: "", message, suggestion: suggestion ?? null };
}

function placed(found: readonly FoundProblem[], tree: YamlTree, lines: LineCounter): readonly ManifestProblem[] {
  return found.map(({ code, path, message, suggestion, onKey = false, offset }) => ({
    code,
    ...placeOf(offsetOf(path, tree, { onKey, within: offset ?? 0 }), lines),
    path: pathText(path),
    message,
    suggestion: suggestion ?? null,
  }));
}

/** The place of what is at a path; of what lacks something, where it is missing in. */
function offsetOf(path: readonly PathStep[], tree: YamlTree, at: { onKey: boolean; within: number }): number {
  const place = tree.places.get(pathText(path));
  if (place !== undefined) {
    if (at.onKey) return place.key;
    return place.quote === null ? place.value : place.value + (at.within === 0 ? 0 : place.quote + at.within);
  }
  return path.length === 0 ? 0 : offsetOf(path.slice(0, -1), tree, { onKey: true, within: 0 });
}

function placeOf(offset: number, lines: LineCounter): { readonly line: number; readonly column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
