import type { ApplicantType } from "#adapters/cnipa-bulk/search/applicant-type.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

export const APPLICANT_TYPE_LABELS = {
  UNKNOWN: { zh: "不明", en: "Not known" },
  ENTERPRISE: { zh: "企业", en: "Enterprise" },
  UNIVERSITY: { zh: "高校", en: "University or school" },
  RESEARCH_INSTITUTE: { zh: "科研机构", en: "Research institute" },
  HOSPITAL: { zh: "医疗机构", en: "Hospital" },
  GOVERNMENT: { zh: "机关", en: "Government body" },
  OTHER_ORGANIZATION: { zh: "其他组织", en: "Other organisation" },
  INDIVIDUAL: { zh: "个人", en: "Individual" },
  FOREIGN: { zh: "境外", en: "Outside the mainland" },
} as const satisfies Record<ApplicantType, Bilingual>;
