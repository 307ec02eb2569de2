import type { WorldAgency } from "#adapters/runtime/sandbox/world/types.ts";

const TYPES = {
  GENERAL_PARTNERSHIP: "普通合伙",
  SPECIAL_GENERAL_PARTNERSHIP: "特殊普通合伙",
  LIMITED_COMPANY: "有限责任公司",
} as const;

/** How the register prints that there is nothing. */
const NOTHING = "--";

/** One row of `/agency/list`: counts as text, days with a midnight, "--" for what is missing, telephone numbers in full. */
export function printAgency(agency: WorldAgency) {
  const isForeignRelated = agency.code.startsWith("72");
  return {
    agencyCode: agency.code,
    agencyName: agency.name,
    socialCreditCode: isForeignRelated ? NOTHING : agency.uscc,
    agencyType: TYPES[agency.type],
    statusText: agency.statusText,
    areaCode: isForeignRelated ? NOTHING : agency.region,
    address: agency.address,
    phone: agency.phone,
    establishDate: `${agency.foundedOn} 00:00:00`,
    agentCount: agency.statusText === "注销" ? "0" : String(agency.agents.length),
    businessScope: scopeOf(agency),
    branchList: agency.branches.length === 0 ? NOTHING : agency.branches.map(printBranch),
    updateTime: "2026-10-30 17:20:05",
  };
}

/** The rows of `/agent/list` of one agency. */
export function printAgents(agency: WorldAgency) {
  if (agency.statusText === "注销") return [];
  return agency.agents.map((agent) => ({
    qualificationNo: agent.qualificationNumber,
    agentName: agent.name,
    agencyCode: agency.code,
    since: `${agent.since} 00:00:00`,
  }));
}

function printBranch(branch: WorldAgency["branches"][number]) {
  return { branchName: branch.name, areaCode: branch.region, address: branch.address };
}

function scopeOf({ specialties }: WorldAgency): string {
  return specialties.length === 0 ? NOTHING : `专利代理；专业领域：${specialties.join("、")}`;
}
