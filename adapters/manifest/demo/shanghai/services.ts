import { type DemoAnswer, escapeMarkup } from "#adapters/manifest/demo/wire/answers.ts";
import { widen } from "#adapters/runtime/sandbox/print-values.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import { TECHNICAL_FIELDS } from "#adapters/runtime/sandbox/world/vocabulary.ts";
import { contentPage, link } from "./pages.ts";

type Row = readonly [
  code: string,
  name: string,
  module: string,
  category: string,
  channel: string,
  audience: string,
  materials: string,
  fee: string,
  duration: string,
];

/** What the platform is told to advise on (FACTS C1); codes, materials, fees and durations are invented. */
const SERVICES: readonly Row[] = [
  ["SHFW01", "专利检索与分析咨询", "信息", "咨询", "线上", "企业、高校院所", "检索需求表", "面议", "5个工作日"],
  ["SHFW02", "专利申请咨询", "申请", "咨询", "线上+窗口", "个人、企业", "无", "免费", "即时办结"],
  ["SHFW03", "商标注册咨询", "咨询", "咨询", "线上+窗口", "个人、企业", "商标图样", "免费", "即时办结"],
  ["SHFW04", "著作权登记咨询", "咨询", "咨询", "窗口", "个人、企业", "作品样本", "免费", "1个工作日"],
  [
    "SHFW05",
    "技术与专利许可合同备案咨询",
    "运营",
    "受理",
    "窗口",
    "企业、高校院所",
    "许可合同、身份证明",
    "免费",
    "7个工作日",
  ],
  ["SHFW06", "知识产权海关备案咨询", "维权", "咨询", "线上+窗口", "企业", "权属证明、商品照片", "免费", "5个工作日"],
  ["SHFW07", "植物新品种保护咨询", "咨询", "咨询", "窗口", "企业、高校院所", "品种说明书", "免费", "3个工作日"],
  ["SHFW08", "软件著作权登记咨询", "申请", "咨询", "线上", "企业", "源程序前后各30页、说明书", "免费", "3个工作日"],
  ["SHFW09", "域名争议咨询", "维权", "咨询", "线上", "企业", "域名注册信息", "免费", "5个工作日"],
  ["SHFW10", "专利侵权分析", "维权", "维权援助", "窗口", "企业", "专利证书、涉嫌侵权产品资料", "面议", "15个工作日"],
  [
    "SHFW11",
    "专利项目展示与拍卖委托",
    "运营",
    "运营",
    "线上+窗口",
    "企业、高校院所",
    "委托书、登记簿副本",
    "成交额3%",
    "20个工作日",
  ],
  ["SHFW12", "知识产权论坛报名", "培训", "路演", "线上", "个人、企业", "--", "免费", "即时办结"],
];

const HEADINGS = ["编号", "服务名称", "模块", "类别", "渠道", "服务对象", "所需材料", "收费", "时限"];

/** All services on one page, the duration of some in full-width digits. */
export function servicesPage(): DemoAnswer {
  const rows = SERVICES.map(([code, name, ...rest], index) => {
    const cells = rest.map((cell, column) => escapeMarkup(index % 3 === 0 && column === 6 ? widen(cell) : cell));
    return `<tr class="fw"><td>${code}</td><td>${link(`/Service/view.jsp?fwbh=${code}`, name)}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  const head = HEADINGS.map((text) => `<th>${text}</th>`).join("");
  return contentPage("服务项目", `<table class="fwlb"><tr>${head}</tr>${rows.join("\n")}</table>`);
}

/** The page behind a service's link, for people. */
export function servicePage(code: string): DemoAnswer | null {
  const service = SERVICES.find(([known]) => known === code);
  return service === undefined ? null : contentPage(service[1], `<p>${service[1]}：${escapeMarkup(service[6])}</p>`);
}

/** Topic bases of industries: the number of patents is counted over the world that all stand-ins share. */
export function topicsPage(world: World): DemoAnswer {
  const items = TECHNICAL_FIELDS.map((field, index) => {
    const classes = new Set(field.ipc.map((symbol) => symbol.slice(0, 4)));
    const count = world.patents.filter((patent) => patent.ipc.some((symbol) => classes.has(symbol.slice(0, 4)))).length;
    const id = `ZT${String(index + 1).padStart(2, "0")}`;
    return `<li id="${id}">${link(`/Topic/topic.jsp?ztid=${id}`, `${field.name}产业专利专题数据库`)}<span class="hy">${field.name}</span>
<p>收录${[...classes].join("、")}等分类的专利${count}件，每月更新。</p></li>`;
  });
  return contentPage("产业专题数据库", `<ul class="zt">${items.join("\n")}</ul>`);
}
