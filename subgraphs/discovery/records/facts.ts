import type { LegalStatusCode } from "#schema/codes/legal-status.ts";

/** What is asked of the owner of Patent; it alone speaks for the register. */
export const PATENT_FIELDS = `
  id applicationNumber title
  patentType { code }
  applicants { name }
  legalStatus { code label raw effectiveDate knownThrough restorable }
  currentOwners { name formerNames organization { id uscc } match { confidence } }
  encumbrances { kind { code } sinceDate termEndDate event { details { ... on LicenceDetails { licenceKind { code } } } } }
  annuities { graceEndDate status { code } }
  provenance { source { name } hubNode { code } }
`;

/** What is asked about copies of a patent. */
export const COPY_FIELDS = `
  id title applicantText patentNumberText
  legalStatus { code label raw knownThrough }
  patent { id applicationNumber }
`;

/** What is asked about offers. */
export const OFFER_FIELDS = `
  id patentNumberText
  subject { code }
  mode { code }
  seller { name organization { id uscc } }
  patent { id applicationNumber }
`;

/** What is asked about the relations of a patent. */
export const RELATION_FIELDS = "relations { kind applicationNumber patent { id } }";

interface Coded<Code extends string = string> {
  readonly code: Code;
}

export interface PatentFacts {
  readonly id: string;
  readonly applicationNumber: string | null;
  readonly title: string | null;
  readonly patentType: Coded | null;
  readonly applicants: readonly { readonly name: string | null }[] | null;
  readonly legalStatus: StatusFacts | null;
  readonly currentOwners: readonly OwnerFacts[] | null;
  readonly encumbrances: readonly EncumbranceFacts[] | null;
  readonly annuities: readonly { readonly graceEndDate: string | null; readonly status: Coded }[] | null;
  readonly provenance: {
    readonly source: { readonly name: string };
    readonly hubNode: { readonly code: string };
  } | null;
}

export interface StatusFacts extends Coded<LegalStatusCode> {
  readonly label: string;
  readonly raw: string | null;
  readonly effectiveDate?: string | null;
  readonly knownThrough: string | null;
  readonly restorable?: boolean | null;
}

export interface OwnerFacts {
  readonly name: string | null;
  readonly formerNames: readonly string[];
  readonly organization: { readonly uscc: string | null } | null;
  readonly match: { readonly confidence: number } | null;
}

export interface EncumbranceFacts {
  readonly kind: Coded;
  readonly sinceDate: string | null;
  readonly termEndDate: string | null;
  readonly event: {
    readonly details: { readonly licenceKind?: { readonly code: string | null } | null } | null;
  } | null;
}

export interface CopyFacts {
  readonly id: string;
  readonly title: string | null;
  readonly applicantText: string | null;
  readonly patentNumberText: string | null;
  readonly legalStatus: StatusFacts | null;
  readonly patent: { readonly applicationNumber: string | null } | null;
}

export interface OfferFacts {
  readonly id: string;
  readonly patentNumberText: string | null;
  readonly subject: Coded | null;
  readonly mode: Coded | null;
  readonly seller: {
    readonly name: string | null;
    readonly organization: { readonly uscc: string | null } | null;
  } | null;
  readonly patent: { readonly applicationNumber: string | null } | null;
}

export interface RelationFacts {
  readonly relations:
    | readonly {
        readonly kind: string;
        readonly applicationNumber: string;
        readonly patent: { readonly id: string } | null;
      }[]
    | null;
}
