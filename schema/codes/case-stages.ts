import { mapLegalStatus } from "./legal-status.ts";

/** Stage of a case in process management; the labels stand in shared-kinds.graphql. */
export const CASE_STAGES = [
  "FILED",
  "EXAMINATION",
  "OFFICE_ACTION",
  "REGISTRATION",
  "MAINTENANCE",
  "CLOSED",
  "UNMAPPED",
] as const;

export type CaseStage = (typeof CASE_STAGES)[number];

/** Waiting for the applicant is a stage of its own, though the legal status is "pending" all the same. */
const OFFICE_ACTION = /通.{0,8}待答复$|^等待答复$|^答复审查意见$|^补正$/;

const BY_STATUS: Readonly<Record<ReturnType<typeof mapLegalStatus>["code"], CaseStage>> = {
  FILED: "FILED",
  PENDING: "EXAMINATION",
  PUBLISHED: "EXAMINATION",
  SUBSTANTIVE_EXAM: "EXAMINATION",
  REEXAM: "EXAMINATION",
  GRANT_NOTICE: "REGISTRATION",
  IN_FORCE: "MAINTENANCE",
  REJECTED: "CLOSED",
  WITHDRAWN: "CLOSED",
  DEEMED_WITHDRAWN: "CLOSED",
  DEEMED_ABANDONED: "CLOSED",
  LAPSED_FEE: "CLOSED",
  EXPIRED: "CLOSED",
  ABANDONED: "CLOSED",
  ABANDONED_DOUBLE: "CLOSED",
  INVALIDATED_FULL: "CLOSED",
  TERMINATED_UNSPECIFIED: "CLOSED",
  DEAD_UNSPECIFIED: "CLOSED",
  UNMAPPED: "UNMAPPED",
  UNKNOWN: "UNMAPPED",
};

/**
 * cpquery's 案件业务状态 (anjianywzt: 等待实审提案, 一通回案实审, 驳回等复审请求 …) → stage. A loss that can still be undone
 * leaves the case open, in examination before grant and in maintenance after it.
 */
export function mapCaseStage(text: string | null | undefined): CaseStage {
  if (OFFICE_ACTION.test(text?.trim() ?? "")) return "OFFICE_ACTION";
  const { code, restorable } = mapLegalStatus(text);
  if (restorable) return code === "LAPSED_FEE" ? "MAINTENANCE" : "EXAMINATION";
  return BY_STATUS[code];
}
