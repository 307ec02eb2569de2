import type { AgencyRecord } from "#adapters/cnipa-agencies/records.ts";
import { source as agencyRegister } from "#adapters/cnipa-agencies/source.ts";
import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import { CLUSTER_CITIES } from "#schema/codes/region-tables.ts";
import { CHENGDU_CHONGQING, expandRegions, type RegionMatcher } from "#schema/codes/regions.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { FoundItem, FoundPage, NodeContract, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { badInput } from "#subgraphs/runtime/operation-error.ts";
import { nothingFound, numberedAgency, numberedOrganization, numberedPatents, orNumbered } from "./find-numbered.ts";
import type { NationalContext, NationalLoad } from "./national-load.ts";
import { harvestPatents, patentItem } from "./patent/patent-summary.ts";
import { rightKindContracts } from "./rights/right-contract.ts";
import { allOf } from "./search/combine-conditions.ts";
import { readPatentSearch } from "./search/read-search.ts";

/** What the store skips at most. */
const MAX_SKIP = 10_000;
const NOTHING: FoundPage = { items: [], total: 0, relation: "EXACT" };

/** How the hub may ask this node: the register of agencies, and the imported patents. */
export const contract: NodeContract<NationalLoad> = {
  kinds: {
    AGENCY: {
      typeName: "Agency",
      search: "LIVE",
      about: [],
      filters: ["regions", "numbers"],
      harvest: true,
      isPrivate: false,
      find: orNumbered(findAgencies, numberedAgency),
    },
    ORGANIZATION: {
      typeName: "Organization",
      search: "NONE",
      about: [],
      filters: ["numbers"],
      harvest: false,
      isPrivate: false,
      find: orNumbered(nothingFound, numberedOrganization),
    },
    PATENT: {
      typeName: "Patent",
      search: "LIVE",
      about: ["Organization", "Agency"],
      filters: ["regions", "party", "numbers"],
      harvest: true,
      isPrivate: false,
      find: orNumbered(findPatents, numberedPatents(patentItem)),
      harvestPage: harvestPatents,
    },
    ...rightKindContracts,
  },
};

async function findAgencies(search: NodeSearch, { load }: NationalContext): Promise<FoundPage> {
  const matcher = regionsOf(search);
  const found = await load.searchAgencies({
    ...(search.filter.regions ? { regions: search.filter.regions.flatMap(citiesOf) } : {}),
    ...(search.text ? { text: search.text } : {}),
    offset: search.offset,
    limit: search.first,
  });
  if (found === null) return NOTHING;
  const { items, total } = found.value;
  const inside = items.filter((agency) => matcher === null || matcher.matches(agency.region));
  return {
    items: inside.map((agency) => agencyItem(agency, found.fetchedAt)),
    total: total.value,
    relation: total.relation,
  };
}

/** By the engine of `patents`; without a text the newest come first. */
async function findPatents(search: NodeSearch, { load, now }: NationalContext): Promise<FoundPage> {
  const { about, text, filter, first, offset } = search;
  if (offset > MAX_SKIP) return NOTHING;
  const asked = readPatentSearch({
    query: text ?? null,
    syntax: "TEXT",
    filter: { regions: filter.regions ?? null, party: filter.party?.trim() || null },
  });
  const narrowed = [asked.filter, about ? aboutCondition(about) : null].filter((one) => one !== null);
  const page = await load.searchPatents({
    query: asked.query,
    filter: narrowed.length === 0 ? null : allOf(narrowed),
    order: { field: asked.query === null ? "FILING_DATE" : "RELEVANCE", direction: "DESC" },
    ...{ first, after: null, skip: offset },
    ...{ facets: [], facetTop: 1, wantsHighlights: false },
  });
  if (page === null) return NOTHING;
  const patents = await Promise.all(page.hits.map(({ applicationNumber }) => load.patents.load(applicationNumber)));
  return {
    items: patents.filter((patent) => patent !== null).map((patent) => patentItem(patent, now)),
    total: page.total.value,
    relation: page.total.relation,
  };
}

function aboutCondition({ typeName, key }: NonNullable<NodeSearch["about"]>): SearchCondition {
  return typeName === "Agency" ? { kind: "agency", codes: [key] } : { kind: "organization", keys: [key] };
}

function regionsOf({ filter }: NodeSearch): RegionMatcher | null {
  if (!filter.regions) return null;
  const expanded = expandRegions(filter.regions);
  if (expanded.ok) return expanded.value;
  throw badInput("regions", expanded.problem.message.zh, expanded.problem.message.en);
}

/** The register knows codes alone; the few counties outside the plan are left out afterwards. */
function citiesOf(region: string): readonly string[] {
  return region === CHENGDU_CHONGQING ? CLUSTER_CITIES : [region];
}

function agencyItem({ code, name, region, foundedDate }: AgencyRecord, fetchedAt: number): FoundItem {
  const licence = agencyRegister.licence.code;
  return {
    id: encodeNodeId("Agency", code),
    summary: { title: name, numbers: [code], region, date: foundedDate, licence, fetchedAt },
  };
}
