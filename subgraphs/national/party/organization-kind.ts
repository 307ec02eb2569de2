import { type ApplicantType, applicantTypeOf } from "#adapters/cnipa-bulk/search/applicant-type.ts";
import type { Uscc } from "#schema/ids/uscc.ts";

/** What an organisation is; the types of applicants that statistics count by, told apart a little further. */
export type OrganizationKind = ApplicantType | "SOCIAL_ORGANIZATION";

interface Named {
  readonly name: string;
  readonly uscc: Uscc | null;
  readonly officeCode: string | null;
}

/**
 * By office first, then what the code alone decides (GB 32100: 51 to 53 social organisations, 92 sole traders), then
 * name and code as statistics do. 12 is any public institution: its name says which.
 */
export function organizationKindOf(organization: Named): OrganizationKind {
  const kind = applicantTypeOf(organization);
  if (kind === "FOREIGN") return kind;
  if (organization.uscc?.startsWith("92")) return "INDIVIDUAL";
  const isSociety =
    organization.uscc?.startsWith("5") || /(?:协会|学会|商会|联合会|基金会|促进会)$/.test(organization.name);
  return isSociety && kind !== "UNIVERSITY" && kind !== "HOSPITAL" && kind !== "RESEARCH_INSTITUTE"
    ? "SOCIAL_ORGANIZATION"
    : kind;
}
