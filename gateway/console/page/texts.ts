export type Language = "zh" | "en";

const ZH = {
  title: "成渝知识产权联邦枢纽",
  start: "概览",
  query: "查询",
  other: "English",
  nodes: "已接入的节点",
  nodesHint: "实时状态，每 15 秒刷新",
  refresh: "刷新",
  loading: "正在读取节点状态…",
  failed: "未能读取节点状态",
  retry: "重试",
  empty: "还没有节点接入。",
  operator: "运营",
  region: "地区",
  national: "全国",
  provides: "提供",
  lastSuccess: "最近成功",
  never: "尚无",
  licence: "许可",
  first: "第一个查询",
  firstHint: "任意写法的号码都可以：全角、空格、ZL 前缀、有无校验位。",
  copy: "复制",
  copied: "已复制",
  run: "在查询页打开",
  examples: "示例查询",
  chooseExample: "示例…",
  headers: "常用请求头",
  loadingQuery: "正在载入查询页…",
  queryFailed: "查询页未能载入，请刷新重试。",
};

export type Texts = typeof ZH;

const EN: Texts = {
  title: "Chengyu IP Hub",
  start: "Start",
  query: "Query",
  other: "中文",
  nodes: "Nodes in the hub",
  nodesHint: "live state, refreshed every 15 seconds",
  refresh: "Refresh",
  loading: "Reading the state of the nodes…",
  failed: "The state of the nodes could not be read",
  retry: "Try again",
  empty: "No node has joined yet.",
  operator: "Operator",
  region: "Region",
  national: "National",
  provides: "Provides",
  lastSuccess: "Last success",
  never: "none yet",
  licence: "Licence",
  first: "A first query",
  firstHint: "Any spelling of a number will do: full-width, spaced, with ZL, with or without its check digit.",
  copy: "Copy",
  copied: "Copied",
  run: "Open on the query page",
  examples: "Ready examples",
  chooseExample: "Examples…",
  headers: "Headers worth knowing",
  loadingQuery: "Loading the query page…",
  queryFailed: "The query page could not be loaded; please reload.",
};

export const TEXTS: Readonly<Record<Language, Texts>> = { zh: ZH, en: EN };

export interface HeaderHelp {
  readonly name: string;
  readonly example: string;
  readonly zh: string;
  readonly en: string;
}

export const HEADERS: readonly HeaderHelp[] = [
  {
    name: "Hub-Node-Authorization",
    example: 'chongqing="Bearer …"',
    zh: "某平台发给用户的令牌；枢纽从不索取密码",
    en: "the user's own token of a platform; the hub never asks for passwords",
  },
  {
    name: "Accept-Language",
    example: "en",
    zh: "标签与报错的语言，默认中文",
    en: "language of labels and errors, Chinese by default",
  },
  {
    name: "Hub-Sources",
    example: "1",
    zh: "在 extensions.hub.sources 中说明各数据源情况",
    en: "tells in extensions.hub.sources how each source did",
  },
  {
    name: "Hub-Deadline-Ms",
    example: "3000",
    zh: "缩短本次请求的期限（毫秒）",
    en: "shortens this request's deadline (milliseconds)",
  },
];

export const HEALTH: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  UP: { zh: "正常", en: "up" },
  DEGRADED: { zh: "部分失败", en: "degraded" },
  DOWN: { zh: "不可用", en: "down" },
  OFF: { zh: "未启用", en: "off" },
  UNKNOWN: { zh: "尚未访问", en: "not asked yet" },
};
export const STATES: typeof HEALTH = {
  LIVE: { zh: "运行", en: "live" },
  PAUSED: { zh: "暂停", en: "paused" },
  QUARANTINED: { zh: "隔离", en: "quarantined" },
};
