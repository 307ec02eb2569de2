import type {
  AgencyReference,
  Applicant,
  Inventor,
  PatentDocument,
  PatentImage,
  PatentPublication,
  PctFiling,
  Priority,
} from "#adapters/cnipa-bulk/patent-record.ts";
import { parseChineseDate } from "#schema/codes/dates.ts";
import { parseAgencyCode, parseAgencyName } from "#schema/ids/agency-code.ts";
import { isPctNationalPhase, parseApplicationNumber, patentTypeOf } from "#schema/ids/application-number.ts";
import { parsePctNumber } from "#schema/ids/pct-number.ts";
import { emptyToNull } from "#schema/ids/text.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import { applicationOf } from "./application-of.ts";
import { standardCitationsOf } from "./citations.ts";
import { distinct, ipcSymbol, locarnoSymbol } from "./classification-symbols.ts";
import { claimsOf, paragraphsOf } from "./full-text.ts";
import { ImportProblem } from "./import-problem.ts";
import { inventorOf } from "./inventor-of.ts";
import { splitAddress } from "./party-address.ts";
import { regionOfAddress } from "./region-of-address.ts";
import { byName, child, children, cleanText, descendants, leaf, type XmlElement } from "./xml-element.ts";

/** Elements of the bibliographic data by name; those of cited documents are not among them. */
type Named = ReadonlyMap<string, readonly XmlElement[]>;
const CITED = "ReferencesCited";
const NONE: readonly XmlElement[] = [];

/** Root of the standard format (标准化全文, `xsdVersion` V2.2.1 in the files seen). */
export const STANDARD_ROOT = "PatentDocumentAndRelated";

/**
 * One document of the CNIPA standard format. Names of elements for inventions and utility models are from real files;
 * those for designs (DesignBibliographicData …) from programs that read them.
 */
export function decodeStandardDocument(root: XmlElement): PatentDocument {
  const biblio = child(root, "BibliographicData") ?? child(root, "DesignBibliographicData");
  const named = byName(biblio, CITED);
  const references = preferred(named.get("ApplicationReference") ?? NONE);
  const applicationNumber = applicationOf({
    original: documentNumber(references.original) ?? emptyToNull(leaf(biblio, "PatentNumber")),
    standard: documentNumber(references.standard),
  });
  const type = patentTypeOf(applicationNumber);
  const isDesign = type === "DESIGN";
  return {
    applicationNumber,
    type,
    isPctNationalPhase: isPctNationalPhase(applicationNumber),
    ...titlesOf(biblio),
    filingDate: parseChineseDate(leaf(references.original ?? references.standard, "DocumentID", "Date")),
    publication: publicationOf(root, biblio),
    producedDate: parseChineseDate(root.attributes["dateProduced"] ?? ""),
    applicants: applicantsOf(named),
    inventors: inventorsOf(named),
    ...representativesOf(named),
    ipc: isDesign ? [] : distinct((named.get("ClassificationIPCR") ?? NONE).map(ipcOf)),
    locarno: isDesign ? distinct(locarnoTexts(biblio).map(locarnoSymbol)) : [],
    priorities: prioritiesOf(named),
    pct: pctOf(biblio),
    parent: parentOf(biblio),
    citations: standardCitationsOf(biblio),
    images: imagesOf(root, isDesign),
    abstract: isDesign ? null : paragraphText(child(root, "Abstract")),
    briefExplanation: isDesign ? paragraphText(child(root, "DesignBriefExplanation")) : null,
    claims: claimsOf(children(child(root, "Claims"), "Claim"), "ClaimText"),
    description: paragraphsOf(child(root, "Description"), "Paragraphs"),
  };
}

interface Forms {
  readonly original: XmlElement | undefined;
  readonly standard: XmlElement | undefined;
}

/** The same reference stands twice, in the office's spelling and in CNIPA's padded one. */
function preferred(elements: readonly XmlElement[]): Forms {
  return {
    original: elements.find((element) => element.attributes["dataFormat"] !== "standard"),
    standard: elements.find((element) => element.attributes["dataFormat"] === "standard"),
  };
}

/** Lists hold original and standard entries too; the original ones, or all where there are none. */
function originals(elements: readonly XmlElement[]): readonly XmlElement[] {
  const found = elements.filter((element) => element.attributes["dataFormat"] !== "standard");
  return found.length > 0 ? found : elements;
}

