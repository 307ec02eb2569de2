import type { Annuity, AnnuityQuestion } from "#schema/rules/annuities.ts";
import { CONFIRM_BEFORE_PAYMENT } from "#schema/rules/fee-source.ts";
import { dueDateNotes } from "./due-date-notes.ts";
import type { FeeFacts } from "./fee-facts.ts";
import { type FeeReason, feeReason as note } from "./fee-reason.ts";

const OPEN_LICENCE_NOT_RECORDED = note(
  "OPEN_LICENCE_NOT_RECORDED",
  "已声明开放许可：开放许可实施合同备案后，自备案日起未到期的年费可减缴15%；公报未见备案，金额未减",
  "An open licence is declared: fees not yet due when a contract under it is recorded are 15% lower; no record is gazetted, so nothing is taken off",
);
const OPEN_LICENCE_APPLIED = note(
  "OPEN_LICENCE_REDUCTION",
  "开放许可实施期间年费减缴15%，与其他减缴不累计",
  "15% off while an open licence is in use; not on top of another reduction",
);
const REDUCTION_AS_ASKED = note(
  "REDUCTION_AS_ASKED",
  "按所选减缴条件计算；是否获准减缴不公开",
  "Computed with the reduction asked for; whether it was granted is not public",
);
const REDUCTION_OVER = note(
  "REDUCTION_OVER",
  "费用减缴限于自授权当年起十年（2018年8月以前到期者为六年），本年度不减",
  "Reductions end ten years from the grant (six for fees due before August 2018): none for this year",
);
const SINGLE_SOURCE = note(
  "AMOUNT_FROM_ONE_SOURCE",
  "本年度金额仅见于一处来源",
  "The amount of this year was seen at one source alone",
);

const SUSPENDED = note(
  "TERMINATION_SUSPENDED",
  "专利权处于保全期内：因未缴年费终止的程序暂停，年费仍应缴纳",
  "The right is under preservation: its ending for an unpaid fee is suspended, the fee is due all the same",
);
const STATUS_UNKNOWN = note(
  "LEGAL_STATUS_UNKNOWN",
  "该来源没有法律状态数据，权利可能已经终止",
  "This source tells no legal status: the right may have ended",
);

/** What a reader of one annual fee must know besides its figures. */
export function annuityNotes(annuity: Annuity, facts: FeeFacts, question: AnnuityQuestion): readonly FeeReason[] {
  return [
    { code: "CONFIRM_BEFORE_PAYMENT", message: CONFIRM_BEFORE_PAYMENT },
    ...dueDateNotes(annuity.due),
    ...reductionNote(annuity, question),
    ...openLicenceNote(annuity, facts),
    ...(facts.isPreserved && (annuity.state === "IN_GRACE" || annuity.state === "PAYMENT_UNKNOWN") ? [SUSPENDED] : []),
    ...(isFromOneSource(annuity, facts) ? [SINGLE_SOURCE] : []),
    ...(facts.knownThrough === null ? [STATUS_UNKNOWN] : []),
  ];
}

function reductionNote({ percentOff }: Annuity, { reduction }: AnnuityQuestion): readonly FeeReason[] {
  if (reduction === "NONE") return [];
  const isOver = percentOff === 0 || (percentOff === 15 && reduction !== "OPEN_LICENCE");
  return [isOver ? REDUCTION_OVER : REDUCTION_AS_ASKED];
}

function openLicenceNote({ percentOff, state }: Annuity, { hasOpenLicence }: FeeFacts): readonly FeeReason[] {
  if (percentOff === 15) return [OPEN_LICENCE_APPLIED];
  return hasOpenLicence && percentOff === 0 && state === "NOT_YET_DUE" ? [OPEN_LICENCE_NOT_RECORDED] : [];
}

/** Years 11 to 15 of designs, and those of a compensated term. */
function isFromOneSource({ patentYear }: Annuity, { subject }: FeeFacts): boolean {
  return subject.type === "DESIGN" ? patentYear > 10 : patentYear > 20;
}
