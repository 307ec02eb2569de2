import { toHalfWidth } from "#schema/ids/text.ts";
import type {
  ActivityKindCode,
  CategoryCode,
  ChannelCode,
  Coded,
  FinanceKindCode,
  ModeCode,
  ModuleCode,
  OfferStatusCode,
  SubjectCode,
} from "./records.ts";

/** Words of the portal → codes of the shared schema, tried in order: the first whose pattern is found wins. */
type Words<Code extends string> = readonly (readonly [pattern: RegExp, code: Code])[];

const MODULES: Words<ModuleCode> = [
  [/^申请/, "FILING"],
  [/^维权/, "RIGHTS_PROTECTION"],
  [/^信息/, "INFORMATION"],
  [/^产业/, "INDUSTRY"],
  [/^运营/, "OPERATION"],
  [/^金融/, "FINANCE"],
  [/^培训/, "TRAINING"],
  [/^咨询/, "CONSULTING"],
];
const CATEGORIES: Words<CategoryCode> = [
  [/^受理/, "ACCEPTANCE"],
  [/^咨询/, "CONSULTING"],
  [/^运营/, "OPERATION"],
  [/^金融/, "FINANCE"],
  [/^路演/, "ROADSHOW"],
  [/^维权/, "RIGHTS_AID"],
];
const CHANNELS: Words<ChannelCode> = [
  [/线上.*窗口|窗口.*线上|线上线下/, "BOTH"],
  [/线上|网上|在线/, "ONLINE"],
  [/窗口|线下|现场/, "WINDOW"],
];
const MODES: Words<ModeCode> = [
  [/开放许可/, "OPEN_LICENSE"],
  [/许可/, "LICENSE"],
  [/入股/, "EQUITY"],
  [/转让|出售/, "ASSIGNMENT"],
];
const SUBJECTS: Words<SubjectCode> = [
  [/软件|软著/, "SOFTWARE_COPYRIGHT"],
  [/著作权|版权/, "COPYRIGHT"],
  [/商标/, "TRADEMARK"],
  [/专利|发明|实用新型|外观/, "PATENT"],
  [/技术/, "TECHNOLOGY"],
  [/服务/, "SERVICE"],
  [/设备/, "EQUIPMENT"],
  [/产品/, "PRODUCT"],
];
const STATES: Words<OfferStatusCode> = [
  [/洽谈|预留|意向/, "RESERVED"],
  [/结束|成交|下架|关闭|撤/, "CLOSED"],
  [/挂牌|公示|发布|在售/, "OPEN"],
];
const ACTIVITIES: Words<ActivityKindCode> = [
  [/路演/, "ROADSHOW"],
  [/对接/, "MATCHMAKING"],
  [/培训/, "TRAINING"],
  [/讲座|公开课|宣讲/, "LECTURE"],
];
const PRODUCTS: Words<FinanceKindCode> = [
  [/质押|贷款/, "PLEDGE_LOAN"],
  [/保险/, "INSURANCE"],
  [/证券化|资产支持/, "SECURITIZATION"],
  [/基金/, "FUND"],
];

export const toModule = coder(MODULES, "OTHER");
export const toCategory = coder(CATEGORIES, "OTHER");
export const toChannel = coder(CHANNELS, "UNKNOWN");
export const toMode = coder(MODES, "OTHER");
export const toSubject = coder(SUBJECTS, "OTHER");
export const toOfferStatus = coder(STATES, "UNKNOWN");
export const toActivityKind = coder(ACTIVITIES, "OTHER");
export const toFinanceKind = coder(PRODUCTS, "OTHER");

/** The words in which the portal's own filters name a code. */
export const MODE_WORDS: Readonly<Partial<Record<ModeCode, string>>> = {
  ASSIGNMENT: "转让",
  LICENSE: "许可",
  OPEN_LICENSE: "开放许可",
  EQUITY: "作价入股",
};
export const SUBJECT_WORDS: Readonly<Partial<Record<SubjectCode, string>>> = {
  PATENT: "专利",
  SOFTWARE_COPYRIGHT: "软件著作权",
  TRADEMARK: "商标",
  TECHNOLOGY: "技术成果",
};
export const STATUS_WORDS: Readonly<Partial<Record<OfferStatusCode, string>>> = {
  OPEN: "挂牌中",
  RESERVED: "洽谈中",
  CLOSED: "已结束",
};

function coder<Code extends string>(words: Words<Code>, otherwise: Code): (text: string | null) => Coded<Code> {
  return (text) => {
    if (text === null) return { code: otherwise, raw: null };
    const compact = toHalfWidth(text).replace(/\s+/g, "");
    return { code: words.find(([pattern]) => pattern.test(compact))?.[1] ?? otherwise, raw: text };
  };
}
