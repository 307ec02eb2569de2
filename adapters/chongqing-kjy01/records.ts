import type { ParsedMoney } from "#schema/codes/money.ts";

/**
 * What kjy01 holds, as its client hands it out. Texts are the platform's own (placeholders read as null), days are
 * Asia/Shanghai, ids are the decimal digits of its snowflake numbers and never become numbers.
 */

/** One page of a list. `total` is what the platform says. */
export interface Kjy01Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** 供给: an offer of the market. */
export interface Kjy01Offer {
  readonly id: string;
  readonly title: string | null;
  /** 专利, 软件著作权, 商标权, 新技术 … */
  readonly subjectText: string | null;
  /** 转让, 许可, 开放许可, 作价入股 */
  readonly modeText: string | null;
  readonly statusText: string | null;
  readonly price: Kjy01Price;
  /** The patent number as printed: with or without CN, ZL, dot and check digit. */
  readonly patentNumberText: string | null;
  /** The platform's own view of the patent: 在审, 有效, 失效. */
  readonly patentStatusText: string | null;
  readonly seller: Kjy01Party;
  readonly areaText: string | null;
  readonly description: string | null;
  readonly publishedDate: string | null;
  /** Epoch milliseconds. */
  readonly updatedAt: number | null;
}

/** 需求: a published demand. */
export interface Kjy01Demand {
  readonly id: string;
  readonly title: string | null;
  /** 寻求许可, 寻求转让, 委托开发, 合作开发 */
  readonly wantedText: string | null;
  readonly technicalField: string | null;
  readonly description: string | null;
  readonly budget: Kjy01Price;
  readonly deadlineDate: string | null;
  readonly publisher: Kjy01Party;
  readonly areaText: string | null;
  readonly statusText: string | null;
  readonly publishedDate: string | null;
  readonly updatedAt: number | null;
}

export interface Kjy01Price {
  /** Amounts in yuan, whatever unit was printed. */
  readonly money: ParsedMoney;
  /** As printed, with its unit. */
  readonly text: string | null;
}

export interface Kjy01Party {
  readonly name: string | null;
  /** Unchecked: as printed. */
  readonly uscc: string | null;
}

/** 专家. The telephone is masked at decode. */
export interface Kjy01Expert {
  readonly id: string;
  readonly name: string | null;
  readonly jobTitle: string | null;
  readonly organizationName: string | null;
  readonly specialties: readonly string[];
  readonly introduction: string | null;
  readonly phone: string | null;
  readonly areaText: string | null;
  readonly updatedAt: number | null;
}

/** 专利代理机构查询: an agency's profile. The telephone is masked at decode. */
export interface Kjy01AgencyProfile {
  readonly id: string;
  /** The register's five digits; null where the platform prints none. */
  readonly agencyCode: string | null;
  readonly name: string | null;
  readonly introduction: string | null;
  readonly specialties: readonly string[];
  readonly phone: string | null;
  readonly areaText: string | null;
  readonly updatedAt: number | null;
}

/** 服务窗口 in the hall of the platform. */
export interface Kjy01Window {
  readonly id: string;
  readonly number: string | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly openingHours: string | null;
  readonly phone: string | null;
  readonly areaText: string | null;
}

/** 服务事项. */
export interface Kjy01Service {
  readonly id: string;
  readonly name: string | null;
  readonly moduleText: string | null;
  readonly categoryText: string | null;
  readonly channelText: string | null;
  readonly audience: readonly string[];
  readonly materials: readonly string[];
  readonly feeText: string | null;
  readonly durationDays: number | null;
  readonly legalBasis: string | null;
  readonly areaText: string | null;
  /** The window that deals with it; null for services that are online only. */
  readonly windowId: string | null;
}

/** 流程管理案件: private to the user whose token asked. */
export interface Kjy01Case {
  readonly id: string;
  readonly caseNumber: string | null;
  readonly stageText: string | null;
  readonly patentNumberText: string | null;
  readonly client: Kjy01Party;
  readonly tasks: readonly Kjy01Task[];
  readonly updatedAt: number | null;
}

export interface Kjy01Task {
  readonly kindText: string | null;
  /** What is to be done, in words: 缴纳第4年度年费. */
  readonly nameText: string | null;
  readonly statusText: string | null;
  /** The day that the period is counted from: filing, or dispatch of a notice. */
  readonly startDate: string | null;
  /** How the notice was sent: 电子, 邮寄. */
  readonly deliveryText: string | null;
  /** As recorded by the platform, before any roll for rest days. */
  readonly dueDate: string | null;
  readonly basis: string | null;
}

export interface Kjy01Account {
  readonly userName: string;
  readonly organization: Kjy01Party;
}
