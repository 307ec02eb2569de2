import { isMap, isScalar, LineCounter, parseDocument, Scalar } from "yaml";

export interface TextPlace {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/**
 * Where a place within a text of many lines (`sdl: |`) stands in the file; where the text is written otherwise, or the place
 * is not in it, the place of the text itself. Null where the file has no such text.
 */
export function placeInBlock(file: string, key: string, { line, column }: TextPlace): TextPlace | null {
  const lines = new LineCounter();
  const { contents } = parseDocument(file, { lineCounter: lines, prettyErrors: false, merge: false });
  const node: unknown = isMap(contents) ? contents.get(key, true) : undefined;
  if (!isScalar<unknown>(node) || typeof node.value !== "string" || !node.range) return null;
  const start = lines.linePos(node.range[0]);
  const at = start.line + line;
  const said = node.value.split("\n")[line - 1];
  const written = file.split("\n")[at - 1];
  if (node.type !== Scalar.BLOCK_LITERAL || said === undefined || written === undefined)
    return { line: start.line, column: start.col };
  return { line: at, column: column + Math.max(0, written.indexOf(said)) };
}
