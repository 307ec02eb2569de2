/** One shared code list as this platform words it: text → code. The first text of a code is the one to ask with. */
export type Words<Code extends string> = Readonly<Record<string, Code>>;

/** Listing categories of the platform (专利 … 设备); 场地 has no code of its own. */
export const SUBJECT_WORDS = {
  专利: "PATENT",
  软件著作权: "SOFTWARE_COPYRIGHT",
  著作权: "COPYRIGHT",
  商标权: "TRADEMARK",
  新技术: "TECHNOLOGY",
  服务: "SERVICE",
  产品: "PRODUCT",
  设备: "EQUIPMENT",
  场地: "OTHER",
} as const satisfies Words<string>;

export const MODE_WORDS = {
  转让: "ASSIGNMENT",
  许可: "LICENSE",
  开放许可: "OPEN_LICENSE",
  作价入股: "EQUITY",
} as const satisfies Words<string>;

export const LISTING_STATUS_WORDS = {
  发布中: "OPEN",
  洽谈中: "RESERVED",
  已下架: "CLOSED",
  已成交: "CLOSED",
} as const satisfies Words<string>;

/** The steps of the demand flow: publish, delay, bids, award, complete, evaluate, cancel. */
export const DEMAND_STATUS_WORDS = {
  已发布: "PUBLISHED",
  已延期: "DELAYED",
  投标中: "BIDDING",
  已中标: "AWARDED",
  已完成: "COMPLETED",
  已取消: "CANCELLED",
  已评价: "EVALUATED",
} as const satisfies Words<string>;

export const CHANNEL_WORDS = { 线上: "ONLINE", 窗口: "WINDOW", 线上与窗口: "BOTH" } as const satisfies Words<string>;

export const MODULE_WORDS = {
  申请: "FILING",
  维权: "RIGHTS_PROTECTION",
  信息: "INFORMATION",
  产业: "INDUSTRY",
  运营: "OPERATION",
  金融: "FINANCE",
  培训: "TRAINING",
  咨询: "CONSULTING",
} as const satisfies Words<string>;

export const CATEGORY_WORDS = {
  受理: "ACCEPTANCE",
  咨询: "CONSULTING",
  运营: "OPERATION",
  金融服务: "FINANCE",
  路演: "ROADSHOW",
  维权援助: "RIGHTS_AID",
} as const satisfies Words<string>;

export const TASK_KIND_WORDS = {
  缴纳年费: "FEE",
  答复审查意见: "OA_RESPONSE",
  补正: "RECTIFICATION",
  实质审查请求: "EXAM_REQUEST",
  办理登记手续: "REGISTRATION",
  优先权: "PRIORITY",
  恢复权利请求: "RESTORATION",
  复审请求: "REEXAM",
} as const satisfies Words<string>;

export const TASK_STATUS_WORDS = {
  待缴费: "OPEN",
  待处理: "OPEN",
  处理中: "OPEN",
  已缴费: "DONE",
  已完成: "DONE",
  已提交: "DONE",
  已逾期: "OVERDUE",
  已取消: "CANCELLED",
} as const satisfies Words<string>;

/** A code with the platform's own text; the label is added in the language of the request. */
export interface Coded<Code extends string> {
  readonly code: Code;
  readonly raw: string | null;
}

/** Text to code; a word that is not in the list becomes `unknown` and keeps its text. */
export function toCoded<Code extends string, Unknown extends string>(
  words: Words<Code>,
  raw: string | null,
  unknown: Unknown,
): Coded<Code | Unknown> {
  const code = raw !== null && Object.hasOwn(words, raw) ? words[raw] : undefined;
  return { code: code ?? unknown, raw };
}

/** The platform's only word for a code: what can be asked for. Undefined where it has none or several. */
export function wordFor(words: Words<string>, code: string): string | undefined {
  const found = Object.keys(words).filter((word) => words[word] === code);
  return found.length === 1 ? found[0] : undefined;
}
