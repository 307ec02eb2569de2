import { SaxesParser } from "saxes";
import { decodeChunks } from "./decode-chunks.ts";
import { ImportProblem, truncated } from "./import-problem.ts";
import type { XmlElement } from "./xml-element.ts";

/** Bounds that no honest gazette file reaches. */
export interface ScanLimits {
  readonly maxDepth: number;
  /** Characters of text and attributes in one record. */
  readonly maxRecordCharacters: number;
  /** Elements in one record. */
  readonly maxRecordElements: number;
  /** Characters between two tags. */
  readonly maxTokenCharacters: number;
}

export const SCAN_LIMITS: ScanLimits = {
  maxDepth: 256,
  maxRecordCharacters: 16 * 1024 * 1024,
  maxRecordElements: 500_000,
  maxTokenCharacters: 8 * 1024 * 1024,
};

/**
 * Streams the elements named `roots` out of an XML file, wherever they stand: a file may hold one document or a
 * wrapper with thousands. Only one record at a time is in memory. No entity, local or external, is ever loaded; a
 * DOCTYPE with an internal subset that declares entities is refused.
 */
export async function* scanRecords(
  chunks: AsyncIterable<Uint8Array>,
  roots: readonly string[],
  limits: ScanLimits = SCAN_LIMITS,
): AsyncGenerator<XmlElement> {
  const scan = new RecordScan(roots, limits);
  for await (const text of decodeChunks(chunks)) yield* scan.write(text);
  yield* scan.end();
}

/** An element while it is being built. */
interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  nodes: (XmlElement | string)[];
}

const NO_NODES: (XmlElement | string)[] = [];

/** Blocks of text: blanks between their elements may part words. Elsewhere a line's indent is layout. */
const BLOCKS: ReadonlySet<string> = new Set([
  ...["Paragraphs", "ClaimText", "Claim", "Text", "InventionTitle", "DesignTitle", "PRSInformation"],
  ...["p", "claim-text", "claim", "text", "invention-title"],
]);
const LINE_FEED = 10;

class RecordScan {
  readonly #roots: ReadonlySet<string>;
  readonly #limits: ScanLimits;
  readonly #parser = new SaxesParser({ position: true });
  readonly #names = new LocalNames();
  readonly #done: XmlElement[] = [];
  /** The record being built, outermost first; empty between records. */
  readonly #open: OpenElement[] = [];
  /** How many elements were open with the outermost block, itself among them; 0 outside blocks. */
  #blockAt = 0;
  #depth = 0;
  #elements = 0;
  /** Where the record being built began. */
  #startedAt = 0;
  #sinceTag = 0;
  #hasDoctype = false;

