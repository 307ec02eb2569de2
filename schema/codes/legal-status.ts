import { emptyToNull, toHalfWidth } from "#schema/ids/text.ts";

/** Canonical legal status of a patent or application; the labels stand in shared.graphql. */
export const LEGAL_STATUS_CODES = [
  "FILED",
  "PENDING",
  "PUBLISHED",
  "SUBSTANTIVE_EXAM",
  "GRANT_NOTICE",
  "IN_FORCE",
  "REEXAM",
  "REJECTED",
  "WITHDRAWN",
  "DEEMED_WITHDRAWN",
  "DEEMED_ABANDONED",
  "LAPSED_FEE",
  "EXPIRED",
  "ABANDONED",
  "ABANDONED_DOUBLE",
  "INVALIDATED_FULL",
  "TERMINATED_UNSPECIFIED",
  "DEAD_UNSPECIFIED",
  "UNMAPPED",
  "UNKNOWN",
] as const;

export type LegalStatusCode = (typeof LEGAL_STATUS_CODES)[number];

/** The right, or the application, is lost. */
export const ENDED_STATUSES: ReadonlySet<LegalStatusCode> = new Set([
  "REJECTED",
  "WITHDRAWN",
  "DEEMED_WITHDRAWN",
  "DEEMED_ABANDONED",
  "LAPSED_FEE",
  "EXPIRED",
  "ABANDONED",
  "ABANDONED_DOUBLE",
  "INVALIDATED_FULL",
  "TERMINATED_UNSPECIFIED",
  "DEAD_UNSPECIFIED",
]);

/** What a source's status text says. The text itself is kept beside it by whoever maps. */
export interface LegalStatusMapping {
  readonly code: LegalStatusCode;
  /** The loss is not final: restoration, or re-examination of a rejection, is still open. */
  readonly restorable: boolean;
  /** Some claims are invalid; the rest stays in force. */
  readonly partlyInvalidated: boolean;
}

/** Spellings without punctuation and blanks, as portals, the gazette and cpquery's anjianywzt have them. */
const SPELLINGS: Readonly<Partial<Record<LegalStatusCode, readonly string[]>>> = {
  FILED: ["受理", "已受理", "申请", "新申请", "申请受理"],
  PENDING: [
    "在审",
    "审中",
    "审查中",
    "等待实审请求",
    "等待实审提案",
    "等待提案",
    "等待答复",
    "初审",
    "初步审查",
    "初审合格",
    "等待初审",
    "专利申请权的恢复",
  ],
  PUBLISHED: ["公开", "公布", "已公布", "已公开", "发明公布", "发明专利申请公布", "申请公布", "发明专利申请"],
  SUBSTANTIVE_EXAM: [
    "实质审查的生效",
    "实质审查生效",
    "实审生效",
    "实质审查",
    "实审",
    "进入审查",
    "进入实审",
    "实审中",
  ],
  GRANT_NOTICE: ["等年登印费", "办登", "办理登记手续", "等待办理登记", "授权通知", "公告封卷", "等待颁证公告"],
  IN_FORCE: [
    "授权",
    "已授权",
    "授权公告",
    "专利权维持",
    "有效",
    "有权",
    "专利权有效",
    "维持有效",
    "发明授权",
    "专利权的恢复",
  ],
  REEXAM: ["复审程序中", "复审", "复审中", "等待复审"],
  REJECTED: ["驳回", "驳回等复审请求", "驳回失效", "发明专利申请公布后的驳回", "已驳回"],
  WITHDRAWN: ["主动撤回", "撤回", "主动撤回失效", "发明专利申请公布后的撤回", "撤回失效"],
  DEEMED_WITHDRAWN: [
    "视为撤回",
    "视撤等恢复",
    "视为撤回等恢复",
    "逾期视撤失效",
    "逾期视撤等恢复",
    "视撤失效",
    "视为撤回失效",
    "发明专利申请公布后的视为撤回",
  ],
  DEEMED_ABANDONED: [
    "视为放弃",
    "视为放弃取得专利权",
    "视为放弃失效",
    "视为放弃等恢复",
    "视为放弃取得专利权等恢复",
    "专利权的视为放弃",
  ],
  LAPSED_FEE: [
    "未缴年费",
    "未缴年费专利权终止等恢复",
    "未缴年费终止等恢复",
    "未缴年费专利权终止",
    "未缴年费终止",
    "未缴年费终止失效",
    "未缴年费失效",
  ],
  EXPIRED: ["期限届满", "届满", "期限届满失效", "期限届满终止失效", "专利权有效期届满", "专利权届满", "有效期届满"],
  ABANDONED: ["放弃", "主动放弃", "放弃专利权", "主动放弃专利权", "专利权的主动放弃", "主动放弃失效"],
  ABANDONED_DOUBLE: [
    "避免重复授权放弃专利权",
    "避免重复授权放弃",
    "避免重复授予专利权",
    "避重放弃",
    "避免重复授权失效",
  ],
  INVALIDATED_FULL: ["全部无效", "专利权全部无效", "权利全部无效", "专利权的全部无效", "宣告全部无效", "全部撤销"],
  TERMINATED_UNSPECIFIED: ["专利权的终止", "专利权终止", "终止", "权利终止"],
  DEAD_UNSPECIFIED: ["失效", "无效", "无权", "专利失效", "专利权失效", "已失效"],
};

