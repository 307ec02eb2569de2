/** One place of a template: `{page}`, `{secret.APP_KEY}`, `{now:yyyy-MM-dd}`. */
export interface TemplatePlace {
  readonly name: string;
  /** Behind the colon; null without one. */
  readonly format: string | null;
}

export type Template = readonly (string | TemplatePlace)[];

export type ParsedTemplate =
  | { readonly ok: true; readonly template: Template }
  /** Where the place begins that does not end, or has no name. */
  | { readonly ok: false; readonly at: number };

const PLACE = /\{([a-zA-Z][\w.-]{0,60})(?::([^{}]{1,40}))?\}/y;

/** `{name}` is a place, `{{` a brace; a closing brace that closes nothing stands for itself. */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: (string | TemplatePlace)[] = [];
  let literal = "";
  let index = 0;
  while (index < text.length) {
    const brace = text.indexOf("{", index);
    if (brace === -1) break;
    literal += text.slice(index, brace);
    if (text.startsWith("{{", brace)) {
      literal += "{";
      index = brace + 2;
      continue;
    }
    PLACE.lastIndex = brace;
    const [whole, name, format] = PLACE.exec(text) ?? [];
    if (whole === undefined || name === undefined) return { ok: false, at: brace };
    if (literal !== "") parts.push(literal);
    parts.push({ name, format: format ?? null });
    literal = "";
    index = brace + whole.length;
  }
  literal += text.slice(index);
  if (literal !== "") parts.push(literal);
  return { ok: true, template: parts };
}

/** For templates of a manifest that was read: what cannot be parsed was refused there. */
export function template(text: string): Template {
  const parsed = parseTemplate(text);
  return parsed.ok ? parsed.template : [text];
}

export function placesIn(parts: Template): readonly TemplatePlace[] {
  return parts.filter((part) => typeof part !== "string");
}

/** What stands at a place; "" where nothing does. */
export type FillPlace = (place: TemplatePlace) => string;

export function fill(parts: Template, at: FillPlace): string {
  let text = "";
  for (const part of parts) text += typeof part === "string" ? part : at(part);
  return text;
}

/**
 * How a value is written inside a template that is itself a document, told by the template's first sign: JSON (`{{"id":"{id}"}`)
 * or XML (`<id>{id}</id>`). A value cannot leave its place there.
 */
export function quotingOf(parts: Template): (value: string) => string {
  const language = languageOf(parts);
  return language === null ? asIs : QUOTES[language];
}

/** Of the document that a template is; null for any other text. */
export function languageOf([first]: Template): "json" | "xml" | null {
  const start = typeof first === "string" ? first.trimStart() : "";
  if (start.startsWith("{") || start.startsWith("[")) return "json";
  return start.startsWith("<") ? "xml" : null;
}

const QUOTES = { json: quoteJson, xml: quoteXml } as const;

function asIs(value: string): string {
  return value;
}

export function quoteJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

const XML_SIGNS: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Signs that XML 1.0 does not allow have no spelling and are left out. */
export function quoteXml(value: string): string {
  return value
    .replaceAll(/[&<>"']/g, (sign) => XML_SIGNS[sign] ?? "")
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");
}
