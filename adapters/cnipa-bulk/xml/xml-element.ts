/** One element of a record, its name without the namespace prefix, attributes as they stand. Text and elements stand in document order. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly nodes: readonly (XmlElement | string)[];
}

/** Child elements of that name. */
export function children(element: XmlElement | undefined, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  if (element === undefined) return found;
  for (const node of element.nodes) {
    if (typeof node !== "string" && node.name === name) found.push(node);
  }
  return found;
}

/** The first element found by following the names down from here. */
export function child(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  let current = element;
  for (const name of path) {
    if (current === undefined) return undefined;
    current = firstChild(current, name);
  }
  return current;
}

function firstChild(element: XmlElement, name: string): XmlElement | undefined {
  for (const node of element.nodes) {
    if (typeof node !== "string" && node.name === name) return node;
  }
  return undefined;
}

/** The elements of a part of a record by name, at any depth, in document order; parts named in `apart` are left out. */
export function byName(element: XmlElement | undefined, apart: string): ReadonlyMap<string, readonly XmlElement[]> {
  const found = new Map<string, XmlElement[]>();
  if (element !== undefined) collect(element);
  return found;

  function collect({ nodes }: XmlElement): void {
    for (const node of nodes) {
      if (typeof node === "string" || node.name === apart) continue;
      const same = found.get(node.name);
      if (same === undefined) found.set(node.name, [node]);
      else same.push(node);
      collect(node);
    }
  }
}

/** Elements of that name at any depth, in document order, none inside another. */
export function descendants(element: XmlElement | undefined, ...names: readonly string[]): XmlElement[] {
  const found: XmlElement[] = [];
  const stack = [...(element?.nodes ?? [])].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node === "string") continue;
    if (names.includes(node.name)) found.push(node);
    else for (let index = node.nodes.length - 1; index >= 0; index -= 1) stack.push(node.nodes[index] ?? "");
  }
  return found;
}

/** All text below, as it stands; ends of table cells and rows are marked (see `cleanText`). */
export function textOf(element: XmlElement | undefined): string {
  if (element === undefined) return "";
  let text = "";
  for (const node of element.nodes) text += typeof node === "string" ? node : textOf(node);
  const separator = SEPARATORS.get(element.name);
  return separator === undefined ? text : text + separator;
}

const CELL_END = "\ue000";
const ROW_END = "\ue001";
const SEPARATORS: ReadonlyMap<string, string> = new Map([
  ["entry", CELL_END],
  ["row", ROW_END],
  ["br", "\n"],
]);

/**
 * Text of a block as one reads it: line breaks inside Chinese text are the typesetter's and vanish, between words they
 * become a blank; table cells are kept apart by tabs, rows by line breaks.
 */
export function cleanText(element: XmlElement | undefined): string {
  const only = element?.nodes.length === 1 ? element.nodes[0] : undefined;
  // Most blocks are one text.
  return typeof only === "string" ? withoutLineBreaks(only) : withoutBreaks(textOf(element));
}

function withoutBreaks(text: string): string {
  const lines = withoutLineBreaks(text);
  return lines.includes(CELL_END) || lines.includes(ROW_END) ? withCells(lines).trim() : lines;
}

/** Line by line, trimmed: of the blanks around a break nothing stays but one between words. */
function withoutLineBreaks(text: string): string {
  // The parser gives line feeds for all line ends but those written as references.
  const broken = text.includes("\r") ? text.replaceAll("\r", "\n") : text;
  let joined = "";
  let last = 0;
  for (let start = 0, end = 0; end !== -1; start = end + 1) {
    end = broken.indexOf("\n", start);
    const line = broken.slice(start, end === -1 ? undefined : end).trim();
    if (line === "") continue;
    joined += isAscii(last) && isAscii(line.charCodeAt(0)) ? ` ${line}` : line;
    last = line.charCodeAt(line.length - 1);
  }
  return joined;
}

/** Printed, and no blank. */
function isAscii(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

function withCells(text: string): string {
  return text.split(ROW_END).map(cellsOf).join("\n");
}

/** What ends the last cell ends the row too. */
function cellsOf(row: string): string {
  const cells = row.split(CELL_END).map((cell) => cell.trim());
  if (cells.at(-1) === "") cells.pop();
  return cells.join("\t");
}

/** Text of a leaf, trimmed. */
export function leaf(element: XmlElement | undefined, ...path: readonly string[]): string {
  return textOf(child(element, ...path)).trim();
}
