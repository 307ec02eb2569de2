import { organizationKey } from "#adapters/cnipa-bulk/store/organization-key.ts";
import type { NationalLoad } from "#subgraphs/national/national-load.ts";
import type { ApplicantView } from "#subgraphs/national/patent/patent-view.ts";
import type { OrganizationView } from "./organization-loaders.ts";
import type { PartyReferenceView } from "./party-reference.ts";

export interface PartyMatched {
  readonly organization: OrganizationView;
  readonly match: { readonly method: "USCC" | "NAME_AND_REGION" | "NAME"; readonly confidence: number };
}

/** A party is joined with an organisation that has a code only at this confidence or above; below it, it stands alone. */
const LEAST_CONFIDENCE = 0.6;
const CONFIDENCE = { USCC: 1, CODED_IN_PROVINCE: 0.9, ONLY_CODED_NAME: 0.6, OWN_NAME: 0.5 } as const;

/**
 * The organisation that a party is, and how sure that is: by its code (1); by its name, to the one organisation of that
 * name with a code in the same province (0.9), or anywhere where the party names no place (0.6); else to its own name
 * (0.5), which is joined with nothing that has a code. Natural persons match nothing; parties of other offices, Hong
 * Kong, Macao and Taiwan among them, never match a mainland organisation of the same name.
 */
export async function matchParty(party: PartyReferenceView["party"], load: NationalLoad): Promise<PartyMatched | null> {
  const { name, uscc, regionCode, officeCode } = party;
  if (name === null) return null;
  const key = organizationKey({ name, uscc, regionCode, officeCode });
  if (key === null) return null;
  if (uscc !== null) return matched(await load.organizations.load(key), "USCC", CONFIDENCE.USCC);
  const isMainland = officeCode === null || officeCode === "CN";
  return (isMainland ? await byName(name, regionCode, load) : null) ?? ownName(key, regionCode, load);
}

export function matchApplicant({ names, uscc, region, office }: ApplicantView, load: NationalLoad) {
  const [regionCode, officeCode] = [region?.code ?? null, office?.code ?? null];
  return matchParty({ name: names.original, uscc, regionCode, officeCode }, load);
}

async function byName(name: string, regionCode: string | null, load: NationalLoad): Promise<PartyMatched | null> {
  const named = (await load.organizationsByName.load(name)).filter((organization) => organization.uscc !== null);
  if (regionCode === null) return matchedAlone(named, "NAME", CONFIDENCE.ONLY_CODED_NAME);
  const near = named.filter(({ region }) => region?.code.slice(0, 2) === regionCode.slice(0, 2));
  return matchedAlone(near, "NAME_AND_REGION", CONFIDENCE.CODED_IN_PROVINCE);
}

async function ownName(key: string, regionCode: string | null, load: NationalLoad): Promise<PartyMatched | null> {
  const organization = await load.organizations.load(key);
  return matched(organization, regionCode === null ? "NAME" : "NAME_AND_REGION", CONFIDENCE.OWN_NAME);
}

/** Several of one name are not told apart by it. */
function matchedAlone(
  found: readonly OrganizationView[],
  method: PartyMatched["match"]["method"],
  confidence: number,
): PartyMatched | null {
  const [only] = found;
  return found.length === 1 && confidence >= LEAST_CONFIDENCE ? matched(only ?? null, method, confidence) : null;
}

function matched(
  organization: OrganizationView | null,
  method: PartyMatched["match"]["method"],
  confidence: number,
): PartyMatched | null {
  return organization === null ? null : { organization, match: { method, confidence } };
}
