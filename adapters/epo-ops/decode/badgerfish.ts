import { parseJson } from "#adapters/runtime/call/decoders/parse-json.ts";
import type { XmlElement, XmlRecord } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";

/**
 * The JSON of OPS is its XML written mechanically (BadgerFish): text in "$", attributes as "@name", one child an object,
 * several an array, an empty container `{}`. Read back into elements, so that one decoder serves both forms.
 * Order between children of different names is lost, which no decoder here relies on.
 */
export function parseBadgerfish(text: string, record?: XmlRecord): XmlElement {
  const value = parseJson(text);
  const entries = isRecord(value) ? Object.entries(value).filter(([key]) => key.charAt(0) !== "@") : [];
  const [root] = entries;
  if (root === undefined || entries.length !== 1) throw new MalformedError("JSON without one root");
  return toElement(root[0], root[1], record);
}

function toElement(key: string, value: unknown, record: XmlRecord | undefined): XmlElement {
  const properties = isRecord(value) ? Object.entries(value) : [["$", value] as const];
  const content = properties.flatMap(([name, inner]) => toContent(name, inner, record));
  const children = content.filter((part) => typeof part !== "string");
  const text = content.reduce<string>((all, part) => all + (typeof part === "string" ? part : part.text), "");
  return { name: localName(key), uri: "", attributes: toAttributes(properties), content, children, text };
}

function toContent(name: string, value: unknown, record: XmlRecord | undefined): readonly (XmlElement | string)[] {
  if (name.startsWith("@")) return [];
  if (name === "$") return [toText(value)];
  const elements = (Array.isArray(value) ? value : [value]).map((item) => toElement(name, item, record));
  if (localName(name) !== record?.name) return elements;
  elements.forEach(record.take);
  return [];
}

/** "@xmlns" holds the prefix declarations as an object: no attribute of the document. */
function toAttributes(properties: readonly (readonly [string, unknown])[]): Readonly<Record<string, string>> {
  const attributes = properties.filter(([name, value]) => name.startsWith("@") && !isRecord(value));
  return Object.fromEntries(attributes.map(([name, value]) => [name.slice(1), toText(value)]));
}

function localName(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

function toText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
