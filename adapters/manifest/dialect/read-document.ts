import { load } from "cheerio";
import { z } from "zod";
import type { DecodeFormat, SourceFormat } from "#adapters/manifest/format/source-format.ts";
import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { html } from "#adapters/runtime/call/decoders/html.ts";
import { json, jsonp } from "#adapters/runtime/call/decoders/json.ts";
import { parseJson } from "#adapters/runtime/call/decoders/parse-json.ts";
import { parseXml } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { refuseHtml } from "#adapters/runtime/call/decoders/refuse-html.ts";
import { xml } from "#adapters/runtime/call/decoders/xml.ts";
import { MalformedError, UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { toCsvDocument } from "./csv-document.ts";
import { type Document, EMPTY_DOCUMENT, type InnerDocument } from "./document.ts";
import { toHtmlDocument } from "./html-document.ts";
import { toJsonDocument } from "./json-document.ts";
import { soapBody, toXmlDocument } from "./xml-document.ts";

/** Contact data is masked where fields are mapped: what is an identifier is known only there. */
const UNMASKED = { mask: "off" } as const;
const ANY_JSON = json(z.unknown(), UNMASKED);
const ANY_JSONP = jsonp(z.unknown(), UNMASKED);
const ANY_HTML = html(($, answer) => toHtmlDocument($, answer.text()), UNMASKED);
const ANY_XML = xml(toXmlDocument);

/** An answer read as a source's charset and a question's format say. Throws MalformedError, LoginRequiredError, UpstreamError. */
export function readDocument(
  answer: UpstreamAnswer,
  { format, csv }: Pick<DecodeFormat, "format" | "csv">,
  source: string,
): Document | Promise<Document> {
  switch (format) {
    case "json":
      return toJsonDocument(ANY_JSON(answer));
    case "jsonp":
      return toJsonDocument(ANY_JSONP(answer));
    case "html":
      return ANY_HTML(answer);
    case "xml":
      return ANY_XML(answer);
    case "xlsx":
    case "jsonl":
      // The reader of manifests lets them stand in snapshots only.
      throw new MalformedError(`${format} from a portal`);
    case "soap":
      return readSoap(answer, source);
    case "csv":
      return readCsv(answer, csv);
  }
}

async function readSoap(answer: UpstreamAnswer, source: string): Promise<Document> {
  const fault = () => new UpstreamError(source, { kind: "rejected", status: answer.status, reason: "SOAP fault" });
  return xml((root) => toXmlDocument(soapBody(root, fault)))(answer);
}

async function readCsv(answer: UpstreamAnswer, options: DecodeFormat["csv"]): Promise<Document> {
  const text = answer.text();
  refuseHtml(text, "CSV");
  return toCsvDocument(text, options);
}

/** The document inside a document: JSON or XML in a string. */
export async function readInner(found: InnerDocument, format: "json" | "xml"): Promise<Document> {
  if (found.kind === "document") return found.document;
  if (found.kind === "nothing") return EMPTY_DOCUMENT;
  if (format === "json") return toJsonDocument(parseJson(found.text));
  return toXmlDocument(await parseXml(found.text));
}

/** A log-in's answer has no format of its own: JSON, XML or a page, by its first sign. */
export async function sniffDocument(answer: UpstreamAnswer): Promise<Document> {
  const text = answer.text();
  const start = text.trimStart().slice(0, 5);
  if (/^[[{]/.test(start)) return toJsonDocument(parseJson(text));
  if (start.startsWith("<?xml")) return toXmlDocument(await parseXml(text));
  const page = text.slice(0, SNIFFED);
  return toHtmlDocument(load(page), page);
}

const SNIFFED = 500_000;

/** The answer with its text in the charset that the source is known to send; "auto" is the pipeline's own reading. */
export function inCharset(
  answer: UpstreamAnswer,
  charset: NonNullable<SourceFormat["charset"]>["response"],
): UpstreamAnswer {
  if (charset === "auto") return answer;
  return { ...answer, text: () => decode(answer.bytes, charset) };
}

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw new MalformedError(`charset ${charset}`);
  }
}
