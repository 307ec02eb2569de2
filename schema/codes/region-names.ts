import { toHalfWidth } from "#schema/ids/text.ts";
import { RETIRED_REGIONS } from "./region-tables.ts";
import { allRegions, type Region, regionOf, regionsBelow } from "./regions.ts";

/** A name under which a division appears in addresses. */
interface Named {
  readonly name: string;
  readonly region: Region;
}

const PEOPLES =
  "土家|藏|羌|彝|回|苗|布依|侗|哈尼|白|傣|景颇|傈僳|朝鲜|壮|黎|满|瑶|畲|仡佬|水|佤|拉祜|布朗|纳西|普米|怒|独龙|东乡|保安|撒拉|土|裕固|哈萨克|锡伯|达斡尔|鄂温克|鄂伦春|仫佬|毛南|塔吉克|维吾尔|蒙古|柯尔克孜|各";
const AUTONOMOUS = new RegExp(`(?:(?:${PEOPLES})族?)*自治([州县])$`, "u");
const SUFFIX = /(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|地区|[省市盟])$/u;

/** Names by their first two characters: an address is held against a few of them, not against thousands. */
type NameIndex = ReadonlyMap<string, readonly Named[]>;

const LARGE = indexOf([...allRegions()].filter((region) => region.level !== "COUNTY").flatMap(spellings));
const COUNTIES = indexOf(uniqueCounties());
/** Words that lists and portals put between a municipality and its districts. */
const FILLERS = /^(?:市辖区|县(?=.{2})|省直辖县级行政区划)/;
const OLD_CHONGQING = /^四川省?重庆市?/;

/**
 * The most exact division that an address or a place name in Chinese names: `311200 浙江省杭州市萧山区鸿宁路1788号` →
 * 330109, `四川省成都市高新区…` → 510100, CNIPA's `重庆;85` → 500000, `四川省重庆市` (before 1997) → 500000. Former
 * counties give their successor. `null` where the text does not begin with a division.
 */
export function regionByChineseName(text: string): Region | null {
  if (text.length > 500) return null;
  const address = addressOf(text);
  const start = longest(LARGE, address) ?? longest(COUNTIES, address);
  return start === undefined ? null : below(start.region, skip(address.slice(start.name.length), start.region));
}

function addressOf(text: string): string {
  return toHalfWidth(text)
    .replace(/\s+/g, "")
    .replace(/^[^;:]{0,8}:/, "")
    .replace(/^\(?\d{6}\)?/, "")
    .replace(/;.*$/s, "")
    .replace(/^(?:中国|中华人民共和国)(?=.)/, "")
    .replace(OLD_CHONGQING, "重庆市");
}

function below(region: Region, rest: string): Region {
  const next = longest(namesBelow(region), rest);
  if (next === undefined) return region;
  return below(next.region, skip(rest.slice(next.name.length), next.region));
}

function skip(rest: string, region: Region): string {
  const repeated = rest.startsWith(region.name) ? rest.slice(region.name.length) : rest;
  return repeated.replace(FILLERS, "");
}

const namesByCode = new Map<string, NameIndex>();

/** Put together once for each division that has some below it. */
function namesBelow(region: Region): NameIndex {
  const known = namesByCode.get(region.code);
  if (known !== undefined) return known;
  const names = indexOf(listBelow(region));
  namesByCode.set(region.code, names);
  return names;
}

/** Prefectures and counties below a province (addresses leave prefectures out), counties below a prefecture. */
function listBelow(region: Region): readonly Named[] {
  if (region.level === "COUNTY") return [];
  const children = regionsBelow(region.code);
  const prefectures = children.filter((child) => child.level === "PREFECTURE");
  const counties = children.filter((child) => child.level === "COUNTY");
  const prefix = region.level === "PROVINCE" ? region.code.slice(0, 2) : region.code.slice(0, 4);
  const all = [...counties, ...prefectures.flatMap((prefecture) => regionsBelow(prefecture.code))];
  return [...prefectures.flatMap(spellings), ...all.flatMap(spellings), ...formerBelow(prefix)];
}

function formerBelow(prefix: string): readonly Named[] {
  return RETIRED_REGIONS.filter(({ code }) => code.startsWith(prefix)).flatMap(({ name, successor }) => {
    const region = regionOf(successor);
    return region === null ? [] : [{ name, region }];
  });
}

/**
 * Full and short names: `成都市` and `成都`, `阿坝藏族羌族自治州`, `阿坝` and `阿坝州`. Counties have no short name (金牛大道
 * need not lie in 金牛区), but autonomous ones drop their peoples: `北川县`.
 */
function spellings(region: Region): readonly Named[] {
  const kind = AUTONOMOUS.exec(region.name)?.[1];
  const short = region.name.replace(kind === undefined ? SUFFIX : AUTONOMOUS, "");
  const names = [region.name];
  if (kind === "州" || kind === "县") names.push(`${short}${kind}`);
  if (region.level !== "COUNTY") names.push(short);
  return names
    .filter((name, index) => name.length >= 2 && names.indexOf(name) === index)
    .map((name) => ({ name, region }));
}

function uniqueCounties(): readonly Named[] {
  const counties = [...allRegions()].filter((region) => region.level === "COUNTY");
  const candidates = [...counties.flatMap(spellings), ...formerBelow("")];
  const byName = Map.groupBy(candidates, ({ name }) => name);
  return candidates.filter(({ name }) => byName.get(name)?.length === 1);
}

/** A short name before the generic part of another one is none: 吉林 in 吉林市, 朝阳 in 朝阳区. */
function longest(names: NameIndex, text: string): Named | undefined {
  const found = (names.get(text.slice(0, 2)) ?? []).filter(
    ({ name, region }) =>
      text.startsWith(name) && (name === region.name || !/^[市区县州盟旗]/.test(text.slice(name.length))),
  );
  return found.reduce<Named | undefined>(
    (best, one) => (best !== undefined && best.name.length >= one.name.length ? best : one),
    undefined,
  );
}

/** Every name has two characters at least. */
function indexOf(names: readonly Named[]): NameIndex {
  return Map.groupBy(names, ({ name }) => name.slice(0, 2));
}
