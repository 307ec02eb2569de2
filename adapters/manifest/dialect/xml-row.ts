import type { XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { maskContacts } from "#schema/codes/mask.ts";
import { type DottedPath, dottedPath } from "./dotted-path.ts";
import { LIST_LIMIT, RAW_LIMIT, type Row } from "./row.ts";

/** A record of XML. Steps of a path are local names; `@name` is an attribute; a prefix may be written and means nothing. */
export function toXmlRow(element: XmlElement): Row {
  return new XmlRow(element);
}

class XmlRow implements Row {
  readonly #element: XmlElement;
  #value: unknown;

  constructor(element: XmlElement) {
    this.#element = element;
  }

  text(path: string): string | null {
    return textsAt(this.#element, dottedPath(path), 1)[0] ?? null;
  }

  texts(path: string): readonly string[] {
    return textsAt(this.#element, dottedPath(path), LIST_LIMIT);
  }

  rows(path: string): readonly Row[] {
    return elementsAt(this.#element, dottedPath(path))
      .slice(0, LIST_LIMIT)
      .map((element) => new XmlRow(element));
  }

  get value(): unknown {
    this.#value ??= toJsonLike(this.#element, 0);
    return this.#value;
  }

  get raw(): string {
    return maskContacts(printXml(this.#element, RAW_LIMIT).slice(0, RAW_LIMIT));
  }
}

export function elementsAt(root: XmlElement, path: DottedPath): readonly XmlElement[] {
  let found: readonly XmlElement[] = [root];
  for (const step of path) {
    if (typeof step === "number") {
      const one = found[step];
      found = one === undefined ? [] : [one];
    } else {
      const name = localName(step);
      found = found.flatMap((element) => element.children.filter((child) => child.name === name));
    }
  }
  return found;
}

export function textsAt(root: XmlElement, path: DottedPath, limit: number): readonly string[] {
  const last = path.at(-1);
  if (typeof last === "string" && last.startsWith("@")) {
    const name = last.slice(1);
    return elementsAt(root, path.slice(0, -1))
      .flatMap(({ attributes }) => (Object.hasOwn(attributes, name) ? (attributes[name] ?? []) : []))
      .slice(0, limit);
  }
  return elementsAt(root, path)
    .slice(0, limit)
    .map(({ text }) => text.trim());
}

const DEEPEST = 40;

/** `{ "@id": "1", name: "甲", item: [..] }`; an element without attributes and children is its text. */
export function toJsonLike(element: XmlElement, depth: number): unknown {
  const { attributes, children } = element;
  if (children.length === 0 && Object.keys(attributes).length === 0) return element.text.trim();
  if (depth >= DEEPEST) return null;
  const made = new Map<string, unknown>(Object.entries(attributes).map(([name, value]) => [`@${name}`, value]));
  const lists = Map.groupBy(children, ({ name }) => name);
  for (const [name, all] of lists) {
    const values = all.map((child) => toJsonLike(child, depth + 1));
    made.set(name, values.length === 1 ? values[0] : values);
  }
  if (children.length === 0) made.set("#text", element.text.trim());
  return Object.fromEntries(made);
}

function localName(step: string): string {
  return step.slice(step.indexOf(":") + 1);
}

/** For people to read beside the record; stops once it is long enough. */
function printXml({ name, attributes, content }: XmlElement, room: number): string {
  let text = `<${name}${Object.entries(attributes)
    .map(([attribute, value]) => ` ${attribute}="${value}"`)
    .join("")}>`;
  for (const part of content) {
    if (text.length > room) break;
    text += typeof part === "string" ? part : printXml(part, room - text.length);
  }
  return `${text}</${name}>`;
}
