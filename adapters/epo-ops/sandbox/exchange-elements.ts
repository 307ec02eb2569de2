import { referencesCited } from "./citation-elements.ts";
import { type Element, element } from "./element.ts";
import type { ExchangeWorld } from "./exchange-world.ts";
import { docdbId, epodocId, priorityClaim, publicationReference } from "./number-elements.ts";
import { parties } from "./party-elements.ts";
import type { SandboxPublication } from "./publication.ts";

/** One `exchange-document` with its bibliographic data, in the order of the real ones. */
export function exchangeDocument(member: SandboxPublication, world: ExchangeWorld): Element {
  const { publication, application, patent } = member;
  return element(
    "exchange-document",
    {
      system: "ops.epo.org",
      "family-id": member.familyId,
      country: publication.office,
      "doc-number": publication.number,
      kind: publication.kind,
    },
    element(
      "bibliographic-data",
      {},
      publicationReference(member),
      element("classifications-ipcr", {}, ...patent.ipc.map(ipcr)),
      element("patent-classifications", {}, ...patent.ipc.slice(0, 2).map(cpc)),
      element(
        "application-reference",
        { "doc-id": docId(application) },
        // As in the real answers, the DOCDB form of the application has no date.
        docdbId(application, false),
        epodocId(application),
        element("document-id", { "document-id-type": "original" }, element("doc-number", {}, application.original)),
      ),
      element("priority-claims", {}, priorityClaim(world.first(member), "epodoc")),
      parties(member, world),
      ...titles(member),
      referencesCited(member, world.cited(member)),
    ),
    ...abstracts(member),
  );
}

/** What stands in a bulk answer for a number that OPS does not have. */
export function missingDocument(country: string, number: string, kind: string | undefined): Element {
  return element("exchange-document", {
    system: "ops.epo.org",
    country,
    "doc-number": number,
    kind,
    status: "not found",
  });
}

export function docId({ office, number, kind }: SandboxPublication["publication"]): string {
  let hash = 0;
  for (const character of `${office}${number}${kind}`)
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 900_000_000;
  return String(100_000_000 + hash);
}

/** Fixed columns with blanks inside the symbol: `C09J   4/    02            A I                    `. */
function ipcr(symbol: string, index: number): Element {
  const { subclass, group, subgroup } = split(symbol);
  const text = `${subclass}${group.padStart(4)}/${" ".repeat(4)}${subgroup.padEnd(14)}A I${" ".repeat(20)}`;
  return element("classification-ipcr", { sequence: String(index + 1) }, element("text", {}, text));
}

function cpc(symbol: string, index: number): Element {
  const { subclass, group, subgroup } = split(symbol);
  return element(
    "patent-classification",
    { sequence: String(index + 1) },
    element("classification-scheme", { office: "EP", scheme: index === 0 ? "CPCI" : "CPCA" }),
    element("section", {}, subclass.charAt(0)),
    element("class", {}, subclass.slice(1, 3)),
    element("subclass", {}, subclass.charAt(3)),
    element("main-group", {}, group),
    element("subgroup", {}, subgroup),
    element("classification-value", {}, index === 0 ? "I" : "A"),
    element("generating-office", {}, "CN"),
  );
}

function split(symbol: string): { readonly subclass: string; readonly group: string; readonly subgroup: string } {
  const [group = "", subgroup = "00"] = symbol.slice(4).split("/");
  return { subclass: symbol.slice(0, 4), group, subgroup };
}

function titles({ publication, patent }: SandboxPublication): readonly Element[] {
  const original = publication.office === "CN" ? element("invention-title", { lang: "ol" }, patent.title) : null;
  return [element("invention-title", { lang: "en" }, patent.titleEn), ...(original === null ? [] : [original])];
}

/** Grants carry none; some Chinese abstracts keep the paragraph number of the text they were cut from. */
function abstracts({ publication, patent, isFirst }: SandboxPublication): readonly Element[] {
  if (!isFirst || patent.abstract === null) return [];
  const prefix = Number(patent.familyId) % 3 === 0 ? "[0001]    " : "";
  const texts: readonly (readonly [lang: string, text: string | null])[] = [
    ["en", patent.abstractEn],
    ["ol", publication.office === "CN" ? `${prefix}${patent.abstract}` : null],
  ];
  return texts.flatMap(([lang, text]) =>
    text === null ? [] : [element("abstract", { lang }, element("p", {}, text))],
  );
}
