import type { PatentView } from "#subgraphs/national/patent/patent-view.ts";

type Subject = Pick<PatentView, "applicationNumber" | "filingDate" | "grantDate">;

/** Why a patent has no term and no annual fees to tell. */
export function feeAbsences({ applicationNumber, filingDate, grantDate }: Subject): PatentView["absences"] {
  if (applicationNumber === null) {
    return both(
      "NOT_APPLICABLE",
      "外国专利不适用中国的期限与年费",
      "Chinese terms and fees do not apply to foreign patents",
    );
  }
  if (grantDate === null) return both("NOT_APPLICABLE", "尚未授权公告", "Not granted");
  return filingDate === null ? both("UNKNOWN", "来源未载申请日", "The source names no filing day") : [];
}

function both(code: string, zh: string, en: string): PatentView["absences"] {
  return ["expiryDate", "annuities"].map((field) => ({ field, reason: { code, message: { zh, en } } }));
}
