import type { AgencyRecord } from "#adapters/cnipa-agencies/records.ts";
import type { PatentRecord } from "#adapters/cnipa-bulk/patent-record.ts";
import type { PatentFilter } from "#adapters/cnipa-bulk/store/patent-store.ts";
import { CLUSTER_CITIES } from "#schema/codes/region-tables.ts";
import { CHENGDU_CHONGQING, expandRegions, type RegionMatcher } from "#schema/codes/regions.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { FoundItem, FoundPage, NodeContract, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { badInput } from "#subgraphs/runtime/operation-error.ts";
import type { NationalContext, NationalLoad } from "./national-load.ts";

const NOTHING: FoundPage = { items: [], total: 0, relation: "EXACT" };

/** How the hub may ask this node: the register of agencies, and the imported patents. */
export const contract: NodeContract<NationalLoad> = {
  kinds: {
    AGENCY: {
      typeName: "Agency",
      search: "LIVE",
      about: [],
      filters: ["regions"],
      harvest: false,
      isPrivate: false,
      find: findAgencies,
    },
    PATENT: {
      typeName: "Patent",
      search: "LIVE",
      about: ["Organization", "Agency"],
      filters: ["regions", "party"],
      harvest: false,
      isPrivate: false,
      find: findPatents,
    },
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

async function findPatents(search: NodeSearch, { load }: NationalContext): Promise<FoundPage> {
  const found = await load.listPatents({ filter: patentFilter(search), offset: search.offset, limit: search.first });
  if (found === null) return NOTHING;
  return { items: found.value.records.map(patentItem), total: found.value.total, relation: "EXACT" };
}

function patentFilter(search: NodeSearch): PatentFilter {
  const matcher = regionsOf(search);
  const { about } = search;
  const party = about?.typeName === "Organization" ? about.key : (search.filter.party ?? undefined);
  return {
    ...(matcher === null ? {} : { regions: [...matcher.codes] }),
    ...(party === undefined ? {} : { party }),
    ...(about?.typeName === "Agency" ? { agencyCode: about.key } : {}),
    ...(search.text ? { text: search.text } : {}),
  };
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
  return {
    id: encodeNodeId("Agency", code),
    summary: { title: name, numbers: [code], region, date: foundedDate, fetchedAt },
  };
}

function patentItem(record: PatentRecord): FoundItem {
  const { applicationNumber, title, ipc, locarno, applicants, publications, latestGazetteDate, importedAt } = record;
  return {
    id: encodeNodeId("Patent", applicationNumber),
    summary: {
      title,
      numbers: [applicationNumber, ...publications.map(({ office, number, kind }) => `${office}${number}${kind}`)],
      classes: [...ipc, ...locarno],
      region: applicants[0]?.regionCode ?? null,
      date: latestGazetteDate,
      fetchedAt: importedAt,
    },
  };
}
