import type { WorldOrganization, WorldPatent } from "#adapters/runtime/sandbox/world/types.ts";
import { fullRegionName, regionOf } from "#schema/codes/regions.ts";
import { parseApplicationNumber, toStandardNumber } from "#schema/ids/application-number.ts";
import { abstractFigure, figures } from "./write-figures.ts";
import { compactDay, escapeXml, tag } from "./xml-text.ts";

/** What a document names besides its patent. */
export interface DocumentCast {
  organization(uscc: string): WorldOrganization | undefined;
  agencyName(code: string): string | undefined;
}

type Publication = WorldPatent["publications"][number];

const APPLICATION_TYPES = { INVENTION: "10", UTILITY_MODEL: "20", DESIGN: "30" } as const;

/**
 * One publication of an invented patent in the standard format, defects included: placeholders for what is unknown,
 * post codes glued to addresses, agency codes glued to names. Unlike real files, OrganizationCode carries the social
 * credit code, so that the story's organisations can be joined.
 */
export function writeDocument(patent: WorldPatent, publication: Publication, cast: DocumentCast): string {
  const isDesign = patent.type === "DESIGN";
  const parties = `${applicants(patent, cast)}${inventors(patent)}${agents(patent, cast)}`;
  const bibliography = [
    publicationReferences(publication),
    applicationReferences(patent),
    priorities(patent),
    isDesign ? locarno(patent) : ipc(patent),
    isDesign
      ? ""
      : `<business:InventionTitle lang="zh" dataFormat="original">${escapeXml(patent.title)}</business:InventionTitle>`,
    isDesign ? `<business:DesignTitle lang="zh">${escapeXml(patent.title)}</business:DesignTitle>` : "",
    division(patent),
    isDesign ? parties : `<business:Parties>${parties}</business:Parties>`,
    pct(patent),
  ].join("\n");
  const name = isDesign ? "business:DesignBibliographicData" : "business:BibliographicData";
  const body = `${isDesign ? designBody() : textBody(patent)}${figures(patent)}`;
  return `<business:PatentDocumentAndRelated xsdVersion="V2.2.1" dateProduced="${compactDay(publication.date)}" status="C" lang="zh" country="CN" docNumber="${publication.number}" kind="${publication.kind}" datePublication="${compactDay(publication.date)}">
<${name}>
${bibliography}
</${name}>
${body}</business:PatentDocumentAndRelated>
`;
}

function publicationReferences({ number, kind, date }: Publication): string {
  const id = `<base:DocumentID>${tag("base:WIPOST3Code", "CN")}${tag("base:DocNumber", number)}${tag("base:Kind", kind)}${tag("base:Date", compactDay(date))}</base:DocumentID>`;
  return `<business:PublicationReference dataFormat="original" sequence="1">${id}</business:PublicationReference>
<business:PublicationReference dataFormat="standard" sequence="1">${id}</business:PublicationReference>
<business:PublicAvailabilityDate><business:GazetteReference>${tag("business:GazetteNumber", gazetteNumber(date))}${tag("base:Date", compactDay(date))}</business:GazetteReference></business:PublicAvailabilityDate>`;
}

/** Volume = year − 1984; the issue is made up. */
function gazetteNumber(date: string): string {
  return `${Number(date.slice(0, 4)) - 1984}-${date.slice(5, 7)}${date.slice(8, 10)}`;
}

function applicationReferences(patent: WorldPatent): string {
  const parsed = parseApplicationNumber(patent.applicationNumber);
  if (!parsed.ok) throw new RangeError(`invented number ${patent.applicationNumber} is not valid`);
  const type = `${APPLICATION_TYPES[patent.type].charAt(0)}${patent.pct === null ? "0" : "1"}`;
  const reference = (format: string, number: string) =>
    `<business:ApplicationReference applType="${type}" dataFormat="${format}" sequence="1"><base:DocumentID>${tag("base:WIPOST3Code", "CN")}${tag("base:DocNumber", number)}${tag("base:Date", compactDay(patent.filingDate))}</base:DocumentID></business:ApplicationReference>`;
  return `${reference("original", parsed.value.slice(2))}
${reference("standard", toStandardNumber(parsed.value))}`;
}

function priorities(patent: WorldPatent): string {
  if (patent.priorities.length === 0) return "";
  const items = patent.priorities.map(
    ({ office, number, date }, index) =>
      `<business:Priority kind="international" dataFormat="original" sequence="${index + 1}">${tag("base:WIPOST3Code", office)}${tag("base:DocNumber", number)}${tag("base:Date", compactDay(date))}</business:Priority>`,
  );
  return `<business:PriorityDetails>${items.join("")}</business:PriorityDetails>`;
}

/** `C09J4/02` → `C09J    4/02    (2006.01)`, as files print it. */
function ipc(patent: WorldPatent): string {
  const items = patent.ipc.map((symbol, index) => {
    const [group = "", subgroup = ""] = symbol.slice(4).split("/");
    const text = `${symbol.slice(0, 4)}${group.padStart(5)}/${subgroup.padEnd(6)}(2006.01)`;
    return `<business:ClassificationIPCR sequence="${index + 1}">${tag("base:Text", text)}</business:ClassificationIPCR>`;
  });
  return `<business:ClassificationIPCRDetails>${items.join("")}</business:ClassificationIPCRDetails>`;
}

