import type { Bilingual } from "#schema/ids/parsed.ts";
import type { Period } from "./due-date.ts";

/** Where a period was read: in the law, its rules or the Guidelines, or in a third party's table of them. */
type PeriodCertainty = "PRIMARY" | "SECONDARY";

/** One time limit of the procedure. */
export interface ProceduralPeriod extends Period {
  readonly name: Bilingual;
  /** The day it is counted from, which is not counted itself. */
  readonly from: Bilingual;
  /** Counted from receipt of a notice, which is presumed from its dispatch. */
  readonly fromNotice?: boolean;
  readonly basis: Bilingual;
  readonly certainty: PeriodCertainty;
  /**
   * Set by a notice, not by law: the notice's own length stands. Before it ends an extension may be asked for, once and
   * of at most two months, though not in invalidation (Guidelines part V ch. 7 §4).
   */
  readonly designated?: boolean;
  /** False where the law gives back no right that was lost by missing it (Implementing Rules art. 6.5). */
  readonly restorable?: boolean;
}

const NOTICE: Bilingual = { zh: "收到通知之日", en: "receipt of the notice" };
const FILING: Bilingual = { zh: "申请日", en: "the filing day" };
const PRIORITY: Bilingual = {
  zh: "最早优先权日（无优先权的为申请日）",
  en: "the earliest priority, else the filing day",
};
const GRANT: Bilingual = { zh: "授权公告日", en: "the day of grant" };
const REQUEST: Bilingual = { zh: "请求日", en: "the request" };

/**
 * Time limits of patent procedure (seen 2026-11). PRIMARY: Patent Law 2020, Implementing Rules 2023, Examination
 * Guidelines 2023 as amended in November 2025; SECONDARY: a third party's table, to be confirmed.
 */
