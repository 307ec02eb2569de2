import type { RequestFormat } from "#adapters/manifest/format/source-format.ts";
import type { BodyCharset, RequestParts } from "#adapters/runtime/source.ts";
import {
  encodeComponent,
  encodeHeader,
  encodeParameters,
  escapeSigns,
  type RequestCharset,
  referToSigns,
} from "./encode-text.ts";
import { filling, isOfMoment, type Moment, type Question } from "./places.ts";
import {
  type FillPlace,
  fill,
  languageOf,
  placesIn,
  quotingOf,
  type Template,
  type TemplatePlace,
  template,
} from "./template.ts";
import { jsonWriter } from "./write-json.ts";

/** Writes one request of a manifest for each question. */
export interface RequestWriter {
  readonly method: "GET" | "POST";
  /** True where something is filled in only at departure. */
  readonly hasMoment: boolean;
  /** Without a moment: the request as its answer is kept under, with neither secrets nor what changes from call to call. */
  write(question: Question, moment: Moment | null): RequestParts;
}

export interface WriterOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly charset: RequestCharset;
  /** Sent with every request of the source. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export function requestWriter(format: RequestFormat, options: WriterOptions): RequestWriter {
  const { baseUrl, charset } = options;
  const path = template(format.path);
  const query = entries(format.query);
  const headers = entries({ ...options.headers, ...format.headers });
  const body = bodyWriter(format, charset);
  const write = (question: Question, moment: Moment | null): RequestParts => {
    const at = filling(question, moment);
    const content = body?.(question, at) ?? null;
    return {
      url: new URL(join(baseUrl + writePath(path, at, charset), encodeParameters(written(query, at), charset))),
      headers: { ...content?.headers, ...headersOf(written(headers, at), charset) },
      body: content?.text ?? null,
      ...(content?.charset === undefined ? {} : { bodyCharset: content.charset }),
    };
  };
  const hasMoment = placesOf([format, options.headers]).some(isOfMoment);
  return { method: body === null ? format.method : "POST", hasMoment, write };
}

/** Every place in every text of a request. */
function placesOf(value: unknown): readonly TemplatePlace[] {
  if (typeof value === "string") return placesIn(template(value));
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(placesOf) : [];
}

export interface SentBack {
  readonly fields: Readonly<Record<string, string>>;
  /** Filled in for this page. */
  readonly added: Readonly<Record<string, string>>;
  readonly cookies: string;
}

/** A page's form sent back: its hidden fields, then those of the turn, as one form with what the request itself says. */
export function withForm(
  parts: RequestParts,
  { fields, added, cookies }: SentBack,
  charset: RequestCharset,
): RequestParts {
  const form = encodeParameters([...Object.entries(fields), ...Object.entries(added)], charset);
  const cookie = [parts.headers["cookie"], cookies].filter((one) => one !== undefined && one !== "").join("; ");
  const type = `application/x-www-form-urlencoded; charset=${charset === "gbk" ? "GBK" : "UTF-8"}`;
  return {
    url: parts.url,
    headers: { ...parts.headers, "content-type": type, ...(cookie === "" ? {} : { cookie }) },
    body: [parts.body, form].filter((part) => part !== null && part !== "").join("&"),
  };
}

interface Entry {
  readonly name: string;
  readonly parts: Template;
  readonly quote: (value: string) => string;
  /** Left out where all its places are empty; false for what is filled at departure or has no place. */
  readonly isOptional: boolean;
}

function entries(named: Readonly<Record<string, string>> = {}): readonly Entry[] {
  return Object.entries(named).map(([name, text]) => {
    const parts = template(text);
    const places = placesIn(parts);
    return { name, parts, quote: quotingOf(parts), isOptional: places.length > 0 && !places.some(isOfMoment) };
  });
}

function written(list: readonly Entry[], at: FillPlace): readonly (readonly [name: string, value: string])[] {
  return list
    .filter(({ parts, isOptional }) => !isOptional || placesIn(parts).some((place) => at(place) !== ""))
    .map(({ name, parts, quote }) => [name, fill(parts, (place) => quote(at(place)))]);
}

function headersOf(list: ReturnType<typeof written>, charset: RequestCharset): Record<string, string> {
  return Object.fromEntries(list.map(([name, value]) => [name.toLowerCase(), encodeHeader(value, charset)]));
}

/** Behind a query that the path itself has. */
export function join(address: string, parameters: string): string {
  if (parameters === "") return address;
  return `${address}${address.includes("?") ? "&" : "?"}${parameters}`;
}

/** A value stays one step of the path: a dot or two would lead elsewhere, and are escaped twice, which is nobody's id. */
function writePath(parts: Template, at: FillPlace, charset: RequestCharset): string {
  return parts
    .map((part) => {
      if (typeof part === "string")
        return part.replaceAll(/[^\u0021-\u007e]+/g, (text) => encodeComponent(text, charset));
      const value = at(part);
      return /^\.{1,2}$/.test(value) ? value.replaceAll(".", "%252E") : encodeComponent(value, charset);
    })
    .join("");
}

interface Content {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly charset?: BodyCharset;
}

type BodyWriter = (question: Question, at: FillPlace) => Content;

/** Where the source reads GBK, forms, JSON and XML are ASCII by their escapes, and other texts go out in its bytes. */
function bodyWriter(format: RequestFormat, charset: RequestCharset): BodyWriter | null {
  if (format.form !== undefined) {
    const fields = entries(format.form);
    const type = `application/x-www-form-urlencoded; charset=${charset === "gbk" ? "GBK" : "UTF-8"}`;
    return (_question, at) => content(encodeParameters(written(fields, at), charset), format.contentType ?? type);
  }
  if (format.json !== undefined) {
    const write = jsonWriter(format.json);
    return (question, at) => {
      const text = JSON.stringify(write(question, at));
      return content(charset === "gbk" ? escapeSigns(text) : text, format.contentType ?? "application/json");
    };
  }
  if (format.text === undefined) return null;
  return textWriter(template(format.text), format.contentType, charset);
}

const ESCAPES = { json: escapeSigns, xml: referToSigns } as const;

function textWriter(parts: Template, contentType: string | undefined, charset: RequestCharset): BodyWriter {
  const quote = quotingOf(parts);
  const language = languageOf(parts);
  const type = contentType ?? `text/plain; charset=${charset === "gbk" ? "GBK" : "utf-8"}`;
  return (_question, at) => {
    const text = fill(parts, (place) => quote(at(place)));
    if (charset === "utf-8") return content(text, type);
    return language === null ? { ...content(text, type), charset } : content(ESCAPES[language](text), type);
  };
}

function content(text: string, type: string): Content {
  return { text, headers: { "content-type": type } };
}
