import { createHash } from "node:crypto";
import type { Applicant } from "#adapters/cnipa-bulk/patent-record.ts";
import { normaliseName } from "#schema/ids/text.ts";

/** Endings and words that no person's name has. */
const ORGANISATION =
  /公司|集团|大学|学院|学校|研究院|研究所|研究中心|中心|科学院|设计院|医院|厂|局|厅|委员会|协会|合作社|事务所|银行|株式会社|会社|部队|馆|站|所$|院$|\b(?:inc|ltd|llc|gmbh|corp|co|ag|kg|plc|university|institute|company)\b/i;

/**
 * The key under which an applicant is counted: its social credit code; else a hash of name and province, so that two
 * firms of one name in two provinces stay apart. Null for what looks like a natural person: persons are never joined.
 */
export function organizationKey(
  applicant: Pick<Applicant, "name" | "uscc" | "regionCode" | "officeCode">,
): string | null {
  if (applicant.uscc !== null) return applicant.uscc;
  if (!ORGANISATION.test(applicant.name)) return null;
  const place = applicant.regionCode?.slice(0, 2) ?? applicant.officeCode ?? "";
  return `n:${createHash("sha256")
    .update(`${normaliseName(applicant.name)}|${place}`)
    .digest("hex")
    .slice(0, 24)}`;
}