function documentNumber(reference: XmlElement | undefined): string | null {
  return emptyToNull(leaf(reference, "DocumentID", "DocNumber"));
}

function titlesOf(biblio: XmlElement | undefined): { readonly title: string | null; readonly titleEn: string | null } {
  const titles = [...children(biblio, "InventionTitle"), ...children(biblio, "DesignTitle")];
  const isEnglish = (element: XmlElement) => element.attributes["lang"]?.toLowerCase() === "en";
  return {
    title: emptyToNull(cleanText(titles.find((element) => !isEnglish(element)))),
    titleEn: emptyToNull(cleanText(titles.find(isEnglish))),
  };
}

function publicationOf(root: XmlElement, biblio: XmlElement | undefined): PatentPublication {
  const { original, standard } = preferred(children(biblio, "PublicationReference"));
  const id = child(original ?? standard, "DocumentID");
  const number = emptyToNull(leaf(id, "DocNumber")) ?? emptyToNull(root.attributes["docNumber"]);
  const kind = emptyToNull(leaf(id, "Kind")) ?? emptyToNull(root.attributes["kind"]);
  if (number === null || kind === null) {
    throw new ImportProblem("NO_PUBLICATION", {
      zh: "文档缺少公开（公告）号或文献种类代码",
      en: "The document lacks its publication number or kind code",
    });
  }
  return {
    office: emptyToNull(leaf(id, "WIPOST3Code")) ?? emptyToNull(root.attributes["country"]) ?? "CN",
    number: number.replace(/\D/g, ""),
    kind: kind.toUpperCase(),
    date: parseChineseDate(leaf(id, "Date")) ?? parseChineseDate(root.attributes["datePublication"] ?? ""),
    gazetteNumber: emptyToNull(leaf(biblio, "PublicAvailabilityDate", "GazetteReference", "GazetteNumber")),
  };
}

/** Grants name the owner as Assignee in some deliveries. */
function applicantsOf(named: Named): Applicant[] {
  const applicants = originals(named.get("Applicant") ?? NONE);
  const parties =
    applicants.length > 0 ? applicants : originals(named.get("Assignee") ?? named.get("Patentee") ?? NONE);
  return parties.flatMap((party, index) => {
    const book = child(party, "AddressBook");
    const name = emptyToNull(leaf(book, "Name")) ?? emptyToNull(leaf(book, "OrganizationName"));
    if (name === null) return [];
    return {
      name,
      sequence: Number(party.attributes["sequence"]) || index + 1,
      ...addressOf(child(book, "Address")),
      uscc: usccOf(party),
    };
  });
}

function addressOf(
  address: XmlElement | undefined,
): Pick<Applicant, "address" | "postCode" | "regionCode" | "officeCode"> {
  const officeCode = emptyToNull(leaf(address, "WIPOST3Code"));
  const parts = ["Province", "City", "County"].map((name) => emptyToNull(leaf(address, name)) ?? "").join("");
  const split = splitAddress(leaf(address, "Text"), leaf(address, "PostCode"));
  const isChinese = officeCode === null || officeCode === "CN";
  return { ...split, officeCode, regionCode: isChinese ? regionOfAddress(parts, split.address ?? "") : null };
}

/** Real deliveries print `0000000000`; where a social credit code stands, it is taken, if both its checks fit. */
function usccOf(party: XmlElement): Applicant["uscc"] {
  const code = emptyToNull(leaf(party, "OrganizationCode"));
  const parsed = code === null ? null : parseUscc(code);
  return parsed?.ok ? parsed.value : null;
}

function inventorsOf(named: Named): Inventor[] {
  return originals(named.get("Inventor") ?? named.get("Designer") ?? NONE).flatMap((element, index) =>
    inventorOf({
      name: leaf(element, "AddressBook", "Name"),
      sequence: Number(element.attributes["sequence"]) || index + 1,
      withheld: element.attributes["publicationMark"] === "1",
    }),
  );
}

