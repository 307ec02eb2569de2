import leven from "leven";
import type { DateField, TextField } from "#adapters/cnipa-bulk/search/search-request.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { toHalfWidth } from "#schema/ids/text.ts";

/** What the values of an index are. */
export type IndexMeaning =
  | { readonly kind: "text"; readonly fields: readonly TextField[] }
  /** A name, or a social credit code. */
  | { readonly kind: "party" }
  /** A name, or an agency's code. */
  | { readonly kind: "agency"; readonly fields: readonly TextField[] }
  | { readonly kind: "number"; readonly of: "APPLICATION" | "PUBLICATION" | "PRIORITY" }
  | { readonly kind: "date"; readonly of: DateField }
  | { readonly kind: "class"; readonly scheme: "IPC" | "LOCARNO" }
  | { readonly kind: "legalStatus" }
  | { readonly kind: "type" }
  | { readonly kind: "region" }
  /** Known in the field, but not held here: refused with the reason. */
  | { readonly kind: "unsupported"; readonly reason: Bilingual };

export interface QueryIndex {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly meaning: IndexMeaning;
  /** A value as it may be written. */
  readonly example: string;
}

/** What a word without an index is sought in. */
export const DEFAULT_FIELDS: readonly TextField[] = ["TITLE", "ABSTRACT", "CLAIMS", "APPLICANT", "INVENTOR"];

const OWNER = unsupported(
  "权利转移后的现权利人尚不能检索；PA 检索各公布文本所载的申请人、专利权人",
  "Current owners after transfers are not searched; PA finds applicants and patentees as publications name them",
);
const FULL_TEXT = unsupported(
  "说明书不在检索范围；ALL、TAC 检索名称、摘要和第一项权利要求",
  "Descriptions are not searched; ALL and TAC search title, abstract and first claim",
);
const NO_CPC = unsupported(
  "已导入的数据没有 CPC 分类号；请用 IC，或用 worldPatents 检索 CPC",
  "The imported data have no CPC symbols; use IC, or worldPatents for CPC",
);
const MAIN_CLASS = unsupported(
  "主分类号不单独检索；IC 检索全部 IPC 分类号",
  "The main class is not searched apart; IC searches every IPC symbol",
);

