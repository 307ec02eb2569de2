import { widen } from "#adapters/runtime/sandbox/print-values.ts";
import type { World, WorldAgency } from "#adapters/runtime/sandbox/world/types.ts";
import { hexId, type Row } from "./reports.ts";

const PROVINCE = "35";
/** The platform is told to have eleven agencies as members (FACTS C1); invented ones fill the places. */
const MEMBERS = 11;

/** Agencies of the province first, then such as keep a desk there, until there are eleven. */
export function makeAgencies(world: World): readonly Row[] {
  const local = world.agencies.filter((agency) => agency.region.startsWith(PROVINCE));
  const guests = world.agencies.filter((agency) => !agency.region.startsWith(PROVINCE));
  return [...local, ...guests.slice(0, Math.max(0, MEMBERS - local.length))].map(agencyRow);
}

function agencyRow(agency: WorldAgency, index: number): Row {
  return {
    ID: hexId("agency", agency.code),
    AGENCYCODE: index % 4 === 2 ? widen(agency.code) : agency.code,
    AGENCYNAME: printedName(agency, index),
    AREACODE: agency.region,
    ADDRESS: agency.address,
    PHONE: agency.phone,
    SPECIALTY: agency.specialties.join("、"),
    INTRODUCTION: `${agency.name}成立于${agency.foundedOn.slice(0, 4)}年，有执业代理师${agency.agents.length}人。联系电话：${agency.phone}`,
    UPDATED: "2019年04月12日",
  };
}

/** The second still bears the name it had when the platform was built; brackets of the others come in either width. */
function printedName({ name }: WorldAgency, index: number): string {
  if (index === 1) return name.replace(/(?:知识产权代理|专利代理)/, "专利商标事务");
  return index % 2 === 0 ? name.replace("（", "(").replace("）", ")") : name;
}
