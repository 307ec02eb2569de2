import { compactDate } from "#adapters/runtime/sandbox/world/calendar.ts";
import type { SandboxCollection } from "./collection.ts";
import { worldPatentData } from "./documents.ts";
import { type Element, element } from "./element.ts";
import type { SandboxNumber } from "./publication.ts";

export interface ConversionQuestion {
  readonly type: string;
  readonly from: string;
  readonly input: string;
  readonly to: string;
}

/** What the real service works out by rules the stand-in looks up: it converts the numbers of its own collection. */
export function conversionDocument(question: ConversionQuestion, collection: SandboxCollection): Element | null {
  const { type, from, to } = question;
  const input = readInput(question.input, from);
  if (input === null) return null;
  const known = find(question, input, collection);
  const output = known === undefined ? input : spell(known, to);
  const status = known === undefined ? "pBRE999" : "SUCCESS";
  return worldPatentData(
    element("ops:meta", { name: "status", value: status }),
    element("ops:meta", { name: "version", value: "sandbox" }),
    element(
      "ops:standardization",
      { inputFormat: from, outputFormat: to },
      element("ops:input", {}, reference(type, from, input)),
      element("ops:output", {}, reference(type, to, output)),
    ),
  );
}

interface Spelling {
  readonly office: string | null;
  readonly number: string;
  readonly kind: string | null;
  /** YYYYMMDD. */
  readonly date: string | null;
}

/** `JP.(2006-147056).A.20060526`, `(PCT/GB02/04635).20021011`, `EP1000000.A1`. */
function readInput(text: string, format: string): Spelling | null {
  const office = format === "epodoc" ? "()" : "(?:([A-Z]{2})\\.)?";
  const pattern = new RegExp(`^${office}(?:\\(([^()]+)\\)|([^.()]+))(?:\\.([A-Za-z]\\d?))?(?:\\.(\\d{8}))?$`);
  const [matched, country = "", bracketed, plain, kind = null, date = null] = pattern.exec(text) ?? [];
  if (matched === undefined) return null;
  return { office: country === "" ? null : country, number: bracketed ?? plain ?? "", kind, date };
}

function find(
  { type, from }: ConversionQuestion,
  { office, number, kind }: Spelling,
  collection: SandboxCollection,
): (SandboxNumber & { readonly original?: string }) | undefined {
  const key = from === "docdb" ? `${office}.${number}.${kind}` : `${office ?? ""}${number}`;
  if (from === "original") return collection.byOriginal(key)[0]?.application;
  return type === "application"
    ? collection.byApplication(key)[0]?.application
    : collection.byPublication(key)[0]?.publication;
}

function spell(known: SandboxNumber & { readonly original?: string }, format: string): Spelling {
  const { office, kind, date: day } = known;
  const date = compactDate(day);
  if (format === "docdb") return { office, number: known.number, kind, date };
  if (format === "epodoc") return { office: null, number: known.epodoc, kind, date };
  const original = known.original ?? known.number;
  return { office: original.startsWith("PCT") ? null : office, number: original, kind, date };
}

function reference(type: string, format: string, { office, number, kind, date }: Spelling): Element {
  const optional = (name: string, text: string | null) => (text === null ? null : element(name, {}, text));
  return element(
    `ops:${type}-reference`,
    {},
    element(
      "document-id",
      { "document-id-type": format },
      optional("country", office),
      element("doc-number", {}, number),
      optional("kind", kind),
      optional("date", date),
    ),
  );
}
