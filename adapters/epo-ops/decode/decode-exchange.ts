import type { DocdbNumber, OpsCitation, OpsDocument, OpsMember, OpsText } from "#adapters/epo-ops/ops-document.ts";
import type { XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { elementAt, elementsNamed, textAt } from "#adapters/runtime/call/decoders/xml-select.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import type { OpsReader } from "./decode-answer.ts";
import { decodeCpc, decodeIpc } from "./decode-classification.ts";
import { decodeNumber } from "./decode-number.ts";
import { decodeParties } from "./decode-parties.ts";
import { decodePriorities } from "./decode-priorities.ts";

/** Answers of published-data: biblio, full-cycle, one number or many. */
export const exchangeReader: OpsReader<readonly OpsMember[], OpsMember> = {
  record: "exchange-document",
  decodeRecord: decodeMember,
  decode: (root, members) => {
    if (elementAt(root, "exchange-documents") === undefined) throw new MalformedError("exchange-documents");
    return members;
  },
};

function decodeMember(element: XmlElement): OpsMember {
  const { country: office, "doc-number": number, kind, status } = element.attributes;
  if (status === "not found") {
    return { kind: "missing", office: office ?? "", number: number ?? "", documentKind: kind ?? null };
  }
  return { kind: "found", document: decodeDocument(element) };
}

function decodeDocument(element: XmlElement): OpsDocument {
  const biblio = elementAt(element, "bibliographic-data");
  const published = decodeNumber(biblio && elementAt(biblio, "publication-reference"));
  const publication = published.docdb ?? numberOfAttributes(element);
  return {
    publication,
    publicationEpodoc: published.epodoc,
    familyId: element.attributes["family-id"] ?? null,
    application: decodeNumber(biblio && elementAt(biblio, "application-reference")),
    titles: decodeTexts(elementsNamed(biblio, "invention-title"), publication.office),
    abstracts: decodeTexts(elementsNamed(element, "abstract"), publication.office),
    applicants: decodeParties(biblio, "applicant"),
    inventors: decodeParties(biblio, "inventor"),
    ipc: decodeIpc(biblio),
    cpc: decodeCpc(biblio),
    priorities: decodePriorities(biblio && elementAt(biblio, "priority-claims")),
    citations: decodeCitations(biblio && elementAt(biblio, "references-cited")),
  };
}

function numberOfAttributes({ attributes }: XmlElement): DocdbNumber {
  const { country: office, "doc-number": number, kind } = attributes;
  if (office === undefined || number === undefined || kind === undefined) {
    throw new MalformedError("exchange-document without a number");
  }
  return { office, number, kind, date: null };
}

/** What "ol" (original language) means where an office publishes in one language only. */
const OFFICE_LANGUAGES: ReadonlyMap<string, string> = new Map([
  ["CN", "zh"],
  ["TW", "zh"],
  ["JP", "ja"],
  ["KR", "ko"],
  ["RU", "ru"],
]);

function decodeTexts(elements: readonly XmlElement[], office: string): readonly OpsText[] {
  return elements.flatMap((element) => {
    const text = paragraphsOf(element);
    const raw = (element.attributes["lang"] ?? "ol").toLowerCase();
    return text === "" ? [] : [{ lang: raw === "ol" ? (OFFICE_LANGUAGES.get(office) ?? raw) : raw, text }];
  });
}

/** Chinese abstracts may start with the paragraph number of the description they were cut from: `[0001]    `. */
function paragraphsOf(element: XmlElement): string {
  const paragraphs = elementsNamed(element, "p");
  return (paragraphs.length > 0 ? paragraphs : [element])
    .map((paragraph) => paragraph.text.replaceAll(/\s+/g, " ").trim())
    .filter((text) => text !== "")
    .join("\n")
    .replace(/^\[\d{4}\]\s*/, "");
}

function decodeCitations(list: XmlElement | undefined): readonly OpsCitation[] {
  return elementsNamed(list, "citation").map((element, index) => {
    const patent = elementAt(element, "patcit");
    const number = patent === undefined ? null : decodeNumber(patent);
    return {
      sequence: Number(element.attributes["sequence"]) || index + 1,
      phase: element.attributes["cited-phase"] ?? null,
      citedBy: element.attributes["cited-by"] ?? null,
      categories: categoriesOf(element),
      patent: number,
      nonPatentText: textAt(element, "nplcit", "text") ?? null,
    };
  });
}

function categoriesOf(element: XmlElement): readonly string[] {
  const texts = elementsNamed(element, "category").map((category) => category.text.trim());
  return [...new Set(texts.filter((text) => text !== ""))];
}