/** The indexes of the expert language, as README.md lists them. Names and aliases are matched in any case and width. */
export const QUERY_INDEXES: readonly QueryIndex[] = [
  text("TI", ["TITLE"], ["名称", "发明名称", "专利名称", "标题", "TITLE", "TTL"]),
  text("AB", ["ABSTRACT"], ["摘要", "ABST", "ABSTRACT"]),
  text("CL", ["CLAIMS"], ["权利要求", "权利要求书", "CLM", "CLAIM", "CLAIMS"]),
  text("TA", ["TITLE", "ABSTRACT"], ["名称摘要", "名称或摘要", "TIAB"]),
  text("TAC", ["TITLE", "ABSTRACT", "CLAIMS"], ["名称摘要权利要求", "主题", "TIABCL"]),
  text("ALL", DEFAULT_FIELDS, ["任意", "任意字段", "全部", "关键词", "ANY", "TX"]),
  index("PA", { kind: "party" }, "成都示例光电", ["申请人", "申请专利权人", "APPLICANT", "AS"]),
  text("IN", ["INVENTOR"], ["发明人", "设计人", "发明设计人", "INVENTOR", "INV"], "张示例"),
  index("AG", { kind: "agency", fields: ["AGENCY", "AGENT"] }, "50990", ["代理", "代理机构或代理师"]),
  index("AGY", { kind: "agency", fields: ["AGENCY"] }, "50990", ["代理机构", "代理机构代码", "AGENCY", "AGC"]),
  text("AGT", ["AGENT"], ["代理师", "代理人", "专利代理师", "专利代理人", "AGENT"], "李示例"),
  number("AN", "APPLICATION", "CN202310123456.6", ["申请号", "专利号", "APN", "AP"]),
  number("PN", "PUBLICATION", "CN116012345B", [
    "公开号",
    "公布号",
    "公告号",
    "公开公告号",
    "授权公告号",
    "文献号",
    "PUN",
  ]),
  number("PR", "PRIORITY", "KR1020160063019", ["优先权号", "优先权", "PRN"]),
  date("AD", "FILING", ["申请日", "申请年", "APD", "AY"]),
  date("PD", "PUBLICATION", ["公开日", "公布日", "公开公告日", "公开年", "PY", "PUD"]),
  date("GD", "GRANT", ["授权日", "公告日", "授权公告日", "授权年", "GY", "ISD"]),
  date("PRD", "PRIORITY", ["优先权日", "PRY"]),
  date("LSD", "LEGAL_EVENT", ["法律状态日", "法律状态公告日", "LED"]),
  index("IC", { kind: "class", scheme: "IPC" }, "C09J7/38", ["IPC", "分类号", "IPC分类号", "国际专利分类号", "ICL"]),
  index("LOC", { kind: "class", scheme: "LOCARNO" }, "10-05", ["洛迦诺分类号", "外观设计分类号", "LOCARNO"]),
  index("LS", { kind: "legalStatus" }, "有效", ["法律状态", "状态", "STATUS"]),
  index("RG", { kind: "region" }, "成都", ["地区", "区域", "省市", "申请人地区", "行政区划", "REGION"]),
  index("PT", { kind: "type" }, "发明", ["专利类型", "类型", "TYPE"]),
  index("OW", OWNER, "", ["专利权人", "权利人", "当前权利人", "现权利人", "OWNER", "PE"]),
  index("DE", FULL_TEXT, "", ["说明书", "全文", "DESC", "DES", "FT"]),
  index("CPC", NO_CPC, "", ["CPC分类号", "联合专利分类号"]),
  index("MIC", MAIN_CLASS, "", ["主分类号", "主分类", "ICM", "MC"]),
];

const BY_NAME: ReadonlyMap<string, QueryIndex> = new Map(
  QUERY_INDEXES.flatMap((one) => [one.name, ...one.aliases].map((name) => [name, one] as const)),
);

export function indexNamed(name: string): QueryIndex | undefined {
  return BY_NAME.get(normalised(name));
}

const SUGGESTIONS = 5;
const MAX_NAME = 20;

/** Names that may have been meant, nearest first. */
export function similarIndexes(name: string): readonly string[] {
  const typed = normalised(name).slice(0, MAX_NAME);
  const furthest = typed.length <= 3 ? 1 : 2;
  return [...BY_NAME]
    .filter(([, { meaning }]) => meaning.kind !== "unsupported")
    .map(([known]) => ({ known, distance: distanceOf(typed, known) }))
    .filter(({ known, distance }) => distance <= furthest && distance < known.length)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, SUGGESTIONS)
    .map(({ known }) => known);
}

/** Two letters that changed places are one mistake. */
function distanceOf(typed: string, known: string): number {
  return [...typed].reverse().join("") === known ? 1 : leven(typed, known, { maxDistance: 3 });
}

function normalised(name: string): string {
  return toHalfWidth(name).toUpperCase().trim();
}

function index(name: string, meaning: IndexMeaning, example: string, aliases: readonly string[]): QueryIndex {
  return { name, aliases, meaning, example };
}

function text(name: string, fields: readonly TextField[], aliases: readonly string[], example = "光学胶"): QueryIndex {
  return index(name, { kind: "text", fields }, example, aliases);
}

function number(
  name: string,
  of: "APPLICATION" | "PUBLICATION" | "PRIORITY",
  example: string,
  aliases: readonly string[],
): QueryIndex {
  return index(name, { kind: "number", of }, example, aliases);
}

function date(name: string, of: DateField, aliases: readonly string[]): QueryIndex {
  return index(name, { kind: "date", of }, "2020-05", aliases);
}

function unsupported(zh: string, en: string): IndexMeaning {
  return { kind: "unsupported", reason: { zh, en } };
}
