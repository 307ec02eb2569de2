import { snowflake } from "#adapters/runtime/sandbox/world/offers.ts";
import type { World, WorldAgency, WorldExpert } from "#adapters/runtime/sandbox/world/types.ts";
import type { Row } from "./lists.ts";
import { printArea } from "./platform-print.ts";

/** Kind digits of ids that the world leaves to this platform. */
const AGENCY_IDS = "15";
const DIRECTORY_UPDATED = "2026-10-31 18:00:00";
/** Agencies of the municipality and those that opened a branch in it; the platform asks nobody else in. */
const MUNICIPALITY = "50";

/** Agency profiles, as `/tsAdmin/patentAgency/list` prints them. Brackets in names are half-width here, full in the register. */
export function agencyRows(world: World): readonly Row[] {
  return world.agencies.filter(isLocal).map(agencyRow);
}

function isLocal(agency: WorldAgency): boolean {
  return [agency, ...agency.branches].some(({ region }) => region.startsWith(MUNICIPALITY));
}

function agencyRow(agency: WorldAgency): Row {
  const id = snowflake(AGENCY_IDS, Number(agency.code));
  const name = agency.name.replaceAll("（", "(").replaceAll("）", ")");
  const area = printArea(agency.region);
  return {
    id,
    facets: { name, agencyCode: agency.code, field: agency.specialties.join(","), area },
    wire: {
      id: BigInt(id),
      agencyCode: agency.code,
      organName: name,
      introduction: `${name}成立于${agency.foundedOn.slice(0, 4)}年，现有专利代理师${agency.agents.length}人，擅长${agency.specialties.join("、")}领域。`,
      goodAt: agency.specialties.join(","),
      contactPhone: agency.phone,
      area,
      updateTime: DIRECTORY_UPDATED,
    },
  };
}

/** Experts, as `/tsAdmin/expert/list` prints them. */
export function expertRows(world: World): readonly Row[] {
  return world.experts.filter((expert) => expert.node === "chongqing").map(expertRow);
}

function expertRow(expert: WorldExpert): Row {
  const area = printArea(expert.region);
  return {
    id: expert.id,
    facets: { name: expert.name, field: expert.specialties.join("、"), owner: expert.organization, area },
    wire: {
      id: BigInt(expert.id),
      expertName: expert.name,
      title: expert.jobTitle,
      unit: expert.organization,
      field: expert.specialties.join("、"),
      introduction: expert.introduction,
      contact: expert.phone,
      area,
      updateTime: DIRECTORY_UPDATED,
    },
  };
}
