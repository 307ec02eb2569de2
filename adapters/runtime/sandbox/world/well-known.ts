import type { WorldCase, WorldDemand, WorldOffer, WorldTask } from "./types.ts";
import { CHENGDU_OPTICS, CHONGQING_MATERIALS } from "./well-known-parties.ts";

/** The newest offers of both platforms. */
export const WELL_KNOWN_OFFERS: readonly WorldOffer[] = [
  {
    node: "sichuan",
    id: "20990",
    kind: "PATENT",
    title: "一种低温固化光学胶及其制备方法",
    patent: "CN202310123456.6",
    mode: "ASSIGNMENT",
    priceYuan: 150_000,
    seller: CHENGDU_OPTICS.uscc,
    region: CHENGDU_OPTICS.region,
    publishedAt: "2026-11-20T10:20:00+08:00",
    status: "OPEN",
  },
  {
    node: "chongqing",
    id: "122436693110000101",
    kind: "PATENT",
    title: "一种便携式检测支架",
    patent: "CN202220765432.1",
    mode: "LICENSE",
    priceYuan: null,
    seller: CHONGQING_MATERIALS.uscc,
    region: CHONGQING_MATERIALS.region,
    publishedAt: "2026-11-19T15:05:00+08:00",
    status: "OPEN",
  },
];

export const WELL_KNOWN_DEMAND: WorldDemand = {
  node: "chongqing",
  id: "122436693120000101",
  title: "低温固化胶粘剂",
  wanted: "寻求许可",
  field: "新材料",
  description: "寻求可在60℃以下固化、透光率不低于92%的胶粘剂专利许可，用于显示模组与光学器件贴合。",
  budgetYuan: 200_000,
  deadline: "2027-03-31",
  publisher: CHONGQING_MATERIALS.uscc,
  region: CHONGQING_MATERIALS.region,
  publishedAt: "2026-11-16T09:30:00+08:00",
  status: "PUBLISHED",
};

const FEE_BASIS = "年费应当在上一专利年度期满前缴纳";

/** Dockets of both users. Three of their tasks have a due day that the rules do not give: one of demo's, two of other's. */
export const WELL_KNOWN_CASES: readonly WorldCase[] = [
  demoCase("122436693140000101", "KJ2023-0001", "CN202310123456.6", "专利权维持", [
    // Paid with registration: the platform leaves the start blank.
    fee(1, "2024-08-20", "已缴费", null),
    fee(2, "2024-08-20", "已缴费", null),
    fee(3, "2025-02-14", "已缴费", "2023-02-14"),
    fee(4, "2026-02-14", "待缴费", "2023-02-14"),
  ]),
  demoCase("122436693140000102", "KJ2023-0007", "CN202310999000.6", "等待答复", [
    {
      kind: "OA_RESPONSE",
      text: "答复第一次审查意见通知书",
      // Wrong by fifteen days: the platform still adds the days of post, which electronic notices have not had since 2024.
      startDate: "2026-08-31",
      delivery: "ELECTRONIC",
      dueDate: "2027-01-15",
      statusText: "处理中",
      basis: "自收到第一次审查意见通知书之日起四个月",
    },
  ]),
  demoCase("122436693140000103", "KJ2024-0012", "CN202430234567.X", "专利权维持", [
    fee(2, "2025-04-24", "已缴费", "2024-04-24"),
    fee(3, "2026-04-24", "已缴费", "2024-04-24"),
    fee(4, "2027-04-24", "待缴费", "2024-04-24"),
  ]),
  otherCase("122436693140000201", "KJ2020-0101", "CN201810555666.1", "专利权维持", [
    fee(10, "2027-06-01", "待缴费", "2018-06-01"),
    {
      kind: "RECTIFICATION",
      text: "补正著录项目变更请求",
      startDate: "2026-10-31",
      delivery: "ELECTRONIC",
      // Wrong by a day: a month from 31 October ends on the last of November.
      dueDate: "2026-12-01",
      statusText: "待处理",
      basis: "自收到办理手续补正通知书之日起一个月",
    },
  ]),
  otherCase("122436693140000202", "KJ2021-0102", "CN202110444555.5", "专利权维持", [
    fee(7, "2027-04-23", "待缴费", "2021-04-23"),
    // Wrong by a year: the fee of a patent year is due as it begins.
    fee(8, "2029-04-23", "待缴费", "2021-04-23"),
  ]),
  otherCase("122436693140000203", "KJ2022-0103", "CN202220765432.1", "未缴年费专利权终止", []),
];

/** What only the Sichuan platform has of the story; its sandbox puts it among its own records. */
export const WELL_KNOWN_SICHUAN = {
  service: { name: "专利质押融资咨询", module: "金融", windowNumber: 12 },
  financeProduct: { name: "知识产权质押贷款", institution: "示例银行" },
  /** The platform's own copy of a patent disagrees with the register, and is printed without its check digit. */
  staleCopy: { patent: "CN202310123456.6", printedNumber: "202310123456", statusText: "在审" },
} as const;

function demoCase(...[id, caseNumber, patent, stageText, tasks]: CaseParts): WorldCase {
  return { user: "demo", client: CHENGDU_OPTICS.uscc, id, caseNumber, patent, stageText, tasks };
}

function otherCase(...[id, caseNumber, patent, stageText, tasks]: CaseParts): WorldCase {
  return { user: "other", client: CHONGQING_MATERIALS.uscc, id, caseNumber, patent, stageText, tasks };
}

type CaseParts = [id: string, caseNumber: string, patent: string, stageText: string, tasks: readonly WorldTask[]];

function fee(patentYear: number, dueDate: string, statusText: string, startDate: string | null): WorldTask {
  return {
    kind: "FEE",
    text: `缴纳第${patentYear}年度年费`,
    startDate,
    dueDate,
    statusText,
    basis: `第${patentYear}年度年费：${FEE_BASIS}`,
  };
}
