import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImportSummary } from "#adapters/cnipa-bulk/import/import-report.ts";
import { runImport } from "#adapters/cnipa-bulk/import/run-import.ts";

/** A folder of this test's own, gone at the end of its scope. */
export async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "cnipa-bulk-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Writes files into a folder and imports them. */
export async function importFiles(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<ImportSummary> {
  const paths = await Promise.all(
    Object.entries(files).map(async ([name, content]) => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    }),
  );
  return runImport(folder, { kind: "paths", paths });
}

export interface InventedDocument {
  readonly original?: string;
  readonly standard?: string;
  readonly number?: string;
  readonly kind?: string;
  readonly date?: string;
  readonly filingDate?: string;
  readonly title?: string;
  readonly applicant?: string;
  readonly organizationCode?: string;
  readonly address?: string;
  readonly produced?: string;
  readonly more?: string;
  readonly claims?: readonly string[];
  /** Paragraphs of the description; none: no description at all. */
  readonly description?: readonly string[];
  readonly attributes?: string;
}

/** An invented document in the standard format; `more` stands inside the bibliographic data. */
export function standardDocument(document: InventedDocument = {}): string {
  const {
    original = "202310123456.6",
    standard = "",
    number = "116012345",
    kind = "A",
    date = "20230512",
    filingDate = "20230214",
    title = "一种示例装置",
    applicant = "成都示例光电有限公司",
    organizationCode = "0000000000",
    address = "610000 四川省成都市高新区示例路1号",
    produced = "",
    more = "",
    attributes = "",
    claims = ["一种示例装置。"],
    description = [],
  } = document;
  const reference = (format: string, text: string) =>
    text === ""
      ? ""
      : `<business:ApplicationReference dataFormat="${format}"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>${text}</base:DocNumber><base:Date>${filingDate}</base:Date></base:DocumentID></business:ApplicationReference>`;
  return `<business:PatentDocumentAndRelated xmlns:business="b" xmlns:base="a" dateProduced="${produced}" ${attributes}>
  <business:BibliographicData>
    <business:PublicationReference dataFormat="original"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>${number}</base:DocNumber><base:Kind>${kind}</base:Kind><base:Date>${date}</base:Date></base:DocumentID></business:PublicationReference>
    ${reference("original", original)}${reference("standard", standard)}
    <business:InventionTitle lang="zh">${title}</business:InventionTitle>
    <business:Parties><business:ApplicantDetails><business:Applicant sequence="1" dataFormat="original"><base:AddressBook>
      <base:Name>${applicant}</base:Name>
      <base:Address><base:Street>0</base:Street><base:County>0</base:County><base:City>0</base:City><base:Province>0</base:Province><base:PostCode>0</base:PostCode><base:WIPOST3Code>CN</base:WIPOST3Code><base:Text>${address}</base:Text></base:Address>
    </base:AddressBook><business:OrganizationCode>${organizationCode}</business:OrganizationCode></business:Applicant></business:ApplicantDetails></business:Parties>
    ${more}
  </business:BibliographicData>
  ${described(description)}
  <business:Claims>${claims.map((text, index) => `<business:Claim num="000${index + 1}"><business:ClaimText>${index + 1}.${text}</business:ClaimText></business:Claim>`).join("")}</business:Claims>
</business:PatentDocumentAndRelated>`;
}

function described(paragraphs: readonly string[]): string {
  if (paragraphs.length === 0) return "";
  const texts = paragraphs.map((text, index) => `<base:Paragraphs num="n000${index + 1}">${text}</base:Paragraphs>`);
  return `<business:Description><business:TechnicalField>${texts.join("\n")}</business:TechnicalField></business:Description>`;
}

/** An invented PRS record. */
export function legalEvent(event: {
  readonly original?: string;
  readonly code?: string;
  readonly name: string;
  readonly date: string;
  readonly information?: string;
}): string {
  const { original = "202310123456.6", code = "", name, date, information = "" } = event;
  return `<business:PRSRecord xmlns:business="b" xmlns:base="a"><business:ApplicationReference dataFormat="original"><base:DocumentID><base:DocNumber>${original}</base:DocNumber></base:DocumentID></business:ApplicationReference>
<business:PRSPublicationDate><base:Date>${date}</base:Date></business:PRSPublicationDate><business:PRSCode>${code}</business:PRSCode><business:PRSValue>${name}</business:PRSValue><business:PRSInformation>${information}</business:PRSInformation></business:PRSRecord>`;
}

/** A file that holds many records. */
export function wrapped(...records: readonly string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?><business:Records xmlns:business="b">${records.join("\n")}</business:Records>`;
}
