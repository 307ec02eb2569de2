import type { StatusReason } from "#adapters/cnipa-bulk/legal/status-reason.ts";
import type { PatentType } from "#schema/ids/application-number.ts";
import type { PatentView } from "./patent-view.ts";

/** Fields that are empty for a reason of law, not for want of data. */
export function absencesOf(subject: {
  readonly type: PatentType;
  readonly isGranted: boolean;
  readonly hasWithheldInventor: boolean;
}): PatentView["absences"] {
  const design =
    subject.type === "DESIGN"
      ? [
          absence(
            "abstract",
            "NOT_APPLICABLE",
            "外观设计没有摘要和权利要求，只有简要说明",
            "A design has no abstract and no claims, but a brief explanation",
          ),
          absence(
            "classifications",
            "NOT_APPLICABLE",
            "外观设计按洛迦诺分类，没有 IPC",
            "Designs are classified by Locarno and have no IPC symbol",
          ),
        ]
      : [];
  const pending = subject.isGranted
    ? []
    : ["patentNumber", "grantDate"].map((field) => absence(field, "NOT_APPLICABLE", "尚未授权公告", "Not granted"));
  const withheld = subject.hasWithheldInventor
    ? [absence("inventors", "WITHHELD", "发明人请求不公布姓名", "An inventor asked not to be named")]
    : [];
  return [...design, ...pending, ...withheld];
}

function absence(field: string, code: string, zh: string, en: string): { field: string; reason: StatusReason } {
  return { field, reason: { code, message: { zh, en } } };
}