  constructor(roots: readonly string[], limits: ScanLimits) {
    this.#roots = new Set(roots);
    this.#limits = limits;
    this.#parser.on("error", (error) => this.#fail(error));
    this.#parser.on("doctype", (doctype) => {
      refuseEntities(doctype);
      this.#hasDoctype = true;
    });
    this.#parser.on("opentag", (tag) => this.#openTag(tag.name, tag.attributes as Readonly<Record<string, string>>));
    this.#parser.on("closetag", () => this.#closeTag());
    this.#parser.on("text", (text) => this.#text(text));
    this.#parser.on("cdata", (text) => this.#text(text));
  }

  write(text: string): XmlElement[] {
    this.#sinceTag += text.length;
    if (this.#sinceTag > this.#limits.maxTokenCharacters) throw tooLarge(this.#parser.line);
    this.#parser.write(text);
    return this.#done.splice(0);
  }

  end(): XmlElement[] {
    this.#parser.close();
    return this.#done.splice(0);
  }

  /** A reference to a character of the DTD that was not loaded stays in the text as written: `&thgr;`. */
  #fail(error: Error): void {
    if (this.#hasDoctype && error.message.endsWith("undefined entity.")) return;
    throw malformed(error);
  }

  #openTag(qualified: string, attributes: Readonly<Record<string, string>>): void {
    this.#sinceTag = 0;
    this.#depth += 1;
    if (this.#depth > this.#limits.maxDepth) throw tooDeep(this.#parser.line, this.#limits.maxDepth);
    const name = this.#names.of(qualified);
    if (this.#open.length === 0) {
      if (!this.#roots.has(name)) return;
      this.#startedAt = this.#parser.position;
    }
    this.#elements += 1;
    this.#check();
    this.#open.push({ name, attributes, nodes: NO_NODES });
    if (this.#blockAt === 0 && BLOCKS.has(name)) this.#blockAt = this.#open.length;
  }

  #closeTag(): void {
    this.#sinceTag = 0;
    this.#depth -= 1;
    const element = this.#open.pop();
    if (element === undefined) return;
    const rest = this.#open.length;
    if (rest < this.#blockAt) this.#blockAt = 0;
    if (rest > 0) {
      append(this.#open[rest - 1] as OpenElement, element);
      return;
    }
    this.#done.push(element);
    this.#elements = 0;
  }

  #text(text: string): void {
    const depth = this.#open.length;
    if (depth === 0) return;
    if (this.#blockAt === 0 && text.charCodeAt(0) === LINE_FEED && text.trim() === "") return;
    this.#check();
    append(this.#open[depth - 1] as OpenElement, text);
  }

  #check(): void {
    const { maxRecordCharacters, maxRecordElements } = this.#limits;
    const characters = this.#parser.position - this.#startedAt;
    if (characters > maxRecordCharacters || this.#elements > maxRecordElements) throw tooLarge(this.#parser.line);
  }
}

/** Most elements hold one node: no room is reserved for more. */
function append(parent: OpenElement, node: XmlElement | string): void {
  if (parent.nodes === NO_NODES) parent.nodes = [node];
  else parent.nodes.push(node);
}

/** `business:PRSRecord` → `PRSRecord`: prefixes are the file's own choice, and fragments leave their declarations out. */
class LocalNames {
  readonly #known: ({ readonly qualified: string; readonly name: string } | undefined)[] = new Array(NAME_PLACES);

  /** A name has one place, kept for whoever came last: comparing is quicker than hashing text that was just cut. */
  of(qualified: string): string {
    const place = placeOf(qualified);
    const known = this.#known[place];
    if (known?.qualified === qualified) return known.name;
    const name = qualified.slice(qualified.indexOf(":") + 1);
    this.#known[place] = { qualified: detached(qualified), name: detached(name) };
    return name;
  }
}

const NAME_PLACES = 1_024;

/** Names of a format share their beginnings: the length and some letters further on part most of them. */
function placeOf(name: string): number {
  const { length } = name;
  const letters =
    name.charCodeAt(length - 1) * 31 + name.charCodeAt(length >> 1) * 7 + name.charCodeAt((length * 3) >> 2);
  return (length * 131 + letters) & (NAME_PLACES - 1);
}

/** A cut piece keeps alive all of the text that it was cut from; a copy does not. */
function detached(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}

function refuseEntities(doctype: string): void {
  if (!/<!ENTITY/i.test(doctype)) return;
  throw new ImportProblem("ENTITIES_REFUSED", {
    zh: "DOCTYPE 内含实体声明，拒绝读取",
    en: "The DOCTYPE declares entities, which are refused",
  });
}

/** saxes says `line:column: what`; the text of the document is in none of its messages but that of an odd entity name. */
function malformed(error: Error): ImportProblem {
  const [, line, column, what = ""] = /^(?:.*?:)?(\d+):(\d+): (.*)$/s.exec(error.message) ?? [];
  if (/must contain a root element/.test(error.message)) {
    return new ImportProblem("NO_DOCUMENT", { zh: "文件中没有根元素", en: "The file has no root element" });
  }
  if (/^unclosed tag|^unexpected end/.test(what)) {
    return truncated({ zh: `第 ${line} 行的元素没有结束`, en: `an element at line ${line} does not end` }, error);
  }
  const place = {
    zh: line ? `第 ${line} 行第 ${column} 列` : "",
    en: line ? ` at line ${line}, column ${column}` : "",
  };
  const detail = what.replace(/[^\x20-\x7e]+/g, "…").slice(0, 80);
  return new ImportProblem(
    "NOT_XML",
    { zh: `XML 格式错误${place.zh}：${detail}`, en: `Not well-formed XML${place.en}: ${detail}` },
    { cause: error },
  );
}

function tooDeep(line: number, limit: number): ImportProblem {
  return new ImportProblem("TOO_DEEP", {
    zh: `第 ${line} 行：元素嵌套超过 ${limit} 层`,
    en: `Line ${line}: elements are nested deeper than ${limit}`,
  });
}

function tooLarge(line: number): ImportProblem {
  return new ImportProblem("TOO_LARGE", {
    zh: `第 ${line} 行：单个文档超过大小上限`,
    en: `Line ${line}: one document exceeds the size limit`,
  });
}