function locarno(patent: WorldPatent): string {
  const [main = "", ...further] = patent.locarno;
  const items = [
    tag("business:MainClassification", main),
    ...further.map((symbol) => tag("business:FurtherClassification", symbol)),
  ];
  return `<business:ClassificationLocarno>${items.join("")}</business:ClassificationLocarno>`;
}

function division({ divisionalOf, filingDate }: WorldPatent): string {
  if (divisionalOf === null) return "";
  return `<business:RelatedDocuments><business:Division><business:DocumentsRelation><business:ParentDocument><base:DocumentID sequence="1">${tag("base:WIPOST3Code", "CN")}${tag("base:DocNumber", divisionalOf.slice(2))}${tag("base:Date", compactDay(filingDate))}</base:DocumentID></business:ParentDocument></business:DocumentsRelation></business:Division></business:RelatedDocuments>`;
}

function applicants(patent: WorldPatent, cast: DocumentCast): string {
  const items = patent.applicants.map((uscc, index) => {
    const organization = cast.organization(uscc);
    return `<business:Applicant sequence="${index + 1}" appType="applicant" dataFormat="original" lang="zh"><base:AddressBook lang="zh">${tag("base:Name", organization?.name ?? uscc)}${organization ? address(organization) : ""}</base:AddressBook><business:OrganizationCode createDate="00000000" creator="00">${uscc}</business:OrganizationCode></business:Applicant>`;
  });
  return `<business:ApplicantDetails representative="1">${items.join("\n")}</business:ApplicantDetails>\n`;
}

function address(organization: WorldOrganization): string {
  const region = regionOf(organization.region);
  const province = regionOf(organization.region.slice(0, 2));
  const printed = organization.address.startsWith(province?.name ?? "?")
    ? ""
    : region === null
      ? ""
      : fullRegionName(region);
  return `<base:Address><base:AddressLine>0</base:AddressLine><base:AddressMailCode>0</base:AddressMailCode><base:Street>0</base:Street>${tag("base:County", region?.level === "COUNTY" ? region.name : "0")}<base:City>0</base:City>${tag("base:Province", province?.name ?? "0")}${tag("base:PostCode", organization.postCode)}${tag("base:WIPOST3Code", "CN")}${tag("base:Text", `${organization.postCode} ${printed}${organization.address}`)}</base:Address>`;
}

function inventors(patent: WorldPatent): string {
  const isDesign = patent.type === "DESIGN";
  const name = isDesign ? "business:Designer" : "business:Inventor";
  const items = patent.inventors.map(
    (inventor, index) =>
      `<${name} sequence="${index + 1}" dataFormat="original" publicationMark="${inventor.withheld ? "1" : "0"}"><base:AddressBook lang="zh">${tag("base:Name", inventor.withheld ? "请求不公布姓名" : inventor.name)}</base:AddressBook></${name}>`,
  );
  const list = isDesign ? "business:DesignerDetails" : "business:InventorDetails";
  return `<${list}>${items.join("\n")}</${list}>\n`;
}

function agents(patent: WorldPatent, cast: DocumentCast): string {
  const { agencyCode } = patent;
  if (agencyCode === null) return "";
  const printed = `${cast.agencyName(agencyCode) ?? "示例代理机构"} ${agencyCode}`;
  const items = (patent.agents.length > 0 ? patent.agents : [""]).map(
    (agent, index) =>
      `<business:Agent sequence="${index + 1}" lang="zh" dataFormat="original" repType="agent"><business:Agency><base:AddressBook lang="zh">${tag("base:OrganizationName", printed)}</base:AddressBook></business:Agency><base:AddressBook lang="zh">${tag("base:Name", agent)}</base:AddressBook></business:Agent>`,
  );
  return `<business:AgentDetails>${tag("business:CustomerNumber", agencyCode)}${items.join("\n")}</business:AgentDetails>`;
}

function pct(patent: WorldPatent): string {
  if (patent.pct === null) return "";
  const { applicationNumber, publicationNumber, nationalEntryDate } = patent.pct;
  const id = (office: string, number: string) =>
    `<base:DocumentID>${tag("base:WIPOST3Code", office)}${tag("base:DocNumber", number)}${tag("base:Date", compactDay(patent.filingDate))}</base:DocumentID>`;
  return `<business:NationalStageEntryDate>${tag("base:Date", compactDay(nationalEntryDate))}</business:NationalStageEntryDate>
<business:PCTOrRegionalApplicationData>${id(applicationNumber.slice(4, 6), applicationNumber)}</business:PCTOrRegionalApplicationData>
<business:PCTOrRegionalPublishingData>${id("WO", publicationNumber.replace(/^WO/, ""))}</business:PCTOrRegionalPublishingData>`;
}

function designBody(): string {
  return `<business:DesignBriefExplanation><base:Paragraphs>本外观设计的设计要点在于形状。</base:Paragraphs></business:DesignBriefExplanation>\n`;
}

function textBody(patent: WorldPatent): string {
  const claims = patent.claims.map(
    (claim, index) =>
      `<business:Claim id="cl${String(index + 1).padStart(4, "0")}" num="${String(index + 1).padStart(4, "0")}">${tag("business:ClaimText", `${index + 1}.${claim}`)}</business:Claim>`,
  );
  const abstract =
    patent.abstract === null
      ? ""
      : `<business:Abstract lang="zh" dataFormat="original"><base:Paragraphs num="0001">${escapeXml(patent.abstract)}</base:Paragraphs>${abstractFigure(patent)}</business:Abstract>\n`;
  return `${abstract}<business:Claims lang="zh" dataFormat="original">${claims.join("\n")}</business:Claims>\n`;
}
