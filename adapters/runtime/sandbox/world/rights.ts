import { checkCharacter } from "#schema/ids/application-number.ts";
import { fromDay, toDay, WORLD_TODAY } from "./calendar.ts";
import { INDICATIONS, makeIndication } from "./indications.ts";
import type { OrganizationSeat } from "./organizations.ts";
import { createRandom, type Random } from "./random.ts";
import type { WorldRights } from "./right-types.ts";
import { makeTrademark } from "./trademarks.ts";
import { WELL_KNOWN_RIGHTS } from "./well-known-rights.ts";

type One<K extends keyof WorldRights> = WorldRights[K][number];

/** Rights other than patents: the well-known ones, then invented ones of organisations that have no part in the story. */
export function makeRights(seed: number, seats: readonly OrganizationSeat[], count: number): WorldRights {
  const owners = seats.slice(WELL_KNOWN_SEATS);
  const many = <T>(
    kind: string,
    share: number,
    make: (random: Random, seat: OrganizationSeat, index: number) => T,
  ): T[] =>
    Array.from({ length: Math.ceil(count * share) }, (_, index) => {
      const random = createRandom(seed, kind, index);
      return make(random, random.pick(owners), index);
    });
  return {
    trademarks: [...WELL_KNOWN_RIGHTS.trademarks, ...many("trademark", 1, makeTrademark)],
    softwareCopyrights: [...WELL_KNOWN_RIGHTS.softwareCopyrights, ...many("software", 0.6, makeSoftware)],
    registeredWorks: [...WELL_KNOWN_RIGHTS.registeredWorks, ...many("work", 0.2, makeWork)],
    layoutDesigns: [...WELL_KNOWN_RIGHTS.layoutDesigns, ...many("layout", 0.05, makeLayoutDesign)],
    geographicalIndications: [
      ...WELL_KNOWN_RIGHTS.geographicalIndications,
      ...INDICATIONS,
      ...many("indication", 0.05, (random, _seat, index) => makeIndication(random, index)),
    ],
    plantVarieties: [...WELL_KNOWN_RIGHTS.plantVarieties, ...many("variety", 0.02, makeVariety)],
  };
}

/** They stand first; what they own is told by the story alone. */
const WELL_KNOWN_SEATS = 2;

function makeSoftware(random: Random, seat: OrganizationSeat, index: number): One<"softwareCopyrights"> {
  const completed = toDay("2019-02-01") + random.int(0, 2_600);
  const registered = fromDay(completed + random.int(40, 120));
  const [object] = random.pick(seat.field.objects);
  return {
    registrationNumber: `${registered.slice(0, 4)}SR9${String(index).padStart(6, "0")}`,
    name: `${object}管理软件`,
    version: `V${random.int(1, 3)}.0`,
    owner: seat.organization.uscc,
    coOwners: random.chance(0.1) ? ["拟例软件开发中心"] : [],
    region: seat.organization.region,
    completionDate: fromDay(completed),
    registrationDate: registered,
    certificateNumber: `软著登字第${19_900_000 + index}号`,
    shortName: random.chance(0.4) ? `${object}软件` : null,
    publicationDate: random.chance(0.5) ? fromDay(completed + random.int(1, 30)) : null,
  };
}

/** The letters of the two categories that are known from published numbers. */
const CATEGORIES = [
  ["美术", "F"],
  ["音乐", "B"],
] as const;

function makeWork(random: Random, seat: OrganizationSeat, index: number): One<"registeredWorks"> {
  const completed = toDay("2014-05-06") + random.int(0, 4_300);
  const registered = fromDay(completed + random.int(30, 200));
  const [category, letter] = random.pick(CATEGORIES);
  const { region, uscc, name } = seat.organization;
  const province = region.startsWith("51") ? "川" : region.startsWith("50") ? "渝" : "国";
  const register = random.chance(0.5) ? province : "国";
  return {
    registrationNumber: `${register}作登字-${registered.slice(0, 4)}-${letter}-${99_000_000 + index}`,
    name: `${name.slice(0, 4)}${category === "音乐" ? "司歌" : "标志图形"}`,
    category,
    owner: uscc,
    region,
    completionDate: fromDay(completed),
    publicationDate: random.chance(0.4) ? fromDay(completed + 12) : null,
    registrationDate: registered,
  };
}

function makeLayoutDesign(random: Random, seat: OrganizationSeat, index: number): One<"layoutDesigns"> {
  const filed = toDay("2015-03-02") + random.int(0, 4_000);
  const filingDate = fromDay(filed);
  const body = `${filingDate.slice(2, 4)}5${String(90_000 + index).padStart(5, "0")}`;
  const check = checkCharacter(body);
  const created = filed - random.int(100, 1_500);
  return {
    registrationNumber: `BS.${body}${check}`,
    name: `${random.pick(["电源管理", "传感接口", "射频收发", "电机驱动"])}芯片`,
    owner: seat.organization.uscc,
    region: seat.organization.region,
    filingDate,
    announcementNumber: String(99_100 + index),
    announcementDate: fromDay(filed + random.int(90, 200)),
    creationDate: fromDay(created),
    exploitationDate: random.chance(0.5) ? fromDay(created + 60) : null,
  };
}

const SPECIES = [
  ["水稻", "AGRICULTURE"],
  ["玉米", "AGRICULTURE"],
  ["油菜", "AGRICULTURE"],
  ["桂花属", "FORESTRY"],
  ["杨属", "FORESTRY"],
] as const;

function makeVariety(random: Random, seat: OrganizationSeat, index: number): One<"plantVarieties"> {
  const filed = toDay("2017-02-06") + random.int(0, 2_600);
  const filingDate = fromDay(filed);
  const year = filingDate.slice(0, 4);
  const [species, authority] = random.pick(SPECIES);
  const granted = fromDay(filed + random.int(700, 1_300));
  return {
    authority,
    number:
      authority === "AGRICULTURE"
        ? `CNA${year}9${String(index).padStart(6, "0")}`
        : `${year}${9_000 + (index % 1_000)}`,
    name: `拟例${index + 1}号`,
    species,
    owner: seat.organization.uscc,
    region: seat.organization.region,
    filingDate,
    announcementDate: fromDay(filed + 120),
    grantDate: granted <= WORLD_TODAY ? granted : null,
  };
}
