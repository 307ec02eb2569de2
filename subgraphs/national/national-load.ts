import type { AgencyRecord, AgencySearch, RegisterPage } from "#adapters/cnipa-agencies/records.ts";
import type { StatisticsAnswer, StatisticsRequest } from "#adapters/cnipa-bulk/analysis/statistics-request.ts";
import type { SearchPage, SearchRequest } from "#adapters/cnipa-bulk/search/search-request.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { chinaDateOf } from "#schema/codes/dates.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import { type LoaderContext, type NationalClients, skipped } from "./national-clients.ts";
import { type AgencyLoaders, createAgencyLoaders } from "./party/agency-loaders.ts";
import { createOrganizationLoaders, type OrganizationLoaders } from "./party/organization-loaders.ts";
import { type ChangedViews, changedViews } from "./patent/changed-views.ts";
import { createPatentLoaders, type PatentLoaders } from "./patent/patent-loaders.ts";
import { createTextLoaders, type TextLoaders } from "./patent/text-loaders.ts";
import { createRightsAccess, type RightsAccess } from "./rights/right-loaders.ts";
import { createFamilyLoaders, type FamilyLoaders } from "./world/family-loaders.ts";
import { createWorldLoaders, type WorldLoaders } from "./world/world-loaders.ts";

/** What the resolvers of one request share: everything is asked in batches and once. */
export interface NationalLoad
  extends PatentLoaders,
    TextLoaders,
    OrganizationLoaders,
    AgencyLoaders,
    FamilyLoaders,
    WorldLoaders {
  /** At today's statuses; null where the source is off. */
  searchPatents(request: Omit<SearchRequest, "today">): Promise<SearchPage | null>;
  /** Imported patents that changed after a cursor; null where the source is off. */
  changedPatents(after: string | null, limit: number): Promise<ChangedViews | null>;
  patentStatistics(request: Omit<StatisticsRequest, "today">): Promise<StatisticsAnswer | null>;
  searchAgencies(search: AgencySearch): Promise<Sourced<RegisterPage<AgencyRecord>> | null>;
  readonly rights: RightsAccess;
}

export type NationalContext = NodeContext<NationalLoad>;

export function createNationalLoad(clients: NationalClients, context: LoaderContext): NationalLoad {
  const scope = { nodeCode: context.nodeCode };
  const today = chinaDateOf(context.now) ?? "";
  return {
    ...createPatentLoaders(clients, context, scope),
    ...createTextLoaders(clients, context),
    ...createOrganizationLoaders(clients, context),
    ...createAgencyLoaders(clients, context),
    ...createFamilyLoaders(clients, context),
    ...createWorldLoaders(clients, context),
    searchPatents: async (request) =>
      (await clients.bulk?.search({ ...request, today }, context.call)) ?? skipped(context, "cnipa-bulk"),
    changedPatents: async (after, limit) =>
      clients.bulk === null
        ? skipped(context, "cnipa-bulk")
        : changedViews(clients.bulk, { after, limit, call: context.call, scope }),
    patentStatistics: async (request) =>
      (await clients.bulk?.statistics({ ...request, today }, context.call)) ?? skipped(context, "cnipa-bulk"),
    searchAgencies: async (search) =>
      (await clients.register?.search(search, context.call)) ?? skipped(context, "cnipa-agencies"),
    rights: createRightsAccess(clients, context),
  };
}