/** The code stands behind the agency's name and again as CustomerNumber. */
function representativesOf(named: Named): { agency: AgencyReference | null; agents: string[] } {
  const agents = originals(named.get("Agent") ?? NONE);
  const printed = agents.map((agent) => emptyToNull(leaf(agent, "Agency", "AddressBook", "OrganizationName")));
  const text = printed.find((name) => name !== null);
  const customer = parseAgencyCode(leaf(named.get("CustomerNumber")?.[0]));
  const parsed = text === undefined ? null : parseAgencyName(text);
  return {
    agency: parsed && { name: parsed.name, code: parsed.code ?? (customer.ok ? customer.value : null) },
    agents: distinct(agents.map((agent) => emptyToNull(leaf(agent, "AddressBook", "Name")))),
  };
}

function ipcOf(element: XmlElement): string | null {
  return ipcSymbol(leaf(element, "Text")) ?? ipcSymbol(ipcInParts(element));
}

function ipcInParts(element: XmlElement): string {
  const part = (name: string) => leaf(element, name);
  return `${part("Section")}${part("MainClass")}${part("Subclass")}${part("MainGroup")}/${part("Subgroup")}`;
}

/** Some files of designs print Locarno classes where IPC symbols are due. */
function locarnoTexts(biblio: XmlElement | undefined): string[] {
  const inIpc = descendants(biblio, "ClassificationIPCR").map((element) => leaf(element, "Text"));
  const own = descendants(biblio, "ClassificationLocarno").flatMap((element) => {
    const parts = descendants(element, "MainClassification", "FurtherClassification", "Text");
    return (parts.length > 0 ? parts : [element]).map((part) => leaf(part));
  });
  return own.length > 0 ? own : inIpc;
}

function prioritiesOf(named: Named): Priority[] {
  return originals(named.get("Priority") ?? NONE).flatMap((element) => {
    const number = emptyToNull(leaf(element, "DocNumber"));
    const office = emptyToNull(leaf(element, "WIPOST3Code"));
    return number === null ? [] : { office, number, date: parseChineseDate(leaf(element, "Date")) };
  });
}

function pctOf(biblio: XmlElement | undefined): PctFiling | null {
  const application = emptyToNull(leaf(biblio, "PCTOrRegionalApplicationData", "DocumentID", "DocNumber"));
  const published = child(biblio, "PCTOrRegionalPublishingData", "DocumentID");
  const publication = emptyToNull(leaf(published, "DocNumber"));
  const nationalEntryDate = parseChineseDate(leaf(biblio, "NationalStageEntryDate", "Date"));
  if (application === null && publication === null && nationalEntryDate === null) return null;
  const parsed = application === null ? null : parsePctNumber(application);
  return {
    applicationNumber: parsed?.ok ? parsed.value : application,
    publicationNumber: publication && `${leaf(published, "WIPOST3Code") || "WO"}${publication.replace(/^WO|\W/g, "")}`,
    nationalEntryDate,
  };
}

function parentOf(biblio: XmlElement | undefined): PatentDocument["parent"] {
  const parents = descendants(child(biblio, "RelatedDocuments", "Division"), "ParentDocument");
  const number = emptyToNull(leaf(parents[0], "DocumentID", "DocNumber"));
  const parsed = number === null ? null : parseApplicationNumber(number);
  return parsed?.ok ? parsed.value : null;
}

function imagesOf(root: XmlElement, isDesign: boolean): PatentImage[] {
  const figures = descendants(child(root, "Abstract", "AbstractFigure"), "Image").map((image) =>
    toImage(image, "ABSTRACT", null),
  );
  const containers = root.nodes.filter((node) => typeof node !== "string" && /Drawings|Figures/.test(node.name));
  const drawings = (containers as XmlElement[]).flatMap((container) =>
    descendants(container, "Figure").flatMap((figure) =>
      descendants(figure, "Image").map((image) =>
        toImage(image, isDesign ? "VIEW" : "DRAWING", figure.attributes["figureLabels"] ?? null),
      ),
    ),
  );
  return [...figures, ...drawings].filter((image) => image.file !== "");
}

function toImage(image: XmlElement, kind: PatentImage["kind"], label: string | null): PatentImage {
  return { kind, file: (image.attributes["file"] ?? "").replace(/^.*[\\/]/, ""), label: emptyToNull(label) };
}

function paragraphText(element: XmlElement | undefined): string | null {
  const text = children(element, "Paragraphs").map(cleanText).filter(Boolean).join("\n");
  return emptyToNull(text.replace(/^\[\d{4}\]\s*/, ""));
}
