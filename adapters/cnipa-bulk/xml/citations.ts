import type { Citation, CitedPublication } from "#adapters/cnipa-bulk/patent-record.ts";
import { parseChineseDate } from "#schema/codes/dates.ts";
import { emptyToNull } from "#schema/ids/text.ts";
import { children, cleanText, descendants, leaf, type XmlElement } from "./xml-element.ts";

/** More than any search report holds. */
const MOST_CITATIONS = 1_000;

/**
 * References cited in the standard format: `ReferencesCited/Citation/ApplicationCitation/PublicationReference`, after
 * programs that read the feed (grants of inventions have them); literature is whatever entry names no document.
 */
export function standardCitationsOf(biblio: XmlElement | undefined): Citation[] {
  return entries(descendants(biblio, "ReferencesCited"), "Citation").flatMap((entry) => {
    const references = descendants(entry, "PublicationReference", "DocumentID");
    const original = references.find((element) => element.attributes["dataFormat"] !== "standard") ?? references[0];
    const id = original?.name === "PublicationReference" ? descendants(original, "DocumentID")[0] : original;
    return citationOf(entry, {
      publication:
        id && publicationOf(leaf(id, "WIPOST3Code"), leaf(id, "DocNumber"), leaf(id, "Kind"), leaf(id, "Date")),
      category: leaf(descendants(entry, "Category", "CitationCategory")[0]),
    });
  });
}

/** References cited in the old format, as in WIPO ST.36: `references-cited/citation` with `patcit` or `nplcit`. */
export function legacyCitationsOf(biblio: XmlElement | undefined): Citation[] {
  return entries(descendants(biblio, "references-cited", "cn-references-cited"), "citation").flatMap((entry) => {
    const id = descendants(entry, "document-id")[0];
    return citationOf(entry, {
      publication: id && publicationOf(leaf(id, "country"), leaf(id, "doc-number"), leaf(id, "kind"), leaf(id, "date")),
      category: leaf(descendants(entry, "category")[0]),
    });
  });
}

function entries(lists: readonly XmlElement[], name: string): XmlElement[] {
  return lists.flatMap((list) => children(list, name)).slice(0, MOST_CITATIONS);
}

interface Found {
  readonly publication: CitedPublication | null | undefined;
  readonly category: string;
}

function citationOf(entry: XmlElement, { publication, category }: Found): Citation[] {
  const text = publication ? null : emptyToNull(cleanText(literature(entry)));
  if (!publication && text === null) return [];
  return [
    {
      publication: publication ?? null,
      nonPatentText: text,
      category: /^[A-Z](?:[A-Z,;\s]{0,9})$/.test(category) ? category : null,
      citedBy: citedBy(entry.attributes["cited-by"] ?? entry.attributes["citedBy"] ?? category),
      phase: emptyToNull(entry.attributes["cited-phase"] ?? entry.attributes["citedPhase"] ?? ""),
    },
  ];
}

/** The text without what stands apart: category and claims concerned. */
function literature(entry: XmlElement): XmlElement {
  const parts = descendants(entry, "Text", "text", "NPLText");
  if (parts[0] !== undefined) return parts[0];
  const aside = /^(?:category|citationcategory|rel-claims|relatedclaims)$/i;
  return { ...entry, nodes: entry.nodes.filter((node) => typeof node === "string" || !aside.test(node.name)) };
}

/** `CN 203232659 U` printed in one field is taken apart; a reference without a number is none. */
function publicationOf(country: string, printed: string, kindCode: string, date: string): CitedPublication | null {
  const [, glued, body, tail] =
    /^([A-Z]{2})?([0-9A-Z/.-]*?\d)([A-Z]\d?)?$/.exec(printed.toUpperCase().replace(/\s+/g, "")) ?? [];
  const office = emptyToNull(country)?.toUpperCase() ?? glued;
  const number = body === undefined ? null : emptyToNull(body);
  if (office === undefined || number === null || !/^[A-Z]{2}$/.test(office)) return null;
  return { office, number, kind: emptyToNull(kindCode)?.toUpperCase() ?? tail ?? null, date: parseChineseDate(date) };
}

function citedBy(text: string): Citation["citedBy"] {
  if (/examiner|审查/i.test(text)) return "EXAMINER";
  return /applicant|申请人/i.test(text) ? "APPLICANT" : null;
}
