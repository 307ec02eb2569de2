import type { Applicant, PatentDocument, PatentImage, PatentPublication } from "#adapters/cnipa-bulk/patent-record.ts";
import { parseChineseDate } from "#schema/codes/dates.ts";
import { parseAgencyName } from "#schema/ids/agency-code.ts";
import { isPctNationalPhase, parseApplicationNumber, patentTypeOf } from "#schema/ids/application-number.ts";
import { parsePctNumber } from "#schema/ids/pct-number.ts";
import { emptyToNull } from "#schema/ids/text.ts";
import { applicationOf } from "./application-of.ts";
import { legacyCitationsOf } from "./citations.ts";
import { distinct, ipcSymbol, locarnoSymbol } from "./classification-symbols.ts";
import { claimsOf, paragraphsOf } from "./full-text.ts";
import { ImportProblem } from "./import-problem.ts";
import { inventorOf } from "./inventor-of.ts";
import { splitAddress } from "./party-address.ts";
import { regionOfAddress } from "./region-of-address.ts";
import { child, children, cleanText, descendants, leaf, type XmlElement } from "./xml-element.ts";

/** Root of the old DTD format (back files before 2016, after WIPO ST.36). */
export const LEGACY_ROOT = "cn-patent-document";

/** One document of the old format. The file says the type in words (发明专利); the number's type digit decides. */
export function decodeLegacyDocument(root: XmlElement): PatentDocument {
  const biblio = child(root, "cn-bibliographic-data");
  const body = child(root, "application-body");
  const applicationNumber = applicationOf({
    original: emptyToNull(leaf(biblio, "application-reference", "document-id", "doc-number")),
    standard: null,
  });
  const type = patentTypeOf(applicationNumber);
  const isDesign = type === "DESIGN";
  return {
    applicationNumber,
    type,
    isPctNationalPhase: isPctNationalPhase(applicationNumber),
    title: emptyToNull(cleanText(child(biblio, "invention-title"))),
    titleEn: null,
    filingDate: parseChineseDate(leaf(biblio, "application-reference", "document-id", "date")),
    publication: publicationOf(biblio),
    producedDate: parseChineseDate(root.attributes["date-produced"] ?? ""),
    applicants: applicantsOf(biblio),
    inventors: inventorsOf(biblio),
    ...representativesOf(biblio),
    ipc: isDesign
      ? []
      : distinct(
          descendants(biblio, "classification-ipcr", "classification-ipc").map((element) =>
            ipcSymbol(leaf(element, "text") || leaf(element, "main-classification")),
          ),
        ),
    locarno: isDesign
      ? distinct(descendants(biblio, "classification-locarno").map((element) => locarnoSymbol(cleanText(element))))
      : [],
    priorities: prioritiesOf(biblio),
    pct: pctOf(biblio),
    parent: parentOf(biblio),
    citations: legacyCitationsOf(biblio),
    images: imagesOf(biblio, body, isDesign),
    abstract: isDesign ? null : abstractOf(biblio),
    briefExplanation: isDesign
      ? emptyToNull(cleanText(descendants(root, "cn-design-brief-explanation", "brief-explanation")[0]))
      : null,
    claims: claimsOf(children(child(body, "claims"), "claim"), "claim-text"),
    description: paragraphsOf(child(body, "description"), "p"),
  };
}

function publicationOf(biblio: XmlElement | undefined): PatentPublication {
  const reference = child(biblio, "cn-publication-reference");
  const number = emptyToNull(leaf(reference, "document-id", "doc-number"));
  const kind = emptyToNull(leaf(reference, "document-id", "kind"));
  if (number === null || kind === null) {
    throw new ImportProblem("NO_PUBLICATION", {
      zh: "文档缺少公开（公告）号或文献种类代码",
      en: "The document lacks its publication number or kind code",
    });
  }
  return {
    office: emptyToNull(leaf(reference, "document-id", "country")) ?? "CN",
    number: number.replace(/\D/g, ""),
    kind: kind.toUpperCase(),
    date: parseChineseDate(leaf(reference, "document-id", "date")),
    gazetteNumber: emptyToNull(leaf(reference, "gazette-reference", "gazette-num")),
  };
}

