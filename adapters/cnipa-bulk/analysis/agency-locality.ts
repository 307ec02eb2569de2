import { type Region, regionOf, regionsBelow } from "#schema/codes/regions.ts";

/** Where a patent's agency sits, seen from its first applicant. */
export const AGENCY_LOCALITIES = [
  "SAME_CITY",
  "SAME_PROVINCE",
  "SAME_CLUSTER",
  "ELSEWHERE",
  "NONE",
  "UNKNOWN",
] as const;
export type AgencyLocality = (typeof AGENCY_LOCALITIES)[number];

/** Six-digit codes; municipalities are their own city. */
export interface Place {
  readonly province: string | null;
  readonly city: string | null;
  /** Inside the Chengdu–Chongqing cluster; null where the city would decide and is not known. */
  readonly inCluster: boolean | null;
}

const NOWHERE: Place = { province: null, city: null, inCluster: null };
/** Provinces of which a part lies in the cluster. */
const SICHUAN = "510000";

/** Province and city of an address's division; retired codes count as what they became. */
export function placeOf(regionCode: string | null): Place {
  const region = regionCode === null ? null : regionOf(regionCode);
  if (region === null) return NOWHERE;
  const province = `${region.code.slice(0, 2)}0000`;
  const city = cityOf(region);
  return { province, city, inCluster: city === null ? unknownCityInCluster(province) : region.inCluster };
}

/**
 * An agency's place as its code and name tell: the first two digits are the province (foreign-related agencies, 72…, have
 * none), the city is what the name begins with. Branches that file under the parent's code count where the parent is.
 */
export function agencyPlaceOf(code: string, name: string): Place {
  const province = regionOf(code.slice(0, 2));
  if (province === null) return NOWHERE;
  const city = cityOf(province) ?? regionsBelow(province.code).find((below) => beginsWith(name, below, province))?.code;
  return placeOf(city ?? province.code);
}

/** `agency`: null for patents without one. */
export function agencyLocalityOf(applicant: Place, agency: Place | null): AgencyLocality {
  if (agency === null) return "NONE";
  if (applicant.province === null || agency.province === null) return "UNKNOWN";
  if (applicant.city !== null && applicant.city === agency.city) return "SAME_CITY";
  if (applicant.province === agency.province) return "SAME_PROVINCE";
  if (applicant.inCluster === false || agency.inCluster === false) return "ELSEWHERE";
  return applicant.inCluster === null || agency.inCluster === null ? "UNKNOWN" : "SAME_CLUSTER";
}

/** The division below the province that a code lies in: municipalities and what has no cities are their own. */
function cityOf(region: Region): string | null {
  if (region.level === "PREFECTURE") return region.code;
  if (region.level === "COUNTY") {
    const above = regionOf(region.parent ?? "");
    if (above === null) return null;
    return above.level === "PREFECTURE" || isOwnCity(above.code) ? above.code : region.code;
  }
  return isOwnCity(region.code) ? region.code : null;
}

/** Municipalities, Hong Kong, Macao. */
function isOwnCity(province: string): boolean {
  return /^(?:11|12|31|50|81|82)0000$/.test(province);
}

function unknownCityInCluster(province: string): boolean | null {
  return province === SICHUAN ? null : false;
}

/** 成都…事务所, 四川成都…: the city's name without 市 or 自治州, in front or right behind the province's. */
function beginsWith(name: string, city: Region, province: Region): boolean {
  const plain = province.name.replace(/(?:省|自治区)$/, "");
  const behind = name.startsWith(province.name) ? province.name : name.startsWith(plain) ? plain : "";
  return [name, name.slice(behind.length)].some((text) => text.startsWith(shortName(city)));
}

function shortName({ name }: Region): string {
  return /^(.{2,3}?)(?:.{1,4}族)+自治州$/.exec(name)?.[1] ?? name.replace(/(?:市|地区|盟|自治州)$/, "");
}
