import { regionByChineseName } from "#schema/codes/region-names.ts";
import type { Region } from "#schema/codes/regions.ts";

const DEPTH: Readonly<Record<Region["level"], number>> = { PROVINCE: 1, PREFECTURE: 2, COUNTY: 3 };

/** GB/T 2260 code of an address: from its parts or from the printed line, whichever says more. */
export function regionOfAddress(parts: string, text: string): string | null {
  const found = [parts, text]
    .filter((address) => address !== "")
    .map(regionByChineseName)
    .filter((region) => region !== null);
  return found.sort((a, b) => DEPTH[b.level] - DEPTH[a.level])[0]?.code ?? null;
}
