import { organizationKey } from "#adapters/cnipa-bulk/store/organization-key.ts";
import type { NationalLoad } from "#subgraphs/national/national-load.ts";
import type { ApplicantView } from "#subgraphs/national/patent/patent-view.ts";
import type { OrganizationView } from "./organization-loaders.ts";

export interface ApplicantMatch {
  readonly organization: OrganizationView;
  readonly match: { readonly method: "USCC" | "NAME_AND_REGION" | "NAME"; readonly confidence: number };
}

/**
 * The organisation that an applicant is, and how sure that is: by its code; else by its name, to the one organisation
 * of that name with a code, in the same province if possible; else to the name itself. Persons match nothing.
 */
export async function matchApplicant(applicant: ApplicantView, load: NationalLoad): Promise<ApplicantMatch | null> {
  const name = applicant.names.original;
  if (name === null) return null;
  const regionCode = applicant.region?.code ?? null;
  const key = organizationKey({ name, uscc: applicant.uscc, regionCode, officeCode: applicant.office?.code ?? null });
  if (key === null) return null;
  if (applicant.uscc !== null) return matched(await load.organizations.load(key), "USCC", 1);
  const named = (await load.organizationsByName.load(name)).filter((organization) => organization.uscc !== null);
  const near = named.filter((organization) => isSameProvince(organization.region?.code ?? null, regionCode));
  if (near.length === 1) return matched(near[0] ?? null, "NAME_AND_REGION", 0.9);
  if (named.length === 1 && regionCode === null) return matched(named[0] ?? null, "NAME", 0.6);
  return matched(await load.organizations.load(key), regionCode === null ? "NAME" : "NAME_AND_REGION", 0.5);
}

function matched(
  organization: OrganizationView | null,
  method: ApplicantMatch["match"]["method"],
  confidence: number,
): ApplicantMatch | null {
  return organization === null ? null : { organization, match: { method, confidence } };
}

function isSameProvince(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one.slice(0, 2) === other.slice(0, 2);
}
