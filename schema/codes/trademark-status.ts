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
  [/不予注册.{0,4}复审/, "REFUSAL_REVIEW"],
  [/撤销.{0,8}复审|无效宣告.{0,4}(?:申请|审查|受理)/, "UNMAPPED"],
  [/不予注册/, "REFUSED"],
  [/准予注册/, "REGISTERED"],
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

/** One dated step in the life of a mark, as a register prints it. */
export interface TrademarkFlow {
  readonly date: string | null;
  readonly text: string;
}

export interface TrademarkState {
  readonly code: TrademarkStatusCode;
  /** The text that says so. */
  readonly raw: string | null;
  readonly date: string | null;
}

/** Proceedings beside the registration say nothing of the mark's own state. */
const BESIDE = /转让|移转|变更|许可|质[押权]|出质|更正|补[发证]|证明|冻结|查封|分割|代理|送达/;
/** Others end or prolong it, but only once they are done: applied for or turned down, they change nothing. */
const UNLESS_DONE = /续展|撤销|注销|无效宣告/;
const RUNNING = /申请|受理|收文|待审|审查|审理|补正|证据|答辩/;
const DONE = /核准|公告|完成|准予|生效/;
const TURNED_DOWN = /不予|维持|驳回/;

/**
 * The state that the latest dated step tells of the mark itself: codes and undated texts are not trusted, proceedings
 * beside it and texts that cannot be read are passed over. Of two steps on one day the more final one counts.
 */
export function trademarkStateOf(flows: readonly TrademarkFlow[]): TrademarkState {
  const dated = flows
    .filter(({ date }) => date !== null)
    .map((flow) => ({ ...flow, code: isBeside(flow.text) ? ("UNMAPPED" as const) : mapTrademarkStatus(flow.text) }))
    .sort((a, b) => (b.date ?? "").localeCompare(a.date ?? "") || finality(b.code) - finality(a.code));
  const telling = dated.find(({ code }) => code !== "UNMAPPED" && code !== "UNKNOWN");
  if (telling !== undefined) return { code: telling.code, raw: telling.text, date: telling.date };
  const [latest] = dated;
  return latest === undefined
    ? { code: "UNKNOWN", raw: null, date: null }
    : { code: "UNMAPPED", raw: latest.text, date: latest.date };
}

function isBeside(text: string): boolean {
  const key = toHalfWidth(text.slice(0, 200)).replace(/\s+/g, "");
  if (BESIDE.test(key)) return true;
  return UNLESS_DONE.test(key) && (TURNED_DOWN.test(key) || (RUNNING.test(key) && !DONE.test(key)));
}

function finality(code: TrademarkStatusCode): number {
  return code === "UNMAPPED" || code === "UNKNOWN" ? -1 : TRADEMARK_STATUS_CODES.indexOf(code);
}
