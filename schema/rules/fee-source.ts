import type { Bilingual } from "#schema/ids/parsed.ts";

/**
 * Where the amounts come from. They were read on pages that repeat the office's schedule (several agree; years 11 to 15
 * of designs and a compensated term on one alone), not in the schedule itself: hence "confirm before payment".
 */
export const FEE_SOURCE: Bilingual = {
  zh: "国家知识产权局专利收费标准（据公开转载，2026年11月查阅）",
  en: "CNIPA schedule of patent fees (as republished, seen November 2026)",
};

export const CONFIRM_BEFORE_PAYMENT: Bilingual = {
  zh: "金额与期限为推算，缴费前请以国家知识产权局为准",
  en: "Amounts and dates are computed: confirm with CNIPA before payment",
};
