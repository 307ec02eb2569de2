import type { World, WorldAgency, WorldOrganization, WorldPatent } from "./types.ts";

/** Look-ups that every sandbox needs. */
export interface WorldIndex {
  patent(applicationNumber: string): WorldPatent | undefined;
  organization(uscc: string): WorldOrganization | undefined;
  agency(code: string): WorldAgency | undefined;
  /** The name to print for a USCC, be it an organisation's or an agency's; the code itself for a stranger. */
  partyName(uscc: string): string;
}

export function indexWorld(world: World): WorldIndex {
  const patents = new Map(world.patents.map((patent) => [patent.applicationNumber, patent]));
  const organizations = new Map(world.organizations.map((organization) => [organization.uscc, organization]));
  const agencies = new Map(world.agencies.map((agency) => [agency.code, agency]));
  const names = new Map([...world.organizations, ...world.agencies].map((party) => [party.uscc, party.name]));
  return {
    patent: (applicationNumber) => patents.get(applicationNumber),
    organization: (uscc) => organizations.get(uscc),
    agency: (code) => agencies.get(code),
    partyName: (uscc) => names.get(uscc) ?? uscc,
  };
}
