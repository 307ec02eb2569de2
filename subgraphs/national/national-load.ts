import type { AgencyRecord, AgencySearch, RegisterPage } from "#adapters/cnipa-agencies/records.ts";
import type { PatentPage, PatentQuery } from "#adapters/cnipa-bulk/store/patent-store.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import { type LoaderContext, type NationalClients, skipped } from "./national-clients.ts";
import { type AgencyLoaders, createAgencyLoaders } from "./party/agency-loaders.ts";
import { createOrganizationLoaders, type OrganizationLoaders } from "./party/organization-loaders.ts";
import { createPatentLoaders, type PatentLoaders } from "./patent/patent-loaders.ts";
import { createFamilyLoaders, type FamilyLoaders } from "./world/family-loaders.ts";
import { createWorldLoaders, type WorldLoaders } from "./world/world-loaders.ts";

/** What the resolvers of one request share: everything is asked in batches and once. */
export interface NationalLoad extends PatentLoaders, OrganizationLoaders, AgencyLoaders, FamilyLoaders, WorldLoaders {
  listPatents(query: PatentQuery): Promise<Sourced<PatentPage> | null>;
  searchAgencies(search: AgencySearch): Promise<Sourced<RegisterPage<AgencyRecord>> | null>;
}

export type NationalContext = NodeContext<NationalLoad>;

export function createNationalLoad(clients: NationalClients, context: LoaderContext): NationalLoad {
  const scope = { nodeCode: context.nodeCode };
  return {
    ...createPatentLoaders(clients, context, scope),
    ...createOrganizationLoaders(clients, context),
    ...createAgencyLoaders(clients, context),
    ...createFamilyLoaders(clients, context),
    ...createWorldLoaders(clients, context),
    listPatents: async (query) => (await clients.bulk?.list(query, context.call)) ?? skipped(context, "cnipa-bulk"),
    searchAgencies: async (search) =>
      (await clients.register?.search(search, context.call)) ?? skipped(context, "cnipa-agencies"),
  };
}
