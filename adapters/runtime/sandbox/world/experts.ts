import { personName } from "./names.ts";
import { snowflake } from "./offers.ts";
import type { OrganizationSeat } from "./organizations.ts";
import { mobile } from "./places.ts";
import { createRandom } from "./random.ts";
import type { WorldExpert } from "./types.ts";
import { ZHANG_SHILI } from "./well-known-parties.ts";

const JOB_TITLES = ["教授", "研究员", "副教授", "高级工程师", "教授级高级工程师", "专利代理师", "总工程师"];
const CALLINGS = ["知识产权运营", "专利分析", "专利价值评估", "维权援助"];

/** 张示例 in both directories, then `count` invented experts, half in each. */
export function makeExperts(seed: number, seats: readonly OrganizationSeat[], count: number): readonly WorldExpert[] {
  return [...ZHANG_SHILI, ...Array.from({ length: count }, (_, index) => makeExpert(seed, seats, index))];
}

function makeExpert(seed: number, seats: readonly OrganizationSeat[], index: number): WorldExpert {
  const random = createRandom(seed, "expert", index);
  const { organization, field } = random.pick(seats);
  const node = index % 2 === 0 ? "sichuan" : "chongqing";
  const specialties = [field.name, ...(random.chance(0.5) ? [random.pick(CALLINGS)] : [])];
  return {
    node,
    id: node === "sichuan" ? (0x5a1e1000 + index * 37).toString(16) : snowflake("13", 1_000 + index),
    name: personName(random),
    jobTitle: random.pick(JOB_TITLES),
    organization: organization.name,
    specialties,
    introduction: `从事${field.name}领域研究与${random.pick(CALLINGS)}工作${random.int(5, 30)}年。`,
    region: organization.region,
    phone: mobile(random),
  };
}
