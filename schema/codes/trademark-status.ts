import { emptyToNull, toHalfWidth } from "#schema/ids/text.ts";

export const TRADEMARK_STATUS_CODES = [
  "ACCEPTED",
  "PRELIM_PUBLISHED",
  "REFUSED",
  "REFUSAL_REVIEW",
  "OPPOSED",
  "REGISTERED",
  "RENEWED",
  "CANCELLED",
  "REVOKED",
  "INVALID",
  "EXPIRED",
  "WITHDRAWN",
  "UNMAPPED",
  "UNKNOWN",
] as const;

export type TrademarkStatusCode = (typeof TRADEMARK_STATUS_CODES)[number];

/** Steps of the flow texts, the more telling ones first: 驳回复审 is no 驳回, 无效宣告申请 is no 无效. */
const PATTERNS: readonly (readonly [RegExp, TrademarkStatusCode])[] = [
  [/驳回复审/, "REFUSAL_REVIEW"],
  [/撤销.{0,8}复审|无效宣告.{0,4}(?:申请|审查|受理)/, "UNMAPPED"],
  [/异议/, "OPPOSED"],
  [/无效/, "INVALID"],
  [/驳回/, "REFUSED"],
  [/撤回/, "WITHDRAWN"],
  [/注销/, "CANCELLED"],
  [/撤销/, "REVOKED"],
  [/续展/, "RENEWED"],
  [/期满|已过期/, "EXPIRED"],
  [/注册公告|已注册|^注册$|注册证/, "REGISTERED"],
  [/初审公告|初步审定/, "PRELIM_PUBLISHED"],
  [/受理|^待审|等待(?:实质)?审查|申请中/, "ACCEPTED"],
];

/** A flow text (已注册, 商标注册申请受理通知书发文 …) → status. Of several flows the latest dated one counts, not the first. */
export function mapTrademarkStatus(text: string | null | undefined): TrademarkStatusCode {
  const raw = emptyToNull(text);
  if (raw === null) return "UNKNOWN";
  const key = toHalfWidth(raw.slice(0, 200)).replace(/\s+/g, "");
  if (/未续展/.test(key)) return "EXPIRED";
  return PATTERNS.find(([pattern]) => pattern.test(key))?.[1] ?? "UNMAPPED";
}
