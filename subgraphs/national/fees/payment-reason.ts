import type { LegalEventKind } from "#schema/codes/legal-events.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { Annuity } from "#schema/rules/annuities.ts";
import type { SignOfLife } from "#schema/rules/payment-state.ts";
import type { FeeFacts } from "./fee-facts.ts";
import { type FeeReason, feeReason as reason } from "./fee-reason.ts";

/** What a payment state rests on. */
export function paymentReason(annuity: Annuity, { knownThrough, isLapseComputed }: FeeFacts): FeeReason {
  const { state, shownBy } = annuity;
  if (state === "INFERRED_PAID" && shownBy !== null) return paidBecause(shownBy);
  if (state === "PAYMENT_UNKNOWN") return unknownThrough(knownThrough);
  if (state === "NOT_YET_DUE") return notYetDue(knownThrough);
  if (state === "IN_GRACE") return WITHIN_GRACE;
  return isLapseComputed ? LAPSE_COMPUTED : LAPSE_GAZETTED;
}

function paidBecause({ kind, date }: SignOfLife): FeeReason {
  if (kind === "GRANTED") {
    return reason(
      "PAID_WITH_REGISTRATION",
      `授权当年的年费随登记手续缴纳，${date} 的授权公告表明已缴`,
      `The fee of this year is paid with registration: the grant of ${date} shows that it was`,
    );
  }
  const { zh, en } = EVENT_WORDS[kind] ?? { zh: "公报事务", en: "gazetted event" };
  return reason(
    "RIGHT_ALIVE_LATER",
    `${date} 的${zh}表明该年费已缴：未缴则此前权利已终止`,
    `The ${en} of ${date} shows that it was paid: otherwise the right would have ended before or not been admitted to it`,
  );
}

function unknownThrough(knownThrough: string | null): FeeReason {
  if (knownThrough === null) {
    return reason("NO_PAYMENT_DATA", "缴费情况不在公开数据之内", "Payments are not part of the public data");
  }
  return reason(
    "NO_PAYMENT_DATA",
    `缴费情况不在公开数据之内；截至 ${knownThrough} 的公报未见因未缴年费终止的公告，而该公告在权利终止十个月以后才刊登`,
    `Payments are not part of the public data; no lapse for an unpaid fee was gazetted through ${knownThrough}, but such a lapse is gazetted ten months or more after the right ended`,
  );
}

/** Never said of a right that is sure to exist: a lapse is gazetted ten months or more after it happened. */
function notYetDue(knownThrough: string | null): FeeReason {
  const through =
    knownThrough === null
      ? { zh: "", en: "" }
      : { zh: `（权利状况所知截至 ${knownThrough}）`, en: ` (the right is known through ${knownThrough})` };
  return reason(
    "BEFORE_DUE_DATE",
    `尚未到期；是否已提前缴纳未知${through.zh}`,
    `Not yet due; whether it was paid early is not known${through.en}`,
  );
}

const WITHIN_GRACE = reason(
  "WITHIN_GRACE",
  "缴纳期限已过，尚在六个月滞纳期内；是否已缴未知",
  "The due day is past, the six months of grace are not over; whether it was paid is not known",
);
const LAPSE_GAZETTED = reason(
  "LAPSE_GAZETTED",
  "公报公告专利权因未缴本年度年费终止",
  "The gazette says that the right ended because this fee was not paid",
);
const LAPSE_COMPUTED = reason(
  "LAPSE_YEAR_COMPUTED",
  "公报公告专利权因未缴年费终止而未载终止日，按申请日推算为本年度年费",
  "The gazette says that the right ended for an unpaid fee but names no day; counted from the filing day it was this one",
);

const EVENT_WORDS: Readonly<Partial<Record<LegalEventKind, Bilingual>>> = {
  TRANSFER_PATENT: { zh: "专利权转移登记", en: "registered transfer" },
  LICENCE: { zh: "许可合同备案", en: "recorded licence" },
  LICENCE_CHANGED: { zh: "许可备案变更", en: "change of a recorded licence" },
  PLEDGE: { zh: "质押登记", en: "registered pledge" },
  PLEDGE_CHANGED: { zh: "质押登记变更", en: "change of a registered pledge" },
  OPEN_LICENCE: { zh: "开放许可声明公告", en: "announced open licence" },
  PRESERVATION: { zh: "保全登记", en: "registered preservation" },
  RESTORED: { zh: "权利恢复", en: "restoration" },
  LAPSED_FEE: { zh: "未缴年费终止（其后年度）", en: "lapse for a later fee" },
  EXPIRED: { zh: "期满终止", en: "expiry at the end of the term" },
  ABANDONED: { zh: "主动放弃", en: "abandonment" },
  ABANDONED_DOUBLE: { zh: "避免重复授权放弃", en: "abandonment to avoid double patenting" },
};
