import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import { LEGAL_STATUS_CODES, type LegalStatusCode, mapLegalStatus } from "#schema/codes/legal-status.ts";
import { regionByChineseName } from "#schema/codes/region-names.ts";
import { REGION_NAMES_EN } from "#schema/codes/region-tables.ts";
import { CHENGDU_CHONGQING, expandRegions, fullRegionName } from "#schema/codes/regions.ts";
import { enumLabelsOf } from "#schema/enum-labels.ts";
import type { PatentType } from "#schema/ids/application-number.ts";
import { toHalfWidth } from "#schema/ids/text.ts";
import { SHARED_SDL } from "#schema/kinds.ts";

type Codes = readonly LegalStatusCode[];

const LABELS = enumLabelsOf(SHARED_SDL)["LegalStatusCode"];

const UNDECIDED: Codes = ["FILED", "PENDING", "PUBLISHED", "SUBSTANTIVE_EXAM", "GRANT_NOTICE", "REEXAM"];
const DEAD: Codes = LEGAL_STATUS_CODES.filter(
  (code) => ![...UNDECIDED, "IN_FORCE", "UNMAPPED", "UNKNOWN"].includes(code),
);

/** Words that stand for several codes, as lists of platforms use them. */
const COARSE: ReadonlyMap<string, Codes> = new Map([
  ...["在审", "审中", "审查中", "PENDING", "UNDECIDED"].map((word) => [word, UNDECIDED] as const),
  ...["失效", "无效", "无权", "已失效", "DEAD"].map((word) => [word, DEAD] as const),
  ...["有效", "有权", "ALIVE", "IN_FORCE"].map((word) => [word, ["IN_FORCE"] as Codes] as const),
  ["终止", ["LAPSED_FEE", "EXPIRED", "TERMINATED_UNSPECIFIED"]],
]);

/** A code, a coarse word (在审, 有效, 失效) or a Chinese status text; null where it is none. */
export function legalStatusCondition(text: string): SearchCondition | null {
  const codes = legalStatusesOf(text);
  return codes === null ? null : { kind: "legalStatus", codes };
}

function legalStatusesOf(text: string): Codes | null {
  const word = asWord(text);
  const known = COARSE.get(word) ?? LEGAL_STATUS_CODES.filter((code) => code === word || hasLabel(code, word));
  if (known.length > 0) return known;
  const { code } = mapLegalStatus(text);
  return code === "UNMAPPED" || code === "UNKNOWN" ? null : [code];
}

/** As the graph labels it, in Chinese or English. */
function hasLabel(code: LegalStatusCode, word: string): boolean {
  const label = LABELS?.[code];
  return label !== undefined && [label.zh, label.en].some((text) => asWord(text) === word);
}

function asWord(text: string): string {
  const plain = toHalfWidth(text).toUpperCase().trim();
  return plain.replace(/[\s-]+/g, "_");
}

const TYPES: ReadonlyMap<string, PatentType> = new Map([
  ...["INVENTION", "发明", "发明专利", "1"].map((word) => [word, "INVENTION"] as const),
  ...["UTILITY_MODEL", "实用新型", "实用新型专利", "新型", "2"].map((word) => [word, "UTILITY_MODEL"] as const),
  ...["DESIGN", "外观设计", "外观设计专利", "外观", "3"].map((word) => [word, "DESIGN"] as const),
]);

export function typeCondition(text: string): SearchCondition | null {
  const type = TYPES.get(asWord(text));
  return type === undefined ? null : { kind: "type", types: [type] };
}

const CLUSTER_NAMES: ReadonlySet<string> = new Set([
  CHENGDU_CHONGQING,
  "成渝",
  "成渝城市群",
  "成渝地区",
  "CHENGDU-CHONGQING",
]);
const CODES_BY_ENGLISH_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(REGION_NAMES_EN).map(([code, name]) => [
    name
      .replace(/[,(].*$/, "")
      .trim()
      .toUpperCase(),
    code,
  ]),
);

/** A GB/T 2260 code, the name of a division in Chinese (or, down to Sichuan's prefectures, English), 成渝. */
export function regionCondition(text: string): SearchCondition | null {
  const word = toHalfWidth(text).trim();
  const expanded = expandRegions([codeOf(word) ?? word]);
  return expanded.ok ? { kind: "region", codes: [...expanded.value.codes].toSorted() } : null;
}

function codeOf(word: string): string | undefined {
  if (CLUSTER_NAMES.has(word.toUpperCase())) return CHENGDU_CHONGQING;
  return CODES_BY_ENGLISH_NAME.get(word.toUpperCase()) ?? codeOfChineseName(word);
}

/** The whole word must be a name: 成都高新区 is an address in 成都, not a division. */
function codeOfChineseName(word: string): string | undefined {
  const region = regionByChineseName(word);
  if (region === null) return undefined;
  const names = [region.name, region.name.replace(/(?:特别行政区|自治[区州县]|地区|[省市区县盟])$/, "")];
  const isName = region.name.startsWith(word) || names.some((name) => name.length > 1 && word.endsWith(name));
  return isName && (word.length <= region.name.length || covers(fullRegionName(region), word))
    ? region.code
    : undefined;
}

/** The characters of a name, in order, among those of the full name: 四川成都 in 四川省成都市. */
function covers(full: string, word: string): boolean {
  let at = 0;
  for (const char of full) if (word.charAt(at) === char) at += 1;
  return at === word.length;
}
