import { fromDay, toDay, WORLD_TODAY } from "./calendar.ts";
import { snowflake } from "./offers.ts";
import type { OrganizationSeat } from "./organizations.ts";
import { createRandom } from "./random.ts";
import type { WorldDemand } from "./types.ts";
import { WELL_KNOWN_DEMAND } from "./well-known.ts";

const WANTED = ["寻求许可", "寻求转让", "委托开发", "合作开发"];
/** Weighted by repetition: most demands are open. */
const STATUSES = [
  ...Array.from({ length: 6 }, () => "PUBLISHED" as const),
  "DELAYED",
  "BIDDING",
  "BIDDING",
  "AWARDED",
  "COMPLETED",
  "CANCELLED",
  "EVALUATED",
] as const;

/** The well-known demand first, then `count` invented ones, the newest first. */
export function makeDemands(seed: number, seats: readonly OrganizationSeat[], count: number): readonly WorldDemand[] {
  return [WELL_KNOWN_DEMAND, ...Array.from({ length: count }, (_, index) => makeDemand(seed, seats, index))];
}

function makeDemand(seed: number, seats: readonly OrganizationSeat[], index: number): WorldDemand {
  const random = createRandom(seed, "demand", index);
  const { organization, field } = random.pick(seats);
  const [object] = random.pick(field.objects);
  const [effect] = random.pick(field.effects);
  const wanted = random.pick(WANTED);
  const publishedDay = toDay(WORLD_TODAY) - 8 - index * 3;
  return {
    node: "chongqing",
    id: snowflake("12", 9_999 - index),
    title: object,
    wanted,
    field: field.name,
    description: `${organization.name}${wanted}：${object}，要求${effect}，可在川渝地区对接。`,
    budgetYuan: random.chance(0.3) ? null : random.int(2, 100) * 10_000,
    deadline: fromDay(publishedDay + random.int(90, 300)),
    publisher: organization.uscc,
    region: organization.region,
    publishedAt: `${fromDay(publishedDay)}T${String(random.int(9, 17)).padStart(2, "0")}:00:00+08:00`,
    status: random.pick(STATUSES),
  };
}
