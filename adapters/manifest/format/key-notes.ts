import type { Bilingual } from "#schema/ids/parsed.ts";

/** What each key of a manifest is for: shown by editors (JSON Schema) and in FORMAT.md. By the end of its path, the longest first. */
const KEY_NOTES: Readonly<Record<string, Bilingual>> = {
  manifest: { zh: "格式版本，恒为 1", en: "Version of this format: 1" },
  code: { zh: "节点代码，枢纽内唯一，此后不变", en: "Code of the node, unique in the hub, never changed" },
  version: {
    zh: "清单自己的版本，如 1.0.0；每次修改递增",
    en: "The manifest's own version, such as 1.0.0; raised with every change",
  },
  name: { zh: "名称", en: "Name" },
  zh: { zh: "中文", en: "Chinese" },
  en: { zh: "英文", en: "English" },
  owner: { zh: "平台的所有者", en: "The owner of the platform" },
  contact: { zh: "枢纽运营方的联系处，不对外显示", en: "Whom the hub's operator writes to; never shown" },
  "owner.uscc": { zh: "所有者的统一社会信用代码", en: "The owner's unified social credit code" },
  region: {
    zh: "服务地区（GB/T 2260，六位，加引号）；全国性平台不写",
    en: "Region served (GB/T 2260, six digits, quoted); absent for national platforms",
  },
  licence: { zh: "数据的使用条款", en: "Terms of the data" },
  "licence.code": { zh: "条款代码，随每条记录给出", en: "Code of the terms, given with every record" },
  "licence.url": { zh: "条款网址", en: "Address of the terms" },
  attribution: { zh: "署名要求", en: "Attribution to print" },
  accessPolicy: {
    zh: "PUBLIC 公开；NODE_ONLY 只在本节点名下显示；DERIVED_ONLY 只供加工后数据",
    en: "PUBLIC; NODE_ONLY: shown under this node alone; DERIVED_ONLY: processed data alone",
  },
  keepAtMost: {
    zh: "从平台读到的，至多保留多久（如 1d），到时即删；不写则不限",
    en: "For how long at most anything read from the platform may be kept (1d), deleted then; absent: no limit",
  },
  "licence.fields": {
    zh: "种类 → 字段 → withheld（不读取）或 masked（脱敏）",
    en: "Kind → field → withheld (never read) or masked",
  },
  sources: { zh: "平台的各个系统，按名称", en: "The platform's systems, by name" },
  "sources.kind": { zh: "系统类别：PORTAL、BULK、REGISTER、API", en: "Kind of system: PORTAL, BULK, REGISTER, API" },
  baseUrl: { zh: "网址的公共部分，不带参数", en: "The common part of the addresses, without parameters" },
  charset: { zh: "编码", en: "Character sets" },
  "charset.response": {
    zh: "应答编码；auto：先严格 UTF-8，再依声明，再 GB18030",
    en: "Of answers; auto: strict UTF-8 first, then as declared, then GB18030",
  },
  "charset.request": { zh: "请求编码：utf-8 或 gbk", en: "Of requests: utf-8 or gbk" },
  headers: { zh: "请求头", en: "Request headers" },
  authentication: {
    zh: "来源如何认出枢纽；不支持验证码",
    en: "How the source knows the hub; captchas are not supported",
  },
  "authentication.type": {
    zh: "none、apiKey、basic、bearer、oauth2、login、token、signed",
    en: "none, apiKey, basic, bearer, oauth2, login, token, signed",
  },
  "authentication.in": { zh: "密钥放在 header 或 query", en: "Where the key is put: header or query" },
  "authentication.name": { zh: "请求头或参数的名称", en: "Name of the header or parameter" },
  secret: { zh: "密钥的名称；值由枢纽运营方配置", en: "Name of a secret; the hub's operator sets its value" },
  prefix: { zh: "密钥前的文字", en: "Text before the key" },
  user: { zh: "存用户名的密钥名称", en: "Name of the secret with the user name" },
  password: { zh: "存密码的密钥名称", en: "Name of the secret with the password" },
  tokenUrl: { zh: "取令牌的网址", en: "Where the token is had" },
  clientId: { zh: "存客户端代码的密钥名称", en: "Name of the secret with the client id" },
  clientSecret: { zh: "存客户端密钥的密钥名称", en: "Name of the secret with the client secret" },
  scope: { zh: "OAuth2 范围", en: "OAuth2 scope" },
  "authentication.request": { zh: "登录或取令牌的请求", en: "The request that logs in or gets the token" },
  loggedIn: { zh: "登录成功时为真的条件", en: "A condition that is true where the log-in succeeded" },
  lasts: { zh: "会话或令牌多久后重取", en: "How long a session or token lasts" },
  "authentication.from": { zh: "令牌在应答中的路径", en: "Path of the token in the answer" },
  algorithm: { zh: "签名算法", en: "How it is signed" },
  over: { zh: "被签名的内容（模板）", en: "What is signed (a template)" },
  encoding: { zh: "签名写作 base64、hex 或 HEX", en: "The signature is written as base64, hex or HEX" },
  timestamp: { zh: "{timestamp} 的写法；epoch-ms、epoch-s 亦可", en: "Form of {timestamp}; epoch-ms and epoch-s too" },
  query: { zh: "网址参数（模板）", en: "Parameters of the address (templates)" },
  politeness: {
    zh: "调用上限，由所有者规定；不写则用枢纽的礼貌默认值",
    en: "Ceilings set by the owner; the hub's polite defaults where absent",
  },
  requestsPerSecond: { zh: "每秒请求数", en: "Requests a second" },
  burst: { zh: "可连发的请求数", en: "Requests that may follow at once" },
  concurrency: { zh: "同时进行的请求数", en: "Requests at the same time" },
  dailyQuota: { zh: "每日请求数", en: "Requests a day" },
  quietHours: { zh: "不调用的时段（北京时间）", en: "Hours without calls (Asia/Shanghai)" },
  "quietHours.from": { zh: '起，如 "22:00"', en: 'From, such as "22:00"' },
  "quietHours.to": { zh: "止", en: "To" },
  tryTimeout: { zh: "一次请求最长等多久", en: "How long one try may take" },
  snapshot: {
    zh: "由所有者签名的文件，代替不可调用的门户；此时不写 baseUrl",
    en: "Files that the owner signs, in place of a portal that must not be called; there is no baseUrl then",
  },
  "snapshot.url": {
    zh: "取文件的网址；不写则文件由人放入 HUB_DATA_DIR 下的 snapshots/节点代码/来源名（试读、检查时放在清单旁）",
    en: "Where the files are fetched; absent: they are put into snapshots/CODE/SOURCE below HUB_DATA_DIR (for try and check: beside the manifest)",
  },
  publicKeys: {
    zh: "验签公钥（Ed25519，DER 的 base64）；更换时可并列两个",
    en: "Public keys of the signature (Ed25519, base64 of the DER form); two while one takes the other's place",
  },
  every: { zh: "多久看一次有无新文件", en: "How often new files are looked for" },
  maxAge: { zh: "文件超过此龄，其记录标为陈旧", en: "Records of an older file are told as stale" },
  success: {
    zh: "应答成功时为真的条件；不写则任何 2xx 皆为成功",
    en: "A condition that is true for success; absent: any 2xx",
  },
  errors: { zh: "说明失败的条件，取第一个为真者", en: "Conditions that tell what went wrong; the first that is true" },
  when: { zh: "条件（CEL：body、status、headers）", en: "Condition (CEL over body, status, headers)" },
  "errors.kind": {
    zh: "not-found、rate-limited、login-required、rejected、maintenance",
    en: "not-found, rate-limited, login-required, rejected, maintenance",
  },
  retryAfter: { zh: "多久后再试", en: "When to try again" },
  kinds: { zh: "提供的记录种类", en: "Kinds of records provided" },
  list: { zh: "列表：怎样问、怎样读、怎样翻页", en: "The list: how it is asked, read and paged" },
  detail: { zh: "按 {id} 取一条", en: "One record by {id}" },
  batch: { zh: "按 {ids} 一次取多条", en: "Many records by {ids} at once" },
  "batch.size": { zh: "一次至多几条", en: "How many at once" },
  "batch.separator": { zh: "{ids} 之间的分隔符", en: "What stands between the {ids}" },
  adds: {
    zh: "只有详情才有的字段：有人问到其中之一时才读详情，其余字段用列表的",
    en: "Fields that only the detail shows: it is read where one of them is asked for; the others are the list's",
  },
  source: {
    zh: "向哪个来源提问；只有一个来源时可不写",
    en: "Which source is asked; may be left out where there is one",
  },
  request: { zh: "请求", en: "The request" },
  method: { zh: "GET 或 POST", en: "GET or POST" },
  path: { zh: "baseUrl 之后的路径（模板），以 / 开头", en: "Path below baseUrl (a template), beginning with /" },
  form: { zh: "表单（模板）", en: "Form fields (templates)" },
  json: { zh: "JSON 请求体，其中文字为模板", en: "JSON body; its texts are templates" },
  "request.text": { zh: "文字请求体（SOAP 等，模板）", en: "Text body (SOAP and the like; a template)" },
  contentType: { zh: "请求体类型；text 必写", en: "Type of the body; needed for text" },
  decode: { zh: "应答怎样读成记录", en: "How the answer is read" },
  "decode.format": {
    zh: "json、jsonp、xml、soap、html、csv；快照用 csv、xlsx、jsonl",
    en: "json, jsonp, xml, soap, html, csv; of snapshots csv, xlsx, jsonl",
  },
  rows: {
    zh: "记录在哪里：路径或选择器；xlsx 为工作表名",
    en: "Where the records lie: a path or a selector; of a workbook the sheet",
  },
  inner: { zh: "字符串里的文档（JSON 或 XML）", en: "A document within a text (JSON or XML)" },
  "inner.from": { zh: "该字符串的路径", en: "Path of that text" },
  "inner.format": { zh: "json 或 xml", en: "json or xml" },
  total: {
    zh: "总数的路径；文字中取“共 N 条”之 N，否则取第一个数",
    en: "Path of the total; of a text the N of 共 N 条, else its first number",
  },
  csv: { zh: "CSV 的写法", en: "How the CSV is written" },
  delimiter: { zh: "分隔符", en: "Delimiter" },
  header: { zh: "首行是否为列名", en: "Whether the first line has the names of the columns" },
  paging: { zh: "翻页", en: "Paging" },
  "paging.type": {
    zh: "none、page、offset、cursor、link、resumption、postback",
    en: "none, page, offset, cursor, link, resumption, postback",
  },
  size: { zh: "每页条数", en: "Records a page" },
  maxPages: { zh: "来源自己的页数上限", en: "The source's own ceiling of pages" },
  first: { zh: "首页的页码（0 或 1），或首条的序号", en: "Number of the first page (0 or 1), or of the first record" },
  shortPages: {
    zh: "每页可能不满（来源分页后又剔除），读到空页为止",
    en: "Pages may be short (the source leaves records out afterwards); an empty page ends the list",
  },
  lastPageRepeats: { zh: "页码超界时来源重复最后一页", en: "The source repeats its last page when asked beyond it" },
  next: { zh: "下一页游标或链接的路径", en: "Path of the next cursor or link" },
  pageField: { zh: "页码的表单字段（ASP.NET）", en: "Form field of the page number (ASP.NET)" },
  hiddenFields: { zh: "要送回的隐藏字段", en: "Hidden fields that are sent back" },
  "paging.fields": { zh: "翻页时另送的表单字段", en: "Further form fields for turning a page" },
  search: {
    zh: "来源自己能搜什么；不能搜的由枢纽筛选",
    en: "What the source can search; the hub looks at the rest itself",
  },
  "search.text": { zh: "能按文字检索（{text}）", en: "It searches by text ({text})" },
  filters: { zh: "能按哪些条件筛选（{region} 等）", en: "Filters that it takes ({region} and so on)" },
  words: { zh: "条件 → 规范代码 → 来源用词", en: "Filter → canonical code → the source's word" },
  id: { zh: "来源自己的记录号（列表与详情同样写法）", en: "The source's own id of a record, in list and detail alike" },
  "probes.id": { zh: "探测时取的记录号", en: "Id of the record that is asked for" },
  updatedAt: { zh: "来源何时更新了该记录", en: "When the source last changed the record" },
  fields: { zh: "规范字段 → 来源字段", en: "Canonical field → field of the source" },
  from: { zh: "路径；多个时取第一个有值者", en: "A path; of several the first that has something" },
  fromDetail: {
    zh: "详情中的路径；写了它，from 只用于列表",
    en: "A path in the detail; with it, from is for the list alone",
  },
  value: { zh: "固定值", en: "A constant" },
  expression: { zh: "CEL 表达式（row）", en: "A CEL expression (over row)" },
  as: { zh: "读法（规范化器）", en: "How it is read (a normaliser)" },
  formats: { zh: "日期格式，依次尝试", en: "Formats of dates, tried in order" },
  unit: { zh: "无单位数字的单位：元、万元、亿元", en: "Unit of a bare number: 元, 万元, 亿元" },
  unitFrom: { zh: "记录自带单位的路径", en: "Path of the unit, where the record has one" },
  uscc: { zh: "当事人信用代码的路径", en: "Path of the party's credit code" },
  table: { zh: '来源用词 → 规范代码；"*" 为其余', en: 'The source\'s word → canonical code; "*" for all others' },
  separator: {
    zh: "一段文字中多项的分隔符；括号、引号内的不算",
    en: "What stands between several items in one text; none within brackets or quotation marks",
  },
  match: { zh: "RE2 正则，取第一个括号组", en: "A pattern of RE2; its first group is taken" },
  actions: { zh: "指向所有者页面的链接", en: "Links to the owner's own pages" },
  "actions.kind": { zh: "VIEW 查看、APPLY 办理、BOOK 预约、CONTACT 联系", en: "VIEW, APPLY, BOOK, CONTACT" },
  url: { zh: "网址（模板：{id} 或已映射的字段名）", en: "Address (a template: {id}, or the name of a mapped field)" },
  skip: { zh: "为真的记录不要", en: "Records to leave out: where it is true" },
  cache: { zh: "可保留多久", en: "How long answers may be kept" },
  "cache.list": { zh: "列表", en: "Lists" },
  "cache.record": { zh: "单条记录", en: "Single records" },
  "cache.harvested": {
    zh: "收割所得的记录，在来源不可访问时（安静时段、故障）代用多久（如 1d）；不写则不留",
    en: "For how long what a harvest read stands in where the source cannot be asked (quiet hours, failures), such as 1d; absent: not kept",
  },
  harvest: { zh: "枢纽可否建立摘要索引", en: "Whether the hub may keep an index of summaries" },
  probes: { zh: "检查与巡检时问什么", en: "What is asked when the node is checked" },
  "probes.kind": { zh: "种类", en: "Kind" },
  atLeast: { zh: "至少应有几条", en: "How many records there must be at least" },
  sdl: { zh: "更多字段的 GraphQL 声明，每个都要映射", en: "Further fields as SDL; each must be mapped" },
};

