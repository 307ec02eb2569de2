import DataLoader from "dataloader";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { othersOf, type SearchLoader } from "#subgraphs/discovery/find-records.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import { MAX_PAGE_SIZE } from "#subgraphs/runtime/paging.ts";
import type { PartyCopy, RegisteredParty } from "./compare-party.ts";
import { createFactLoader, type FactLoader, factsOf } from "./fact-loaders.ts";
import { type FoundCopies, findCopies } from "./find-copies.ts";
import {
  AGENCY_FIELDS,
  type AgencyFacts,
  MEMBER_FIELDS,
  type MemberFacts,
  ORGANIZATION_FIELDS,
  type OrganizationFacts,
  PROFILE_FIELDS,
  type ProfileFacts,
} from "./party-facts.ts";

/** The register's view of a party and the nodes' own, as far as they gave them. */
export interface PartyViews {
  readonly register: RegisteredParty | null;
  readonly copies: readonly PartyCopy[];
  readonly failures: readonly Error[];
}

/** By agency code, or social credit code. */
export type PartyViewsLoader = DataLoader<string, PartyViews>;

type Context = Omit<NodeContext, "load">;

/** Profiles are an agency's by its code alone. */
export function createAgencyViews(context: Context, search: SearchLoader): PartyViewsLoader {
  const register = createFactLoader<AgencyFacts>(context, AGENCY_FIELDS);
  const facts = createFactLoader<ProfileFacts>(context, PROFILE_FIELDS);
  const finder = { kind: "AGENCY_PROFILE", search, facts, context };
  return eachOf(async (code) => {
    const about = { typeName: "Agency", key: code };
    const [told, found] = await Promise.all([
      askRegister(register, "Agency", code),
      findCopies(finder, { about, first: MAX_PAGE_SIZE }),
    ]);
    const own = found.copies.filter((copy) => copy.facts.agency?.code === code);
    return views(told, toAgency, { found: { ...found, copies: own }, typeName: "Agency", context });
  });
}

/** Member records are an organisation's by its social credit code alone. */
export function createOrganizationViews(context: Context, search: SearchLoader): PartyViewsLoader {
  const register = createFactLoader<OrganizationFacts>(context, ORGANIZATION_FIELDS);
  const facts = createFactLoader<MemberFacts>(context, MEMBER_FIELDS);
  const finder = { kind: "MEMBER_ORGANIZATION", search, facts, context };
  return eachOf(async (uscc) => {
    const [told, found] = await Promise.all([
      askRegister(register, "Organization", uscc),
      findCopies(finder, { filter: { party: uscc }, first: MAX_PAGE_SIZE }),
    ]);
    const own = found.copies.filter((copy) => copy.facts.uscc === uscc);
    return views(told, toOrganization, { found: { ...found, copies: own }, typeName: "Organization", context });
  });
}

function eachOf(ask: (key: string) => Promise<PartyViews>): PartyViewsLoader {
  return new DataLoader((keys) => Promise.all(keys.map(ask)));
}

function askRegister<Facts>(loader: FactLoader<Facts>, typeName: string, key: string): Promise<Facts | null | Error> {
  return factsOf(loader, { __typename: typeName, id: encodeNodeId(typeName, key) });
}

interface Found {
  readonly found: FoundCopies<PartyCopy["facts"]>;
  readonly typeName: string;
  readonly context: Context;
}

type Party = Pick<RegisteredParty, "id" | "name" | "formerNames" | "region">;

function views<Facts>(
  told: Facts | null | Error,
  toParty: (facts: Facts) => Party,
  { found, typeName, context }: Found,
): PartyViews {
  const node = othersOf(context).directory.ownerOf(typeName)?.code;
  const { copies, failures } = found;
  if (told instanceof Error) return { register: null, copies, failures: [told, ...failures] };
  const register = told === null || node === undefined ? null : { ...toParty(told), node, typeName };
  return { register, copies, failures };
}

/** The register's present name before the one that publications print. */
function toAgency({ id, name, formerNames, registration }: AgencyFacts): Party {
  const former = [name, ...(formerNames ?? []).map((one) => one.name)];
  return { id, name: registration?.name ?? name, formerNames: former, region: registration?.region ?? null };
}

function toOrganization({ id, name, formerNames }: OrganizationFacts): Party {
  return { id, name, formerNames: (formerNames ?? []).map((one) => one.name), region: null };
}