function applicantsOf(biblio: XmlElement | undefined): Applicant[] {
  return descendants(biblio, "cn-applicant").flatMap((party, index) => {
    const name = emptyToNull(leaf(party, "addressbook", "name"));
    if (name === null) return [];
    const split = splitAddress(
      leaf(party, "addressbook", "address", "text"),
      leaf(party, "addressbook", "address", "postcode"),
    );
    const officeCode = emptyToNull(leaf(party, "addressbook", "address", "country"));
    const regionCode = officeCode === null || officeCode === "CN" ? regionOfAddress("", split.address ?? "") : null;
    const sequence = Number(party.attributes["sequence"]) || index + 1;
    return {
      name,
      sequence,
      ...split,
      regionCode,
      officeCode: officeCode ?? (regionCode === null ? null : "CN"),
      uscc: null,
    };
  });
}

function inventorsOf(biblio: XmlElement | undefined): PatentDocument["inventors"] {
  return descendants(biblio, "cn-inventor", "cn-designer").flatMap((element, index) =>
    inventorOf({
      name: leaf(element, "name") || leaf(element, "addressbook", "name"),
      sequence: Number(element.attributes["sequence"]) || index + 1,
      withheld: element.attributes["cn-not-to-be-published-request-by-inventor"] === "yes",
    }),
  );
}

/** The agency is repeated for every agent. */
function representativesOf(biblio: XmlElement | undefined): Pick<PatentDocument, "agency" | "agents"> {
  const agents = descendants(biblio, "cn-agent");
  const text = agents.map((agent) => emptyToNull(leaf(agent, "cn-agency", "name"))).find((name) => name !== null);
  return {
    agency: text === undefined ? null : parseAgencyName(text),
    agents: distinct(agents.map((agent) => emptyToNull(leaf(agent, "name")))),
  };
}

function prioritiesOf(biblio: XmlElement | undefined): PatentDocument["priorities"] {
  return descendants(biblio, "priority-claim").flatMap((element) => {
    const number = emptyToNull(leaf(element, "doc-number"));
    const office = emptyToNull(leaf(element, "country"));
    return number === null ? [] : { office, number, date: parseChineseDate(leaf(element, "date")) };
  });
}

function pctOf(biblio: XmlElement | undefined): PatentDocument["pct"] {
  const application = emptyToNull(leaf(biblio, "pct-or-regional-filing-data", "document-id", "doc-number"));
  const published = child(biblio, "pct-or-regional-publishing-data", "document-id");
  const publication = emptyToNull(leaf(published, "doc-number"));
  const nationalEntryDate = parseChineseDate(leaf(biblio, "date-pct-article-22-39-fulfilled", "date"));
  if (application === null && publication === null && nationalEntryDate === null) return null;
  const parsed = application === null ? null : parsePctNumber(application);
  return {
    applicationNumber: parsed?.ok ? parsed.value : application,
    publicationNumber: publication && `WO${publication.replace(/^WO|\W/g, "")}`,
    nationalEntryDate,
  };
}

function parentOf(biblio: XmlElement | undefined): PatentDocument["parent"] {
  const parents = descendants(child(biblio, "cn-related-documents"), "parent-doc");
  const number = emptyToNull(leaf(parents[0], "document-id", "doc-number"));
  const parsed = number === null ? null : parseApplicationNumber(number);
  return parsed?.ok ? parsed.value : null;
}

function imagesOf(biblio: XmlElement | undefined, body: XmlElement | undefined, isDesign: boolean): PatentImage[] {
  const inAbstract = descendants(child(biblio, "abstract"), "img").map((image) => toImage(image, "ABSTRACT", null));
  const figures = descendants(child(body, "drawings"), "figure").flatMap((figure) =>
    descendants(figure, "img").map((image) =>
      toImage(image, isDesign ? "VIEW" : "DRAWING", figure.attributes["figure-labels"] ?? null),
    ),
  );
  return [...inAbstract, ...figures].filter((image) => image.file !== "");
}

function toImage(image: XmlElement, kind: PatentImage["kind"], label: string | null): PatentImage {
  return { kind, file: (image.attributes["file"] ?? "").replace(/^.*[\\/]/, ""), label: emptyToNull(label) };
}

/** Deposits of biological material stand among the abstract's paragraphs. */
function abstractOf(biblio: XmlElement | undefined): string | null {
  const paragraphs = children(child(biblio, "abstract"), "p").filter((p) => p.attributes["num"] !== "bio");
  return emptyToNull(
    paragraphs
      .map(cleanText)
      .filter(Boolean)
      .join("\n")
      .replace(/^\[\d{4}\]\s*/, ""),
  );
}
