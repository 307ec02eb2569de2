import type { StoredName } from "#adapters/cnipa-bulk/store/patent-store.ts";
import { normaliseName } from "#schema/ids/text.ts";
import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import { createSearchCursors } from "#subgraphs/national/search/search-cursor.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { type PageArguments, readPageSize } from "#subgraphs/runtime/paging.ts";
import type { AgencyView } from "./agency-loaders.ts";
import type { OrganizationView } from "./organization-loaders.ts";

const PATENTS_A_PAGE = 10;

export const partyResolvers: ResolverMap<NationalLoad> = {
  Organization: {
    formerNames: async ({ key, name }: OrganizationView, _args: never, { load }: NationalContext) =>
      otherNames(await load.organizationNames.load(key), name),
    patents: patentsOf,
  },
  Agency: {
    uscc: async (agency: AgencyView, _args: never, { load }: NationalContext) =>
      (await load.registrations.load(agency.code))?.uscc ?? null,
    registration: (agency: AgencyView, _args: never, { load }: NationalContext) => load.registrations.load(agency.code),
    formerNames: async ({ code, name }: AgencyView, _args: never, { load }: NationalContext) =>
      otherNames(await load.agencyNames.load(code), name ?? ""),
  },
};

/** By the engine of `patents`, so that cursors keep their place when records are added. */
async function patentsOf({ key }: OrganizationView, args: PageArguments, { load }: NationalContext) {
  const search = {
    query: null,
    filter: { kind: "organization", keys: [key] },
    order: { field: "FILING_DATE", direction: "DESC" },
  } as const;
  const cursors = createSearchCursors(search);
  const after = args.after ? cursors.open(args.after) : null;
  const first = readPageSize(args.first, PATENTS_A_PAGE);
  const page = await load.searchPatents({ ...search, first, after, facets: [], facetTop: 1, wantsHighlights: false });
  if (page === null) return null;
  const found = await Promise.all(
    page.hits.map(async ({ applicationNumber, cursor }) => ({
      cursor: cursors.seal(cursor),
      node: await load.patents.load(applicationNumber),
    })),
  );
  const edges = found.filter(({ node }) => node !== null);
  const [startCursor, endCursor] = [found.at(0)?.cursor ?? null, found.at(-1)?.cursor ?? null];
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: { hasNextPage: page.hasNextPage, hasPreviousPage: after !== null, startCursor, endCursor },
    total: page.total,
  };
}

function otherNames(names: readonly StoredName[], present: string) {
  return names
    .filter(({ name }) => normaliseName(name) !== normaliseName(present))
    .map(({ evidence, ...rest }) => ({ ...rest, evidence: { code: evidence } }));
}
