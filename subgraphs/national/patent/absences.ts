import { type StatusReason, statusReason } from "#adapters/cnipa-bulk/legal/status-reason.ts";
import type { PatentType } from "#schema/ids/application-number.ts";
import type { PatentView } from "./patent-view.ts";

type Absences = PatentView["absences"];

/** What of a patent decides which of its fields are empty for a reason. */
export interface AbsenceSubject {
  readonly type: PatentType;
  readonly isGranted: boolean;
  readonly hasWithheldInventor: boolean;
  readonly hasHagueNumber: boolean;
}

/** Fields that are empty for a reason of law, or of which the source never says anything. */
export function absencesOf(subject: AbsenceSubject): Absences {
  const pending = subject.isGranted ? [] : absent(["patentNumber", "grantDate"], NOT_GRANTED);
  const withheld = subject.hasWithheldInventor ? absent(["inventors"], NAME_WITHHELD) : [];
  return [...(subject.type === "DESIGN" ? ofDesign(subject) : NO_DESIGN), ...pending, ...withheld];
}

function ofDesign({ hasHagueNumber }: AbsenceSubject): Absences {
  return [...DESIGN, ...(hasHagueNumber ? [] : absent(["hagueRegistrationNumber"], NO_HAGUE))];
}

function absent(fields: readonly string[], reason: StatusReason): Absences {
  return fields.map((field) => ({ field, reason }));
}

const NOT_GRANTED = statusReason("NOT_APPLICABLE", "尚未授权公告", "Not granted");
const NAME_WITHHELD = statusReason("WITHHELD", "发明人请求不公布姓名", "An inventor asked not to be named");
const NO_HAGUE = statusReason(
  "UNKNOWN",
  "来源未载国际注册号；不能据此断定不是海牙国际注册",
  "The source prints no international registration; that it is no Hague registration does not follow",
);

const DESIGN: Absences = [
  ...absent(
    ["abstract"],
    statusReason(
      "NOT_APPLICABLE",
      "外观设计没有摘要和权利要求，只有简要说明",
      "A design has no abstract and no claims, but a brief explanation",
    ),
  ),
  ...absent(
    ["classifications"],
    statusReason(
      "NOT_APPLICABLE",
      "外观设计按洛迦诺分类，没有 IPC",
      "Designs are classified by Locarno and have no IPC symbol",
    ),
  ),
  ...absent(
    ["claims", "descriptionParagraphs"],
    statusReason(
      "NOT_APPLICABLE",
      "外观设计没有权利要求和说明书，只有视图和简要说明",
      "A design has no claims and no description, but views and a brief explanation",
    ),
  ),
];

const NO_DESIGN: Absences = absent(
  ["briefExplanation", "hagueRegistrationNumber"],
  statusReason("NOT_APPLICABLE", "只有外观设计才有", "Designs alone have one"),
);
