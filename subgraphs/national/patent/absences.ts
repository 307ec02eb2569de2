import { type StatusReason, statusReason } from "#adapters/cnipa-bulk/legal/status-reason.ts";
import type { PatentRecord } from "#adapters/cnipa-bulk/patent-record.ts";
import { feeAbsences } from "#subgraphs/national/fees/fee-absences.ts";
import { hagueNumberOf } from "./hague-number.ts";
import type { PatentView } from "./patent-view.ts";

type Absences = PatentView["absences"];
type Subject = Omit<PatentView, "absences" | "provenance">;

/** Every field that is empty, or not whole, for a reason: of law, or because the source does not say. */
export function absencesOf(view: Subject): Absences {
  const { record, patentType } = view;
  const found = [
    ...(patentType?.code === "DESIGN" ? DESIGN : []),
    ...(record === null ? NOT_IN_OPS : ofRecord(record)),
    ...designFields(view),
    ...numbersOf(view),
    ...(patentType === null ? absent(["patentType"], NOT_IN_SOURCE) : []),
    ...(view.filingDate === null ? absent(["filingDate"], NOT_IN_SOURCE) : []),
    ...(view.titles.original === null ? absent(["title"], NOT_IN_SOURCE) : []),
    ...(view.abstracts.original === null ? absent(["abstract"], NOT_IN_SOURCE) : []),
    ...feeAbsences(view),
  ];
  // The law's reason stands before that of the source.
  return found.filter(({ field }, index) => found.findIndex((other) => other.field === field) === index);
}

function ofRecord(record: PatentRecord): Absences {
  const withheld = record.inventors.some((inventor) => inventor.withheld);
  return [
    ...(record.pct === null ? absent(["pct"], record.isPctNationalPhase ? NOT_IN_SOURCE : NO_PCT) : []),
    ...(record.images.length === 0 ? absent(["images"], NOT_IMPORTED) : []),
    ...(record.agency === null ? absent(["agency"], NO_AGENCY) : []),
    ...(record.agencyAtFiling === null ? absent(["agencyAtFiling"], NO_AGENCY) : []),
    ...(withheld ? absent(["inventors"], NAME_WITHHELD) : []),
  ];
}

/** Of what only designs have. */
function designFields({ applicationNumber, patentType, record }: Subject): Absences {
  if (applicationNumber !== null && patentType !== null && patentType.code !== "DESIGN") {
    return absent(["briefExplanation", "hagueRegistrationNumber"], NO_DESIGN);
  }
  const explanation = record?.briefExplanation == null ? absent(["briefExplanation"], NOT_IN_SOURCE) : [];
  const hague = record === null ? null : hagueNumberOf(record);
  return [...explanation, ...(hague === null ? absent(["hagueRegistrationNumber"], NO_HAGUE) : [])];
}

function numbersOf({ applicationNumber, docdb, record, patentNumber, grantDate, publications }: Subject): Absences {
  if (applicationNumber !== null) {
    const bare = record === null && docdb !== null ? [] : absent(["docdbApplicationNumber"], NOT_IN_SOURCE);
    if (patentNumber === null) return [...bare, ...absent(["patentNumber", "grantDate"], NOT_GRANTED)];
    return [...bare, ...(grantDate === null ? absent(["grantDate"], NOT_IN_SOURCE) : [])];
  }
  const isChinese = publications.some(({ office }) => office.code === "CN");
  return [
    ...(isChinese
      ? absent(["applicationNumber", "patentNumber"], NO_CHINESE_NUMBER)
      : absent(["applicationNumber", "patentNumber"], FOREIGN)),
    ...(docdb === null ? absent(["docdbApplicationNumber"], NOT_IN_SOURCE) : []),
    ...absent(["grantDate"], GRANT_NOT_TOLD),
  ];
}

function absent(fields: readonly string[], reason: StatusReason): Absences {
  return fields.map((field) => ({ field, reason }));
}

const NOT_IN_SOURCE = statusReason("UNKNOWN", "来源未载", "Not in the source");
const NOT_IMPORTED = statusReason(
  "UNKNOWN",
  "已导入的公布文本不含此内容",
  "The publications that were imported do not hold it",
);
const NOT_GRANTED = statusReason("NOT_APPLICABLE", "尚未授权公告", "Not granted");
const NAME_WITHHELD = statusReason("WITHHELD", "发明人请求不公布姓名", "An inventor asked not to be named");
const NO_PCT = statusReason(
  "NOT_APPLICABLE",
  "不是进入国家阶段的国际申请",
  "No international application in the national phase",
);
const NO_AGENCY = statusReason(
  "UNKNOWN",
  "公布文本未印代理机构；可能未委托代理",
  "No agency is printed; there may have been none",
);
const FOREIGN = statusReason(
  "NOT_APPLICABLE",
  "外国专利没有中国的申请号和专利号；其申请号见 docdbApplicationNumber",
  "Foreign patents have no Chinese numbers; docdbApplicationNumber tells their application",
);
const NO_CHINESE_NUMBER = statusReason(
  "UNKNOWN",
  "来源所载的申请号不是中国申请号（如国际申请）",
  "The application number in the source is no Chinese one, as of an international application",
);
const GRANT_NOT_TOLD = statusReason(
  "UNKNOWN",
  "各局的授权方式不同，不由文献推定；见 publications 与 inpadocEvents",
  "Offices grant in different ways: not inferred from documents; see publications and inpadocEvents",
);
const NO_HAGUE = statusReason(
  "UNKNOWN",
  "来源未载国际注册号；不能据此断定不是海牙国际注册",
  "The source prints no international registration; that it is no Hague registration does not follow",
);
const NO_DESIGN = statusReason("NOT_APPLICABLE", "只有外观设计才有", "Designs alone have one");

/** OPS's bibliographic data never have these. */
const NOT_IN_OPS: Absences = absent(
  [
    ...["agency", "agencyAtFiling", "agents", "citations", "currentOwners", "encumbrances", "images", "pct"],
    ...["claims", "descriptionParagraphs"],
  ],
  NOT_IN_SOURCE,
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
