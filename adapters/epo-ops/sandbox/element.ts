/** An element to be written, as XML or in OPS's JSON rendering of it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: readonly (Element | string)[];
}

/** `element("kind", {}, "A1")`; undefined attributes and null children are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...content: readonly (Element | string | null)[]
): Element {
  const given = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { name, attributes: Object.fromEntries(given), content: content.filter((part) => part !== null) };
}

/** A document as OPS sends it: declaration and stylesheet instruction on one line before the root. */
export function toXmlDocument(root: Element, stylesheet: string): string {
  const head = `<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet type="text/xsl" href="${stylesheet}"?>`;
  return `${head}\n${toXml(root, "")}`;
}

function toXml({ name, attributes, content }: Element, indent: string): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(value)}"`)].join(" ");
  if (content.length === 0) return `${indent}<${head}/>`;
  if (content.some((part) => typeof part === "string")) {
    return `${indent}<${head}>${content.map((part) => (typeof part === "string" ? escapeXml(part) : toXml(part, ""))).join("")}</${name}>`;
  }
  const inner = content.map((part) => (typeof part === "string" ? "" : toXml(part, `${indent}    `)));
  return [`${indent}<${head}>`, ...inner, `${indent}</${name}>`].join("\n");
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", '"': "&quot;" };

function escapeXml(text: string): string {
  return text.replaceAll(/[&<"]/g, (character) => ESCAPES[character] ?? character);
}

/** BadgerFish: text in "$", attributes "@name", one child an object, several an array, an empty container `{}`. */
export function toBadgerfish(root: Element): string {
  return JSON.stringify({ [root.name]: toObject(root) });
}

function toObject({ attributes, content }: Element): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(attributes)) object[`@${key}`] = value;
  const text = content.filter((part) => typeof part === "string").join("");
  if (text !== "") object["$"] = text;
  const children = content.filter((part) => typeof part !== "string");
  for (const [name, group] of Map.groupBy(children, (child) => child.name)) {
    const objects = group.map(toObject);
    object[name] = objects.length === 1 ? objects[0] : objects;
  }
  return object;
}
