import { addYears, fromDay, toDay, WORLD_TODAY } from "./calendar.ts";
import { personName } from "./names.ts";
import { inventedUscc } from "./organizations.ts";
import { CLUSTER_PLACES, landline, OTHER_PLACES, type Place, pickPlace, streetAddress } from "./places.ts";
import { createRandom, type Random } from "./random.ts";
import type { WorldAgency } from "./types.ts";
import { COMPANY_TAILS, COMPANY_WORDS, TECHNICAL_FIELDS } from "./vocabulary.ts";
import { CHONGQING_AGENCY } from "./well-known-parties.ts";

const CLUSTER_SHARE = 0.6;
/** Serials of a province run downwards to here; the well-known agency stands above. */
const FIRST_SERIAL = 201;
/** Foreign-related agencies have codes whose first two digits are no province (FACTS A11). */
const FOREIGN_RELATED = { share: 0.02, prefix: "72", firstSerial: 801 };
/** Serials of social credit codes that organisations do not reach. */
const USCC_BASE = 90_000;

/** The well-known agency first, then `count` invented ones with codes of their own. */
export function makeAgencies(seed: number, count: number): readonly WorldAgency[] {
  const nextSerial = new Map<string, number>();
  const agencies: WorldAgency[] = [CHONGQING_AGENCY];
  for (let index = 0; agencies.length <= count && index < count * 2; index++) {
    const random = createRandom(seed, "agency", index);
    const at = pickPlace(random, random.chance(CLUSTER_SHARE) ? CLUSTER_PLACES : OTHER_PLACES);
    const code = takeCode(random, at, nextSerial);
    if (code !== null) agencies.push(makeAgency(random, at, code, index));
  }
  return agencies;
}

/** Three digits of serial for each province: a full province gives no further code. */
function takeCode(random: Random, at: Place, nextSerial: Map<string, number>): string | null {
  const isForeignRelated = random.chance(FOREIGN_RELATED.share);
  const prefix = isForeignRelated ? FOREIGN_RELATED.prefix : at.code.slice(0, 2);
  const serial = nextSerial.get(prefix) ?? (isForeignRelated ? FOREIGN_RELATED.firstSerial : FIRST_SERIAL);
  if (serial > 989) return null;
  nextSerial.set(prefix, serial + 1);
  return `${prefix}${serial}`;
}

function makeAgency(random: Random, at: Place, code: string, index: number): WorldAgency {
  const type = random.pick(TYPES);
  const name = nameOf(random, at, type);
  const foundedOn = fromDay(toDay("2001-03-01") + random.int(0, 8_800));
  return {
    code,
    uscc: inventedUscc("91", at.code, USCC_BASE + index),
    name,
    type,
    region: at.code,
    address: streetAddress(random, at),
    phone: landline(random, at),
    foundedOn,
    statusText: statusOf(random),
    agents: agentsOf(random, at, index, foundedOn),
    branches: branchesOf(random, name),
    specialties: random.sample(SPECIALTIES, random.int(1, 4)),
  };
}

const TYPES = ["GENERAL_PARTNERSHIP", "GENERAL_PARTNERSHIP", "LIMITED_COMPANY", "SPECIAL_GENERAL_PARTNERSHIP"] as const;
const SPECIALTIES = TECHNICAL_FIELDS.map((field) => field.name);

/** Brackets come in full and in half width, as in the registers. */
function nameOf(random: Random, at: Place, type: WorldAgency["type"]): string {
  const called = `${at.city}${random.pick(COMPANY_WORDS)[0]}${random.pick(COMPANY_TAILS)[0]}`;
  if (type === "LIMITED_COMPANY") return `${called}专利代理有限公司`;
  const form = type === "GENERAL_PARTNERSHIP" ? "普通合伙" : "特殊普通合伙";
  const firm = random.pick(["知识产权代理事务所", "专利代理事务所"]);
  return random.chance(0.7) ? `${called}${firm}（${form}）` : `${called}${firm}(${form})`;
}

function statusOf(random: Random): string {
  const roll = random.next();
  if (roll < 0.92) return "正常";
  return roll < 0.96 ? "列入异常名录" : "注销";
}

function agentsOf(random: Random, at: Place, index: number, foundedOn: string): WorldAgency["agents"] {
  const years = Math.floor((toDay(WORLD_TODAY) - toDay(foundedOn)) / 366);
  return Array.from({ length: random.int(2, 9) }, (_, position) => ({
    qualificationNumber: `${at.code.slice(0, 2)}${String((index * 9 + position) % 100_000).padStart(5, "0")}`,
    name: personName(random),
    since: fromDay(addYears(toDay(foundedOn), random.int(0, years))),
  }));
}

function branchesOf(random: Random, name: string): WorldAgency["branches"] {
  if (!random.chance(0.18)) return [];
  return Array.from({ length: random.int(1, 2) }, () => {
    const at = pickPlace(random, CLUSTER_PLACES);
    return { name: `${name}${at.city}分所`, region: at.code, address: streetAddress(random, at) };
  });
}
