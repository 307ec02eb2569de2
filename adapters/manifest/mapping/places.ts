import { regionByChineseName } from "#schema/codes/region-names.ts";
import { regionOf } from "#schema/codes/regions.ts";
import { toHalfWidth } from "#schema/ids/text.ts";
import { good, type NormaliserFactory, noted, ofText, refused } from "./normaliser.ts";

const CHANGED = {
  zh: "该代码已撤销或并非实际区划，已换为现行区划",
  en: "The code was retired or stands for no real division; the present one is given",
};
const UNKNOWN = { zh: "没有此行政区划", en: "There is no such administrative division" };

/** GB/T 2260: by code, or by a name or an address in Chinese. */
export const region: NormaliserFactory = (options) =>
  ofText(options, (raw) => {
    const plain = toHalfWidth(raw).trim();
    if (!/^\d+$/.test(plain)) {
      const named = regionByChineseName(raw);
      return named === null ? refused("UNKNOWN_REGION", UNKNOWN, raw) : good(named.code);
    }
    const found = regionOf(plain);
    if (found === null) return refused("UNKNOWN_REGION", UNKNOWN, raw);
    const isSame = plain.slice(0, 6).padEnd(6, "0") === found.code;
    return isSame ? good(found.code) : noted(found.code, "REGION_CHANGED", CHANGED, raw);
  });
