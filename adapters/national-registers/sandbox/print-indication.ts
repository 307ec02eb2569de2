import type { WorldGeographicalIndication } from "#adapters/runtime/sandbox/world/right-types.ts";
import type { Shelved } from "./shelves.ts";
import { snowflake, spellDay, spellNothing } from "./spelling.ts";

const TYPES = {
  PRODUCT: [1, "地理标志产品"],
  MARK: [2, "地理标志商标（证明商标）"],
  AGRICULTURAL: [3, "农产品地理标志"],
} as const;

/** One line each; what kind of protection it has stands as an integer, and for most also in words. */
export function printIndication(indication: WorldGeographicalIndication, index: number): Shelved {
  const [type, words] = TYPES[indication.system];
  const { number, name, region, holder, announcementDate } = indication;
  const row = {
    Id: snowflake(3, index),
    GiType: type,
    GiTypeDesc: index % 4 === 3 ? spellNothing(index) : words,
    RegisterNo: indication.system === "PRODUCT" && index % 2 === 1 ? `质检总局公告${number}` : number,
    SpecNo: spellNothing(index + 1),
    Name: name,
    RegionText: indication.regionText,
    AreaCode: region,
    Holder: holder,
    NoticeDate: spellDay(announcementDate, index),
  };
  return { number, name, owners: [holder], region, date: announcementDate, row, entries: [row] };
}
