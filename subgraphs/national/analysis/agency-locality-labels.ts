import type { AgencyLocality } from "#adapters/cnipa-bulk/analysis/agency-locality.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** Where the agency sits, seen from the first applicant. */
export const AGENCY_LOCALITY_LABELS = {
  SAME_CITY: { zh: "同城", en: "Same city" },
  SAME_PROVINCE: { zh: "同省异地（或机构城市不明）", en: "Same province, in another city or one not known" },
  SAME_CLUSTER: { zh: "成渝城市群内跨省", en: "Across the province line, inside the Chengdu-Chongqing cluster" },
  ELSEWHERE: { zh: "外地", en: "Elsewhere" },
  NONE: { zh: "无代理机构", en: "No agency" },
  UNKNOWN: { zh: "不明", en: "Not known" },
} as const satisfies Record<AgencyLocality, Bilingual>;