/** The note of a key, given the names on its path (no indexes, no names that owners choose). */
export function noteOf(names: readonly string[]): Bilingual | undefined {
  const [last = ""] = names.slice(-1);
  return KEY_NOTES[names.slice(-2).join(".")] ?? KEY_NOTES[last];
}

/** Keys of a subgraph file that are its own, or mean something else there. */
const SUBGRAPH_NOTES: Readonly<Record<string, Bilingual>> = {
  subgraph: { zh: "格式版本，恒为 1", en: "Version of this format: 1" },
  version: {
    zh: "此文件与服务 schema 的版本，如 1.0.0；schema 变了也要递增",
    en: "Version of this file and of the server's schema, such as 1.0.0; raised when the schema changes, too",
  },
  owner: { zh: "服务的所有者", en: "The owner of the server" },
  url: {
    zh: "服务以 HTTP POST 应答 GraphQL 的网址",
    en: "Address at which the server answers GraphQL over HTTP POST",
  },
  pages: {
    zh: "记录所链接的所有者网页的主机；服务自己的主机不必写",
    en: "Hosts of the owner's own pages to which records link; the server's own need not be told",
  },
  concurrency: {
    zh: "同时至多问几个问题；枢纽自己的上限更低时从低",
    en: "Questions at the same time; the hub's own limit holds where it is lower",
  },
};

/** The same of a subgraph file. */
export function subgraphNoteOf(names: readonly string[]): Bilingual | undefined {
  return SUBGRAPH_NOTES[names.join(".")] ?? noteOf(names);
}
