import { fromDay, toDay } from "./calendar.ts";
import { CLUSTER_PLACES, pickPlace } from "./places.ts";
import type { Random } from "./random.ts";
import type { WorldGeographicalIndication } from "./right-types.ts";

/** Always there: one of each system, and one announcement that covers two products. */
export const INDICATIONS: readonly WorldGeographicalIndication[] = [
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
  ...["拟例花椒", "拟例青花椒"].map((name) => ({
    system: "PRODUCT" as const,
    number: "2021年第991号",
    name,
    regionText: "四川省达州市现辖行政区域",
    region: "511700",
    holder: "达州市拟例花椒协会",
    announcementDate: "2021-09-10",
  })),
];

const PRODUCTS = ["茶叶", "脐橙", "腊肉", "豆瓣", "猕猴桃", "核桃"] as const;

/** All older than the well-known one, which so stands among the newest of its province. */
export function makeIndication(random: Random, index: number): WorldGeographicalIndication {
  const announced = fromDay(toDay("2006-01-10") + random.int(0, 4_600));
  const place = pickPlace(random, CLUSTER_PLACES);
  const name = `${place.city}拟例${random.pick(PRODUCTS)}${index + 1}号`;
  const isProduct = random.chance(0.6);
  return {
    system: isProduct ? "PRODUCT" : "AGRICULTURAL",
    number: isProduct
      ? `${announced.slice(0, 4)}年第${300 + (index % 600)}号`
      : `AGI${String(90_000 + (index % 9_000)).padStart(5, "0")}`,
    name,
    regionText: `${place.prefix}现辖行政区域`,
    region: place.code,
    holder: `${place.city}市${name}协会`,
    announcementDate: announced,
  };
}
