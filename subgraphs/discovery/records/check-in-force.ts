import { ENDED_STATUSES } from "#schema/codes/legal-status.ts";
import { type Found, found, isOpenLicence, type OfferCase } from "./finding.ts";

/**
 * A right on offer is to be in force (FACTS D8). An application can be assigned before it is granted, which is then told;
 * an open licence needs a granted patent (Patent Law, Article 50).
 */
export function checkInForce({ offer, register }: OfferCase): readonly Found[] {
  const status = register.legalStatus;
  if (status === null || status.code === "UNKNOWN" || status.code === "UNMAPPED") return [STATUS_UNKNOWN];
  if (status.code === "IN_FORCE") return [IN_FORCE];
  if (ENDED_STATUSES.has(status.code)) return [ended(status)];
  return [isOpenLicence(offer) ? NOT_GRANTED_FOR_OPEN_LICENCE : NOT_GRANTED];
}

function ended({ label, effectiveDate, restorable }: NonNullable<OfferCase["register"]["legalStatus"]>): Found {
  const [sinceZh, sinceEn] = effectiveDate ? [`，自 ${effectiveDate} 起`, ` since ${effectiveDate}`] : ["", ""];
  const [openZh, openEn] = restorable === true ? ["；尚可能恢复", "; it may still be restored"] : ["", ""];
  return found(
    "CONTRADICTS",
    "NOT_IN_FORCE",
    `登记数据显示权利或申请已终结（${label}${sinceZh}）${openZh}`,
    `The register shows the right or application as ended (${label}${sinceEn})${openEn}`,
  );
}

const IN_FORCE = found("SUPPORTS", "IN_FORCE", "登记数据显示权利有效", "The register shows the right in force");
const STATUS_UNKNOWN = found(
  "UNSETTLED",
  "STATUS_UNKNOWN",
  "登记数据未载明权利状态",
  "The register does not tell the status of the right",
);
const NOT_GRANTED = found(
  "UNSETTLED",
  "NOT_GRANTED",
  "登记数据显示尚未授权，所涉为专利申请",
  "The register shows no grant yet: what is on offer is an application",
);
const NOT_GRANTED_FOR_OPEN_LICENCE = found(
  "CONTRADICTS",
  "NOT_GRANTED",
  "登记数据显示尚未授权；开放许可须为已授权专利（专利法第五十条）",
  "The register shows no grant yet; an open licence is of a granted patent (Patent Law, Article 50)",
);