export const PROCEDURAL_PERIODS = {
  FILING_FEE: {
    name: named("缴纳申请费、公布印刷费和附加费", "Filing, printing and excess fees"),
    months: 2,
    from: FILING,
    basis: named("专利法实施细则（2023）第一百一十二条", "Implementing Rules (2023) art. 112"),
    certainty: "PRIMARY",
  },
  FILING_FEE_AFTER_NOTICE: {
    name: named("缴纳申请费（自收到受理通知书起）", "Filing fee, from the acceptance notice"),
    days: 15,
    from: NOTICE,
    fromNotice: true,
    basis: named("专利法实施细则（2023）第一百一十二条", "Implementing Rules (2023) art. 112"),
    certainty: "PRIMARY",
  },
  EXAMINATION_REQUEST: {
    name: named("请求实质审查并缴费", "Request and fee for substantive examination"),
    months: 36,
    from: PRIORITY,
    basis: named("专利法第三十五条", "Patent Law art. 35"),
    certainty: "PRIMARY",
  },
  OFFICE_ACTION_FIRST: {
    name: named("答复第一次审查意见通知书", "Reply to the first office action"),
    months: 4,
    from: NOTICE,
    fromNotice: true,
    basis: named("专利审查指南第五部分第七章1.2", "Examination Guidelines part V ch. 7 §1.2"),
    certainty: "PRIMARY",
    designated: true,
  },
  OFFICE_ACTION: {
    name: named("答复通知书（一般）", "Reply to a notice, usually"),
    months: 2,
    from: NOTICE,
    fromNotice: true,
    basis: named("专利审查指南第五部分第七章1.2", "Examination Guidelines part V ch. 7 §1.2"),
    certainty: "PRIMARY",
    designated: true,
  },
  HAGUE_REFUSAL: {
    name: named("外观设计国际申请答复驳回通知", "Reply to the refusal of an international design"),
    months: 4,
    from: NOTICE,
    fromNotice: true,
    basis: named("专利审查指南第五部分第七章1.2", "Examination Guidelines part V ch. 7 §1.2"),
    certainty: "PRIMARY",
    designated: true,
  },
  RESTORATION: {
    name: named("请求恢复权利", "Request to restore a right"),
    months: 2,
    from: NOTICE,
    fromNotice: true,
    basis: named(
      "专利法实施细则（2023）第六条第二款，专利审查指南第五部分第七章6.2",
      "Implementing Rules (2023) art. 6(2), Examination Guidelines part V ch. 7 §6.2",
    ),
    certainty: "PRIMARY",
    restorable: false,
  },
  RESTORATION_FORCE_MAJEURE: {
    name: named(
      "因不可抗力请求恢复权利（且自期限届满起不超过两年）",
      "Request to restore a right lost by force majeure (and within two years of the missed day)",
    ),
    months: 2,
    from: { zh: "障碍消除之日", en: "the removal of the obstacle" },
    basis: named(
      "专利法实施细则（2023）第六条第一款，专利审查指南第五部分第七章6.2",
      "Implementing Rules (2023) art. 6(1), Examination Guidelines part V ch. 7 §6.2",
    ),
    certainty: "PRIMARY",
    restorable: false,
  },
  REEXAMINATION: {
    name: named("请求复审", "Request for re-examination"),
    months: 3,
    from: { zh: "收到驳回决定之日", en: "receipt of the rejection" },
    fromNotice: true,
    basis: named("专利法第四十一条", "Patent Law art. 41"),
    certainty: "PRIMARY",
  },
  REGISTRATION: {
    name: named("办理登记手续并缴纳授权当年年费", "Registration with the fee of the grant year"),
    months: 2,
    from: NOTICE,
    fromNotice: true,
    basis: named("专利法实施细则（2023）第六十条第一款", "Implementing Rules (2023) art. 60(1)"),
    certainty: "PRIMARY",
  },
  DIVISIONAL: {
    name: named(
      "提出分案申请（至办理登记手续期限届满）",
      "Divisional application (until the end of the time for registration)",
    ),
    months: 2,
    from: NOTICE,
    fromNotice: true,
    basis: named("专利法实施细则（2023）（第三方条文表）", "Implementing Rules (2023), by a third party's table"),
    certainty: "SECONDARY",
  },
  ASSESSMENT_REPORT_FEE: {
    name: named("缴纳专利权评价报告请求费", "Fee of an assessment report"),
    months: 1,
    from: REQUEST,
    basis: named("专利法实施细则（2023）第一百一十六条第三款", "Implementing Rules (2023) art. 116(3)"),
    certainty: "PRIMARY",
  },
  INVALIDATION_FEE: {
    name: named("缴纳无效宣告请求费", "Fee of an invalidation request"),
    months: 1,
    from: REQUEST,
    basis: named("专利法实施细则（2023）第一百一十六条第三款", "Implementing Rules (2023) art. 116(3)"),
    certainty: "PRIMARY",
  },
  BIBLIOGRAPHIC_CHANGE_FEE: {
    name: named("缴纳著录事项变更费", "Fee of a bibliographic change"),
    months: 1,
    from: REQUEST,
    basis: named("专利法实施细则（2023）第一百一十六条第三款", "Implementing Rules (2023) art. 116(3)"),
    certainty: "PRIMARY",
  },
  PRIORITY_TECHNICAL: {
    name: named("要求优先权的在后申请（发明、实用新型）", "Later filing with priority, invention or utility model"),
    months: 12,
    from: { zh: "首次申请日", en: "the first filing" },
    basis: named("专利法第二十九条", "Patent Law art. 29"),
    certainty: "SECONDARY",
    restorable: false,
  },
  PRIORITY_DESIGN: {
    name: named("要求优先权的在后申请（外观设计）", "Later filing with priority, design"),
    months: 6,
    from: { zh: "首次申请日", en: "the first filing" },
    basis: named("专利法第二十九条", "Patent Law art. 29"),
    certainty: "SECONDARY",
    restorable: false,
  },
  PRIORITY_RESTORATION: {
    name: named(
      "请求恢复优先权（发明、实用新型，优先权期限届满后两个月内）",
      "Request to restore a priority, invention or utility model (two months more)",
    ),
    months: 14,
    from: { zh: "首次申请日", en: "the first filing" },
    basis: named("专利法实施细则（2023）（第三方条文表）", "Implementing Rules (2023), by a third party's table"),
    certainty: "SECONDARY",
    restorable: false,
  },
  PRIORITY_CORRECTION: {
    name: named("增加或者改正优先权要求（自优先权日起）", "Adding or correcting a priority claim, from the priority"),
    months: 16,
    from: PRIORITY,
    basis: named("专利法实施细则（2023）（第三方条文表）", "Implementing Rules (2023), by a third party's table"),
    certainty: "SECONDARY",
  },
  PRIORITY_CORRECTION_FROM_FILING: {
    name: named("增加或者改正优先权要求（自申请日起）", "Adding or correcting a priority claim, from the filing"),
    months: 4,
    from: FILING,
    basis: named("专利法实施细则（2023）（第三方条文表）", "Implementing Rules (2023), by a third party's table"),
    certainty: "SECONDARY",
  },
  NATIONAL_PHASE: {
    name: named("国际申请进入国家阶段", "National phase of an international application"),
    months: 30,
    from: PRIORITY,
    basis: named(
      "专利法实施细则（2023）关于国际申请的规定（第三方条文表）",
      "Implementing Rules (2023) on international applications (a third party's table)",
    ),
    certainty: "SECONDARY",
  },
  NATIONAL_PHASE_LATE: {
    name: named("国际申请进入国家阶段（缴纳宽限费）", "National phase with surcharge"),
    months: 32,
    from: PRIORITY,
    basis: named(
      "专利法实施细则（2023）关于国际申请的规定（第三方条文表）",
      "Implementing Rules (2023) on international applications (a third party's table)",
    ),
    certainty: "SECONDARY",
  },
  TERM_COMPENSATION: {
    name: named("请求专利权期限补偿", "Request for term compensation"),
    months: 3,
    from: GRANT,
    basis: named(
      "专利法实施细则（2023）第七十七条，专利审查指南第五部分第九章2.1",
      "Implementing Rules (2023) art. 77, Examination Guidelines part V ch. 9 §2.1",
    ),
    certainty: "PRIMARY",
  },
  TERM_COMPENSATION_DRUG: {
    name: named("请求药品专利权期限补偿", "Request for term compensation of a drug patent"),
    months: 3,
    from: { zh: "药品在中国获得上市许可之日", en: "the marketing approval in China" },
    basis: named(
      "专利法实施细则（2023）第八十一条，专利审查指南第五部分第九章3.2",
      "Implementing Rules (2023) art. 81, Examination Guidelines part V ch. 9 §3.2",
    ),
    certainty: "PRIMARY",
  },
  LICENCE_RECORDING: {
    name: named("专利实施许可合同备案", "Recording of a licence contract"),
    months: 3,
    from: { zh: "合同生效之日", en: "the contract's taking effect" },
    basis: named(
      "专利实施许可合同备案规定（第三方条文表）",
      "Provisions on recording licence contracts (a third party's table)",
    ),
    certainty: "SECONDARY",
  },
  SUSPENSION: {
    name: named("权属纠纷中止程序", "Suspension for a dispute over ownership"),
    months: 12,
    from: { zh: "中止请求日", en: "the request to suspend" },
    basis: named(
      "专利法实施细则（2023）第一百零三条，专利审查指南第五部分第七章7.4.1",
      "Implementing Rules (2023) art. 103, Examination Guidelines part V ch. 7 §7.4.1",
    ),
    certainty: "PRIMARY",
    rolls: false,
  },
} as const satisfies Readonly<Record<string, ProceduralPeriod>>;

function named(zh: string, en: string): Bilingual {
  return { zh, en };
}
