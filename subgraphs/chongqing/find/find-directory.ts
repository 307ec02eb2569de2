import type { Kjy01AgencyProfile, Kjy01Expert } from "#adapters/chongqing-kjy01/records.ts";
import { source } from "#adapters/chongqing-kjy01/source.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import type { ChongqingContext } from "#subgraphs/chongqing/chongqing-load.ts";
import { idOf } from "#subgraphs/chongqing/records/origin.ts";
import { regionCodeOf } from "#subgraphs/chongqing/records/references.ts";
import type { FoundItem, FoundPage, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { findInList } from "./find-in-list.ts";
import { splitRegions, splitSpecialties, testOfRest } from "./split-filter.ts";

const NOTHING: FoundPage = { items: [], total: 0, relation: "EXACT" };

export async function findExperts(search: NodeSearch, context: ChongqingContext): Promise<FoundPage> {
  const region = splitRegions<Kjy01Expert>(search.filter.regions);
  const specialty = splitSpecialties<Kjy01Expert>(search.filter.specialties);
  const query = { keyword: search.text ?? undefined, area: region.word, field: specialty.word };
  const { records, ...total } = await findInList(
    {
      ask: (window) => context.load.kjy01().experts(query, window, context.call),
      rest: testOfRest(region, specialty),
    },
    search,
  );
  return { ...total, items: records.map(expertItem) };
}

/** Agency profiles; about an agency: its one profile, if it has one, by the register's code. */
export async function findAgencyProfiles(search: NodeSearch, context: ChongqingContext): Promise<FoundPage> {
  if (search.about?.typeName === "Agency") return profileOf(search.about.key, search, context);
  const region = splitRegions<Kjy01AgencyProfile>(search.filter.regions);
  const specialty = splitSpecialties<Kjy01AgencyProfile>(search.filter.specialties);
  const query = { keyword: search.text ?? undefined, area: region.word, field: specialty.word };
  const { records, ...total } = await findInList(
    {
      ask: (window) => context.load.kjy01().agencyProfiles(query, window, context.call),
      rest: testOfRest(region, specialty),
    },
    search,
  );
  return { ...total, items: records.map(profileItem) };
}

async function profileOf(code: string, { first, offset }: NodeSearch, { load }: ChongqingContext): Promise<FoundPage> {
  const parsed = parseAgencyCode(code);
  if (!parsed.ok) return NOTHING;
  const record = await load.profileOfAgency.load(parsed.value);
  if (record.value === null) return NOTHING;
  const items = [profileItem({ ...record, value: record.value })].slice(offset, offset + first);
  return { items, total: 1, relation: "EXACT" };
}

function expertItem({ value, fetchedAt }: Sourced<Kjy01Expert>): FoundItem {
  return {
    id: idOf("ChongqingExpert", value.id),
    summary: {
      title: value.name,
      text: wordsOf(value.organizationName, value.jobTitle, value.introduction),
      region: regionCodeOf(value.areaText),
      codes: { specialties: value.specialties },
      licence: source.licence.code,
      fetchedAt,
      sourceUpdatedAt: value.updatedAt,
    },
  };
}

function profileItem({ value, fetchedAt }: Sourced<Kjy01AgencyProfile>): FoundItem {
  const numbers = value.agencyCode === null ? [] : [value.agencyCode];
  return {
    id: idOf("ChongqingAgencyProfile", value.id),
    summary: {
      title: value.name,
      text: value.introduction,
      numbers,
      region: regionCodeOf(value.areaText),
      codes: { specialties: value.specialties },
      licence: source.licence.code,
      fetchedAt,
      sourceUpdatedAt: value.updatedAt,
    },
  };
}

function wordsOf(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(" ");
}
