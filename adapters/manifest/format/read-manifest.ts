import { LineCounter, parseDocument } from "yaml";
import { checkManifest } from "#adapters/manifest/checks/check-manifest.ts";
import { MANIFEST, type Manifest } from "./manifest-format.ts";
import { type FoundProblem, type ManifestProblem, type PathStep, pathText } from "./problem.ts";
import { shapeProblems } from "./shape-problems.ts";
import { toTextProblem, UNREADABLE } from "./yaml-problems.ts";
import { scanYaml, type TextProblem } from "./yaml-scan.ts";
import { toTree, type YamlTree } from "./yaml-tree.ts";

export type ReadManifest =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly problems: readonly ManifestProblem[] };

/** More than anybody mends in one go. */
const MOST_PROBLEMS = 100;

/**
 * YAML → manifest, or the mistakes in it, in the order of the text: first those of the text itself, else those of its form,
 * else those of its meaning. Never throws, whatever the text is.
 */
export function readManifest(text: string): ReadManifest {
  const lines = new LineCounter();
  const tree = parse(text, lines);
  if ("problems" in tree && tree.problems.length > 0)
    return refuse(tree.problems.map((one) => inText(one, text, lines)));
  const { value } = tree;
  if (value === null) return refuse([inText(EMPTY, text, lines)]);
  const shape = MANIFEST.safeParse(value);
  if (!shape.success) return refuse(placed(shapeProblems(shape.error.issues, value), tree, lines));
  const found = checkManifest(shape.data);
  return found.length === 0 ? { ok: true, manifest: shape.data } : refuse(placed(found, tree, lines));
}

function parse(text: string, lines: LineCounter): YamlTree {
  const refused = scanYaml(text);
  if (refused !== undefined) {
    lines.addNewLine(0);
    for (const { index } of text.slice(0, refused.offset).matchAll(/\n/g)) lines.addNewLine(index + 1);
    return { value: null, places: new Map(), problems: [refused] };
  }
  try {
    const document = parseDocument(text, { lineCounter: lines, merge: false, uniqueKeys: false, prettyErrors: false });
    const problems = [...document.errors, ...document.warnings]
      .slice(0, MOST_PROBLEMS)
      .map((error) => toTextProblem(error, document));
    return problems.length > 0 ? { value: null, places: new Map(), problems } : toTree(document.contents);
  } catch {
    return { value: null, places: new Map(), problems: [{ code: "NOT_YAML", offset: 0, message: UNREADABLE }] };
  }
}

const EMPTY: TextProblem = {
  code: "EMPTY",
  offset: 0,
  message: { zh: "清单为空", en: "The manifest is empty" },
  suggestion: { zh: "以 manifest: 1 开头（写法见 FORMAT.md）", en: "Begin with manifest: 1 (FORMAT.md shows how)" },
};

function refuse(problems: readonly ManifestProblem[]): ReadManifest {
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
