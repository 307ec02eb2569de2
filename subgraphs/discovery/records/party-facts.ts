/** What is asked of the owner of Agency. */
export const AGENCY_FIELDS = `
  id name formerNames { name }
  registration { name region { code name } }
`;

/** What is asked about nodes' profiles of agencies. */
export const PROFILE_FIELDS = "id name region { code name } agency { id code } provenance { sourceUpdatedAt }";

/** What is asked of the owner of Organization. */
export const ORGANIZATION_FIELDS = "id uscc name formerNames { name }";

/** What is asked about platforms' member organisations. */
export const MEMBER_FIELDS = "id name uscc provenance { sourceUpdatedAt }";

export interface RegionFacts {
  readonly code: string;
  readonly name: string;
}

interface Named {
  readonly name: string | null;
}

export interface AgencyFacts extends Named {
  readonly id: string;
  readonly formerNames: readonly Named[] | null;
  readonly registration: (Named & { readonly region: RegionFacts | null }) | null;
}

export interface OrganizationFacts extends Named {
  readonly id: string;
  readonly uscc: string | null;
  readonly formerNames: readonly Named[] | null;
}

/** A node's own record of a party. */
export interface PartyCopyFacts extends Named {
  readonly id: string;
  readonly provenance: { readonly sourceUpdatedAt: string | null } | null;
}

export interface ProfileFacts extends PartyCopyFacts {
  readonly region: RegionFacts | null;
  readonly agency: { readonly code: string } | null;
}

export interface MemberFacts extends PartyCopyFacts {
  readonly uscc: string | null;
}
