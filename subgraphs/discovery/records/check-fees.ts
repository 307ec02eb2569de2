import { type Found, found, isOpenLicence, type OfferCase } from "./finding.ts";

/**
 * Payments stand in no public data (FACTS J2): what may be open is told, never that it is unpaid. An open licence is not
 * to be declared with a fee unpaid (Examination Guidelines, part V), so there it is left open.
 */
export function checkFees({ offer, register }: OfferCase): readonly Found[] {
  const { annuities, legalStatus } = register;
  if (annuities === null || legalStatus?.code !== "IN_FORCE") return [];
  const bearing = isOpenLicence(offer) ? "UNSETTLED" : "NOTE";
  const inGrace = annuities.filter(({ status }) => status.code === "IN_GRACE").at(-1);
  if (inGrace !== undefined) {
    const [zh, en] = inGrace.graceEndDate
      ? [`至 ${inGrace.graceEndDate} 止`, ` (until ${inGrace.graceEndDate})`]
      : ["", ""];
    return [
      found(
        bearing,
        "FEE_IN_GRACE",
        `有年费处于滞纳期${zh}；是否已缴不公开`,
        `An annual fee is in its period of grace${en}; whether it was paid is not public`,
      ),
    ];
  }
  if (annuities.some(({ status }) => status.code === "PAYMENT_UNKNOWN")) return [{ ...NOT_CONFIRMED, bearing }];
  return annuities.length === 0 ? [] : [NOTHING_OPEN];
}

const NOT_CONFIRMED = found(
  "NOTE",
  "FEE_NOT_CONFIRMED",
  "有年费已过滞纳期，是否已缴尚无公报可证",
  "An annual fee is past its period of grace; no gazette tells yet whether it was paid",
);
const NOTHING_OPEN = found(
  "SUPPORTS",
  "FEES_NOT_OVERDUE",
  "据公开数据推算，无逾期年费",
  "By what is public, no annual fee is overdue",
);
