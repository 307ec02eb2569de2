import type { Bilingual } from "#schema/ids/parsed.ts";
import type { ReducibleFee } from "./fee-reduction.ts";

/** One fee besides annual ones. */
export interface OfficialFee {
  readonly name: Bilingual;
  readonly yuan: number;
  /** What it is counted by, where it is not simply due once. */
  readonly per?: Bilingual;
  /** The kind of reducible fee that it is; absent where nothing is taken off. */
  readonly reducible?: ReducibleFee;
}

const CLAIM: Bilingual = { zh: "每项", en: "each" };
const PAGE: Bilingual = { zh: "每页", en: "per page" };
const MONTH: Bilingual = { zh: "每月", en: "per month" };

/**
 * Other official fees in yuan (source as `FEE_SOURCE`; seen 2026-11). The registration fee and stamp duty of old pages
 * (255 or 205) are no longer charged since 2018-08, as far as known.
 */
export const OTHER_FEES = {
  FILING_INVENTION: { name: named("发明专利申请费", "Filing, invention"), yuan: 900, reducible: "FILING" },
  FILING_UTILITY_MODEL: { name: named("实用新型专利申请费", "Filing, utility model"), yuan: 500, reducible: "FILING" },
  FILING_DESIGN: { name: named("外观设计专利申请费", "Filing, design"), yuan: 500, reducible: "FILING" },
  PUBLICATION_PRINTING: { name: named("公布印刷费", "Printing of the publication"), yuan: 50 },
  EXCESS_CLAIM: { name: named("权利要求附加费（第11项起）", "Claims beyond ten"), yuan: 150, per: CLAIM },
  EXCESS_PAGE: { name: named("说明书附加费（第31页起）", "Pages beyond thirty"), yuan: 50, per: PAGE },
  EXCESS_PAGE_300: { name: named("说明书附加费（第301页起）", "Pages beyond three hundred"), yuan: 100, per: PAGE },
  PRIORITY_CLAIM: { name: named("优先权要求费", "Priority claim"), yuan: 80, per: CLAIM },
  EXAMINATION: { name: named("实质审查费", "Substantive examination"), yuan: 2_500, reducible: "EXAMINATION" },
  REEXAMINATION_INVENTION: {
    name: named("复审费（发明）", "Re-examination, invention"),
    yuan: 1_000,
    reducible: "REEXAMINATION",
  },
  REEXAMINATION_OTHER: {
    name: named("复审费（实用新型、外观设计）", "Re-examination, utility model or design"),
    yuan: 300,
    reducible: "REEXAMINATION",
  },
  INVALIDATION_INVENTION: { name: named("无效宣告请求费（发明）", "Invalidation, invention"), yuan: 3_000 },
  INVALIDATION_OTHER: {
    name: named("无效宣告请求费（实用新型、外观设计）", "Invalidation, utility model or design"),
    yuan: 1_500,
  },
  ASSESSMENT_REPORT: { name: named("专利权评价报告请求费", "Assessment report"), yuan: 2_400 },
  RESTORATION: { name: named("恢复权利请求费", "Restoration of rights"), yuan: 1_000 },
  EXTENSION_FIRST: { name: named("延长期限请求费（第一次）", "Extension, first"), yuan: 300, per: MONTH },
  EXTENSION_AGAIN: { name: named("延长期限请求费（再次）", "Extension, again"), yuan: 2_000, per: MONTH },
  BIBLIOGRAPHIC_CHANGE: { name: named("著录事项变更费", "Bibliographic change"), yuan: 200 },
  TERM_COMPENSATION: { name: named("专利权期限补偿请求费", "Term compensation"), yuan: 200 },
  LAYOUT_REGISTRATION: { name: named("布图设计登记费", "Layout design, registration"), yuan: 1_000 },
  LAYOUT_REEXAMINATION: { name: named("布图设计登记复审请求费", "Layout design, re-examination"), yuan: 1_000 },
  LAYOUT_RESTORATION: { name: named("布图设计恢复权利请求费", "Layout design, restoration"), yuan: 500 },
  LAYOUT_CHANGE: { name: named("布图设计著录事项变更费", "Layout design, change"), yuan: 50 },
  LAYOUT_EXTENSION: { name: named("布图设计延长期限请求费", "Layout design, extension"), yuan: 150 },
} as const satisfies Readonly<Record<string, OfficialFee>>;

function named(zh: string, en: string): Bilingual {
  return { zh, en };
}
