import type { AgencyCode } from "#schema/ids/agency-code.ts";
import type { ApplicationNumber, PatentType } from "#schema/ids/application-number.ts";
import type { Uscc } from "#schema/ids/uscc.ts";

/** One published document as the gazette file holds it: bibliography and full text of one publication. */
export interface PatentDocument extends PatentBibliography {
  readonly publication: PatentPublication;
  /** Day the file was made; of two files of one publication the newer one stands. */
  readonly producedDate: string | null;
  readonly claims: readonly Claim[];
  readonly description: readonly Paragraph[];
}

/** What one publication says about its application. Calendar days are `YYYY-MM-DD`; what the file leaves open is null. */
export interface PatentBibliography {
  readonly applicationNumber: ApplicationNumber;
  readonly type: PatentType;
  readonly isPctNationalPhase: boolean;
  readonly title: string | null;
  readonly titleEn: string | null;
  readonly filingDate: string | null;
  readonly applicants: readonly Applicant[];
  readonly inventors: readonly Inventor[];
  readonly agency: AgencyReference | null;
  readonly agents: readonly string[];
  /** Compact IPC symbols, `H04L29/08`; the first is the main class. Empty for designs. */
  readonly ipc: readonly string[];
  /** `10-05`; designs only. */
  readonly locarno: readonly string[];
  readonly priorities: readonly Priority[];
  readonly pct: PctFiling | null;
  /** The application that this one was divided from. */
  readonly parent: ApplicationNumber | null;
  /** References that the file says were cited (引用文献); grants of inventions have them. */
  readonly citations: readonly Citation[];
  readonly images: readonly PatentImage[];
  /** Designs have none. */
  readonly abstract: string | null;
  /** Designs only (简要说明). */
  readonly briefExplanation: string | null;
}

/** Everything known of one application: its newest publication's bibliography, all publications, all legal events. */
export interface PatentRecord extends PatentBibliography {
  /** In order of date. */
  readonly publications: readonly PatentPublication[];
  /** In order of gazette date. */
  readonly legalEvents: readonly LegalEvent[];
  /** Applications in the store that were divided from this one. */
  readonly divisionals: readonly ApplicationNumber[];
  readonly claimCount: number;
  /** The agency that the first publication names; `agency` is the newest one's. */
  readonly agencyAtFiling: AgencyReference | null;
  /** The newest gazette day that names this application. */
  readonly latestGazetteDate: string | null;
  /** The newest gazette day loaded from the feed that this record came with: nothing later can be known. */
  readonly knownThrough: string | null;
  /** Epoch milliseconds of the import that last changed this record. */
  readonly importedAt: number;
  /** Name of the file that the bibliography was taken from. */
  readonly sourceFile: string;
}

/** Claims and description, each of the newest publication that has them: claims re-published alone leave the description. */
export interface PatentText {
  /** Whose claims these are; where there are none, whose description. */
  readonly publication: PatentPublication;
  readonly claims: readonly Claim[];
  readonly description: readonly Paragraph[];
  /** Null where no publication has one. */
  readonly descriptionPublication: PatentPublication | null;
}

/** A part of a description. */
export interface ParagraphPage {
  readonly publication: PatentPublication;
  /** Paragraphs of the whole description. */
  readonly total: number;
  readonly paragraphs: readonly Paragraph[];
}

export interface PatentPublication {
  /** WIPO ST.3. */
  readonly office: string;
  /** Digits alone: `113783949`. */
  readonly number: string;
  /** WIPO ST.16: `A`, `B`, `U`, `S`, `C1` … */
  readonly kind: string;
  readonly date: string | null;
  /** Volume and issue: `37-5002`. */
  readonly gazetteNumber: string | null;
}

export interface Applicant {
  readonly name: string;
  readonly sequence: number;
  /** Address as printed, without the post code in front. */
  readonly address: string | null;
  readonly postCode: string | null;
  /** GB/T 2260, as deep as the address could be read. */
  readonly regionCode: string | null;
  /** WIPO ST.3; null where the file names none. */
  readonly officeCode: string | null;
  /** The organisation code of the file, where it is a valid social credit code. */
  readonly uscc: Uscc | null;
}

export interface Inventor {
  readonly name: string | null;
  readonly sequence: number;
  /** The inventor asked not to be named (请求不公布姓名). */
  readonly withheld: boolean;
}

export interface AgencyReference {
  readonly code: AgencyCode | null;
  readonly name: string;
}

export interface Priority {
  readonly office: string | null;
  readonly number: string;
  readonly date: string | null;
}

export interface PctFiling {
  readonly applicationNumber: string | null;
  readonly publicationNumber: string | null;
  readonly nationalEntryDate: string | null;
}

export interface PatentImage {
  readonly kind: "ABSTRACT" | "DRAWING" | "VIEW";
  /** File name inside the delivery; never an address. */
  readonly file: string;
  readonly label: string | null;
}

export interface Claim {
  readonly number: number;
  readonly text: string;
  readonly independent: boolean;
  /** Numbers of the claims that a dependent claim refers to, ascending; empty where independent or not told apart. */
  readonly dependsOn: readonly number[];
}

/** A reference cited against or by the application: a patent document, or other literature by its printed text. */
export interface Citation {
  /** The cited document; null for literature. */
  readonly publication: CitedPublication | null;
  /** The reference as printed, where it is no patent document (or its number could not be read). */
  readonly nonPatentText: string | null;
  /** Search-report category (`X`, `Y`, `A` …) where the file gives one. */
  readonly category: string | null;
  readonly citedBy: "EXAMINER" | "APPLICANT" | null;
  /** The procedure's stage in the file's words. */
  readonly phase: string | null;
}

export interface CitedPublication {
  /** WIPO ST.3. */
  readonly office: string;
  /** As printed, without blanks, office and kind: `203232659`. */
  readonly number: string;
  /** WIPO ST.16; null where the file leaves it open. */
  readonly kind: string | null;
  readonly date: string | null;
}

export interface Paragraph {
  /** As printed (`0001`), null for headings. */
  readonly number: string | null;
  readonly section: DescriptionSection | null;
  readonly text: string;
}

export type DescriptionSection = "TECHNICAL_FIELD" | "BACKGROUND" | "DISCLOSURE" | "DRAWINGS" | "EMBODIMENTS";

/** One gazetted event (PRS record). `items` are the labelled lines of its free text. */
export interface LegalEvent {
  /** National code where the file gives one: `CF01`. */
  readonly code: string | null;
  /** The event's name as printed: 专利权的终止. */
  readonly name: string;
  /** Day of the gazette. */
  readonly date: string;
  readonly items: readonly LegalEventItem[];
}

export interface LegalEventItem {
  readonly label: string;
  readonly value: string;
}