const PARTLY_INVALID: ReadonlySet<string> = new Set([
  "部分无效",
  "专利权部分无效",
  "权利部分无效",
  "专利权的部分无效",
  "宣告部分无效",
]);

/** A rejection can be taken to re-examination; only 驳回失效 says that nobody did in time. */
const REJECTION_OPEN: ReadonlySet<string> = new Set(["驳回", "驳回等复审请求"]);

/** One vendor's numbers for the texts beside them; elsewhere the same numbers mean other things. */
const VENDOR_TEXTS: ReadonlyMap<string, string> = new Map([
  ["1", "公布"],
  ["22", "授权"],
  ["24", "实质审查的生效"],
]);

const BY_TEXT: ReadonlyMap<string, LegalStatusCode> = new Map(
  LEGAL_STATUS_CODES.flatMap((code) => (SPELLINGS[code] ?? []).map((text) => [text, code] as const)),
);

/**
 * A source's status text → canonical status; empty texts and `--` give UNKNOWN (which is not "no status"), spellings
 * not in the table UNMAPPED. A text that gives the reason of a termination is read for it (`专利权的终止 未缴年费`).
 */
export function mapLegalStatus(text: string | null | undefined): LegalStatusMapping {
  const raw = emptyToNull(text);
  if (raw === null) return mapping("UNKNOWN");
  const key = toHalfWidth(raw.slice(0, 200)).replace(/[^\p{Script=Han}A-Za-z0-9]/gu, "");
  if (PARTLY_INVALID.has(key)) return { ...mapping("IN_FORCE"), partlyInvalidated: true };
  const code = BY_TEXT.get(key) ?? codeByPattern(key);
  return { ...mapping(code), restorable: REJECTION_OPEN.has(key) || /等恢复$/.test(key) };
}

/** The vendor's numeric status (1, 22, 24 are known). Any other number is UNMAPPED. */
export function mapVendorLegalStatus(code: string): LegalStatusMapping {
  return mapLegalStatus(VENDOR_TEXTS.get(code.trim()) ?? code);
}

function mapping(code: LegalStatusCode): LegalStatusMapping {
  return { code, restorable: false, partlyInvalidated: false };
}

/** Forms with a running number, and gazette texts that name the event and its reason in one. */
function codeByPattern(key: string): LegalStatusCode {
  if (/^(?:[一二三四五六七八九十]{1,3}|中|多)通.{0,8}(?:实审|待答复|答复)$/.test(key)) return "PENDING";
  if (!/终止/.test(key)) return "UNMAPPED";
  if (/年费/.test(key)) return "LAPSED_FEE";
  return /届满/.test(key) ? "EXPIRED" : "UNMAPPED";
}
