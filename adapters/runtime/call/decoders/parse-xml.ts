import { SaxesParser, type SaxesTagNS } from "saxes";
import { inTurns } from "#adapters/runtime/call/in-turns.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";

/** One element. Names are local names; `uri` is the namespace ("" without one). */
export interface XmlElement {
  readonly name: string;
  readonly uri: string;
  /** By name as written ("document-id-type", "xml:lang", "xlink:href"). */
  readonly attributes: Readonly<Record<string, string>>;
  /** Elements and texts in document order. */
  readonly content: readonly (XmlElement | string)[];
  readonly children: readonly XmlElement[];
  /** The text of this element and all below it. */
  readonly text: string;
}

export interface XmlOptions {
  /** "ignore-external" lets a DOCTYPE pass that has no internal subset; nothing it points to is ever fetched. */
  readonly doctype?: "refuse" | "ignore-external";
  readonly maxDepth?: number;
  readonly maxElements?: number;
  readonly record?: XmlRecord;
}

/**
 * Elements of a local name that are handed over as soon as they end and left out of the tree: where a document is a long
 * list, its whole tree would keep the garbage collector busy longer than the parser.
 */
export interface XmlRecord {
  readonly name: string;
  readonly take: (element: XmlElement) => void;
}

const DEFAULT_MAX_DEPTH = 200;
const DEFAULT_MAX_ELEMENTS = 1_000_000;

interface OpenElement {
  readonly name: string;
  readonly uri: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: (XmlElement | string)[];
}

/** Parses a whole document, in turns. Entities beyond the five of XML are refused. Throws MalformedError with line and column. */
export function parseXml(text: string, options: XmlOptions = {}): Promise<XmlElement> {
  return inTurns(readXml(text, options));
}

/** Parsed in a fraction of a millisecond. */
const STEP_LENGTH = 8_192;

function* readXml(text: string, options: XmlOptions): Generator<void, XmlElement, void> {
  const tree = createTree(options);
  const parser = new SaxesParser({ xmlns: true });
  const at = () => `XML ${parser.line}:${parser.column}`;
  parser.on("opentag", (tag) => tree.open(tag, at()));
  parser.on("closetag", () => tree.close());
  parser.on("text", (value) => tree.text(value));
  parser.on("cdata", (value) => tree.text(value));
  parser.on("doctype", (doctype) => assertDoctype(doctype, options));
  parser.on("error", () => {
    throw new MalformedError(at());
  });
  for (let start = 0; start < text.length; start += STEP_LENGTH) {
    parser.write(text.slice(start, start + STEP_LENGTH));
    yield;
  }
  parser.close();
  return tree.root() ?? fail("XML without an element");
}

function createTree({ maxDepth = DEFAULT_MAX_DEPTH, maxElements = DEFAULT_MAX_ELEMENTS, record }: XmlOptions) {
  const stack: OpenElement[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  return {
    open: (tag: SaxesTagNS, at: string) => {
      if (stack.length >= maxDepth) fail(`${at}, deeper than ${maxDepth}`);
      if (++count > maxElements) fail(`${at}, more than ${maxElements} elements`);
      stack.push({ name: tag.local, uri: tag.uri, attributes: attributesOf(tag), content: [] });
    },
    text: (value: string) => {
      stack.at(-1)?.content.push(value);
    },
    close: () => {
      const open = stack.pop();
      if (open === undefined) return;
      const element = toElement(open);
      const parent = stack.at(-1);
      if (parent === undefined) root = element;
      else if (element.name === record?.name) record.take(element);
      else parent.content.push(element);
    },
    root: () => root,
  };
}

function attributesOf(tag: SaxesTagNS): Record<string, string> {
  return Object.fromEntries(Object.values(tag.attributes).map((attribute) => [attribute.name, attribute.value]));
}

/** Strings are concatenated lazily by V8, so the text of every level costs no copy. */
function toElement(open: OpenElement): XmlElement {
  const children = open.content.filter((part) => typeof part !== "string");
  const text = open.content.reduce<string>((all, part) => all + (typeof part === "string" ? part : part.text), "");
  return { ...open, children, text };
}

/** An internal subset ("[") can declare entities: the way of every expansion bomb and file disclosure. */
function assertDoctype(doctype: string, options: XmlOptions): void {
  if (options.doctype !== "ignore-external" || doctype.includes("[")) fail("XML DOCTYPE");
}

function fail(at: string): never {
  throw new MalformedError(at);
}
