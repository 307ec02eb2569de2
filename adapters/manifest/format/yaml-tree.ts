import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { type PathStep, pathText } from "./problem.ts";
import type { TextProblem } from "./yaml-scan.ts";

/** Where a value stands in the text. */
interface NodePlace {
  /** Of its key, or of the item of a list. */
  readonly key: number;
  readonly value: number;
  /** Signs before the first character of a quoted text; null for what has no characters of its own place (folded blocks). */
  readonly quote: number | null;
}

export interface YamlTree {
  readonly value: unknown;
  readonly places: ReadonlyMap<string, NodePlace>;
  readonly problems: readonly TextProblem[];
}

const DEEPEST = 40;

/** Nodes of YAML → plain values, remembering where each stands. Keys are texts, as written; a repeated one is a mistake. */
export function toTree(root: Node | null): YamlTree {
  const places = new Map<string, NodePlace>();
  const problems: TextProblem[] = [];
  const value = toValue(root, [], { places, problems });
  return { value, places, problems };
}

interface Making {
  readonly places: Map<string, NodePlace>;
  readonly problems: TextProblem[];
}

function toValue(node: unknown, path: readonly PathStep[], making: Making): unknown {
  if (path.length > DEEPEST) {
    const offset = startOf(node, 0);
    making.problems.push({ code: "TOO_DEEP", offset, message: { zh: "嵌套过深", en: "Nested too deep" } });
    return null;
  }
  if (isMap(node)) return toMap(node.items, path, making);
  if (isSeq(node)) return node.items.map((item, index) => toItem(item, [...path, index], making));
  if (isAlias(node) || !isScalar(node)) return null;
  return typeof node.value === "bigint" ? String(node.value) : node.value;
}

function toItem(item: unknown, path: readonly PathStep[], making: Making): unknown {
  const offset = startOf(item, 0);
  making.places.set(pathText(path), { key: offset, value: offset, quote: quoteOf(item) });
  return toValue(item, path, making);
}

function toMap(pairs: readonly Pair[], path: readonly PathStep[], making: Making): Readonly<Record<string, unknown>> {
  // No prototype: a key __proto__ is a key like any other, and unknown.
  const map: Record<string, unknown> = Object.create(null);
  for (const { key, value } of pairs) {
    const offset = startOf(key, 0);
    const name = nameOf(key);
    if (name === null) {
      making.problems.push({
        code: "NOT_YAML",
        offset,
        message: { zh: "键须是文字", en: "A key must be a text" },
      });
      continue;
    }
    if (name in map) {
      making.problems.push(duplicate(name, offset));
      continue;
    }
    const below = [...path, name];
    making.places.set(pathText(below), { key: offset, value: startOf(value, offset), quote: quoteOf(value) });
    map[name] = toValue(value, below, making);
  }
  return map;
}

function duplicate(name: string, offset: number): TextProblem {
  const shown = name.slice(0, 60);
  return {
    code: "DUPLICATE_KEY",
    offset,
    message: { zh: `键 ${shown} 重复`, en: `The key ${shown} is there twice` },
    suggestion: { zh: "合并或删去其中一个", en: "Merge the two, or remove one" },
  };
}

/** As written: 01 stays 01. */
function nameOf(key: unknown): string | null {
  if (!isScalar(key)) return null;
  if (typeof key.value === "string") return key.value;
  return key.source ?? (key.value === null ? null : String(key.value));
}

function startOf(node: unknown, otherwise: number): number {
  const range = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  const start: unknown = Array.isArray(range) ? range[0] : undefined;
  return typeof start === "number" ? start : otherwise;
}

function quoteOf(node: unknown): number | null {
  if (!isScalar(node)) return null;
  if (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE") return 1;
  return node.type === "PLAIN" ? 0 : null;
}
