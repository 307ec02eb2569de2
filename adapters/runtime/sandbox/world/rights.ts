import { checkCharacter } from "#schema/ids/application-number.ts";
import { fromDay, toDay } from "./calendar.ts";
import type { OrganizationSeat } from "./organizations.ts";
import { createRandom, type Random } from "./random.ts";
import type { WorldRights } from "./types.ts";
import { WELL_KNOWN_RIGHTS } from "./well-known.ts";

type One<K extends keyof WorldRights> = WorldRights[K][number];

/** Trademarks, software, layout designs and geographical indications: the well-known ones, then invented ones. */
export function makeRights(seed: number, seats: readonly OrganizationSeat[], count: number): WorldRights {
  const many = <T>(
    kind: string,
    share: number,
    make: (random: Random, seat: OrganizationSeat, index: number) => T,
  ): T[] =>
    Array.from({ length: Math.ceil(count * share) }, (_, index) => {
      const random = createRandom(seed, kind, index);
      return make(random, random.pick(seats), index);
    });
  return {
    trademarks: [...WELL_KNOWN_RIGHTS.trademarks, ...many("trademark", 1, makeTrademark)],
    softwareCopyrights: [...WELL_KNOWN_RIGHTS.softwareCopyrights, ...many("software", 0.6, makeSoftware)],
    layoutDesigns: [...WELL_KNOWN_RIGHTS.layoutDesigns, ...many("layout", 0.05, makeLayoutDesign)],
    geographicalIndications: [...WELL_KNOWN_RIGHTS.geographicalIndications, ...INDICATIONS],
  };
}

/** Trademark numbers above any in use. */
function makeTrademark(random: Random, seat: OrganizationSeat, index: number): One<"trademarks"> {
  const filed = toDay("2012-01-04") + random.int(0, 4_500);
  const [object] = random.pick(seat.field.objects);
  return {
    number: String(97_000_000 + index),
    name: seat.organization.name.slice(0, 4),
    owner: seat.organization.uscc,
    filingDate: fromDay(filed),
    registrationDate: fromDay(filed + random.int(230, 420)),
    classes: [{ niceClass: random.int(1, 45), goods: [object] }],
  };
}

function makeSoftware(random: Random, seat: OrganizationSeat, index: number): One<"softwareCopyrights"> {
  const completed = toDay("2019-02-01") + random.int(0, 2_600);
  const registered = fromDay(completed + random.int(40, 120));
  const [object] = random.pick(seat.field.objects);
  return {
    registrationNumber: `${registered.slice(0, 4)}SR9${String(index).padStart(6, "0")}`,
    name: `${object}管理软件`,
    version: `V${random.int(1, 3)}.0`,
    owner: seat.organization.uscc,
    completionDate: fromDay(completed),
    registrationDate: registered,
  };
}

function makeLayoutDesign(random: Random, seat: OrganizationSeat, index: number): One<"layoutDesigns"> {
  const filingDate = fromDay(toDay("2015-03-02") + random.int(0, 4_000));
  const body = `${filingDate.slice(2, 4)}5${String(90_000 + index).padStart(5, "0")}`;
  const check = checkCharacter(body);
  return {
    registrationNumber: `BS.${body}${check}`,
    name: `${random.pick(["电源管理", "传感接口", "射频收发", "电机驱动"])}芯片`,
    owner: seat.organization.uscc,
    filingDate,
  };
}

const INDICATIONS: readonly One<"geographicalIndications">[] = [
  {
    system: "AGRICULTURAL",
    number: "AGI99001",
    name: "拟例竹笋",
    regionText: "四川省雅安市部分乡镇",
    region: "511800",
    holder: "雅安市拟例竹业协会",
    announcementDate: "2016-03-31",
  },
  {
    system: "MARK",
    number: "96900001",
    name: "拟例榨菜",
    regionText: "重庆市涪陵区现辖行政区域",
    region: "500102",
    holder: "重庆市拟例榨菜行业协会",
    announcementDate: "2018-05-14",
  },
  {
    system: "PRODUCT",
    number: "2021年第991号",
    name: "拟例花椒",
    regionText: "四川省达州市现辖行政区域",
    region: "511700",
    holder: "达州市拟例花椒协会",
    announcementDate: "2021-09-10",
  },
];
