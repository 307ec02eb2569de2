import { type Region, regionOf } from "#schema/codes/regions.ts";

/** Enum MatchLocality: how near two parties are to each other. */
export type Locality = "SAME_CITY" | "SAME_CLUSTER" | "SAME_PROVINCE" | "ELSEWHERE" | "UNKNOWN";

/** By codes of GB/T 2260. A municipality is one city; a province alone tells no city. */
export function localityOf(one: string | null, other: string | null): Locality {
  const [a, b] = [placeOf(one), placeOf(other)];
  if (a === null || b === null) return "UNKNOWN";
  const city = cityOf(a);
  if (city !== null && city === cityOf(b)) return "SAME_CITY";
  if (a.inCluster && b.inCluster) return "SAME_CLUSTER";
  return a.code.slice(0, 2) === b.code.slice(0, 2) ? "SAME_PROVINCE" : "ELSEWHERE";
}

/** The city that a division belongs to; null for provinces. */
export function cityOf(region: Region): string | null {
  if (/^(?:11|12|31|50)/.test(region.code)) return `${region.code.slice(0, 2)}0000`;
  if (region.level === "PROVINCE") return null;
  return region.level === "COUNTY" ? (region.parent ?? null) : region.code;
}

export function placeOf(code: string | null): Region | null {
  return code === null ? null : regionOf(code);
}
