import type { StatusReason } from "#adapters/cnipa-bulk/legal/status-reason.ts";
import type { PatentRecord } from "#adapters/cnipa-bulk/patent-record.ts";
import type { LegalStatusCode } from "#schema/codes/legal-status.ts";
import type { AgencyCode } from "#schema/ids/agency-code.ts";
import type { ApplicationNumber, DocdbApplication, PatentType } from "#schema/ids/application-number.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { Uscc } from "#schema/ids/uscc.ts";
import type { ProvenanceFields } from "#subgraphs/runtime/provenance.ts";

/** What stands behind the GraphQL type Patent, whichever source it came from. */
export interface PatentView {
  readonly id: string;
  readonly applicationNumber: ApplicationNumber | null;
  readonly docdb: DocdbApplication | null;
  readonly patentNumber: string | null;
  readonly patentType: { readonly code: PatentType } | null;
  readonly titles: TextsByLanguage;
  readonly abstracts: TextsByLanguage;
  readonly filingDate: string | null;
  readonly grantDate: string | null;
  readonly applicants: readonly ApplicantView[];
  readonly inventors: readonly {
    readonly name: string | null;
    readonly sequence: number;
    readonly withheld: boolean;
  }[];
  readonly agencyCode: AgencyCode | null;
  /** What the source itself says; null where it is derived from `record`, as of the day asked about. */
  readonly legalStatus: LegalStatusView | null;
  /** The imported record; null for patents that only OPS has. */
  readonly record: PatentRecord | null;
  readonly publications: readonly PublicationView[];
  readonly classifications: readonly { readonly scheme: "IPC" | "CPC" | "LOCARNO"; readonly symbol: string }[];
  readonly priorities: readonly {
    readonly office: { readonly code: string } | null;
    readonly number: string;
    readonly date: string | null;
  }[];
  readonly pct: PctView | null;
  readonly relations: readonly {
    readonly kind: "DIVIDED_FROM" | "DIVISIONAL";
    readonly applicationNumber: ApplicationNumber;
  }[];
  readonly absences: readonly { readonly field: string; readonly reason: StatusReason }[];
  readonly provenance: ProvenanceFields;
}

/** Texts in the languages that can be asked for, and the one that is given unasked. */
export interface TextsByLanguage {
  readonly ZH: string | null;
  readonly EN: string | null;
  readonly original: string | null;
}

export interface ApplicantView {
  readonly names: TextsByLanguage;
  readonly sequence: number;
  readonly uscc: Uscc | null;
  readonly region: { readonly code: string } | null;
  readonly office: { readonly code: string } | null;
  readonly patent: { readonly applicationNumber: ApplicationNumber | null; readonly docdb: DocdbApplication | null };
}

export interface PublicationView {
  readonly office: { readonly code: string };
  readonly number: string;
  readonly kindCode: string | null;
  readonly publicationNumber: string;
  readonly publicationDate: string | null;
}

interface PctView {
  readonly internationalApplicationNumber: string | null;
  readonly internationalPublicationNumber: string | null;
  readonly nationalEntryDate: string | null;
}

export interface LegalStatusView {
  readonly code: LegalStatusCode;
  readonly raw: string | null;
  readonly reason: { readonly code: string; readonly message: Bilingual } | null;
  readonly effectiveDate: string | null;
  readonly knownThrough: string | null;
  readonly certainty: "GAZETTED" | "INFERRED" | "STATED" | "UNKNOWN";
  readonly restorable: boolean | null;
}
