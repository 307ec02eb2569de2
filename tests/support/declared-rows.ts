import { makeApplicationNumber } from "#schema/ids/application-number.ts";
import { makeUscc } from "#schema/ids/uscc.ts";
import type { RawRows } from "./declared-nodes.ts";

export const PATENT = makeApplicationNumber(2023, 1, 123_456);
export const OTHER_PATENT = makeApplicationNumber(2021, 2, 54_321);
export const SELLER_CODE = makeUscc("91310115", "MA1K4ABC");

const AREAS = ["310115", "310000", "510104", "500107"];

/** Rows of one kind, each a little other than the last. */
function rows(count: number, toRow: (index: number) => Readonly<Record<string, unknown>>) {
  return Array.from({ length: count }, (_, index) => ({
    no: `r-${index + 1}`,
    area: AREAS[index % AREAS.length],
    day: `2026-0${(index % 9) + 1}-15`,
    changed: `2026-10-${String((index % 28) + 1).padStart(2, "0")}T09:00:00+08:00`,
    ...toRow(index),
  }));
}

export const HARBOUR_ROWS: RawRows = {
  LISTING: rows(130, (index) => ({
    title: `一种港口机械 ${index + 1}`,
    subject: index % 5 === 0 ? "商标" : "专利",
    way: ["转让", "许可", "作价"][index % 3],
    price: index % 4 === 0 ? "面议" : String(10 + index),
    state: index % 7 === 0 ? "已结束" : "挂牌",
    seller: index % 2 === 0 ? "港湾机械有限公司" : "滨海大学",
    sellerCode: index % 2 === 0 ? SELLER_CODE : null,
    text: `吊装装置，联系电话 13812345678，第 ${index + 1} 号`,
    zl: index === 0 ? `ZL${PATENT.slice(2)}` : index === 1 ? "ZL202310123456.0" : null,
    hits: index * 3,
    hotline: "021-58881234",
  })),
  DEMAND: rows(12, (index) => ({
    title: `求购防腐技术 ${index + 1}`,
    field: "C09D",
    text: "用于海工装备",
    price: "50",
    seller: "滨海大学",
    state: index % 2 === 0 ? "征集中" : "已完成",
  })),
  SERVICE: rows(6, (index) => ({
    title: `服务 ${index + 1}`,
    module: index % 2 === 0 ? "申请" : "维权",
    channel: ["线上", "窗口", "均可"][index % 3],
    papers: "申请书；身份证明",
    days: "5",
    windows: index < 4 ? ["A1", "A2"] : ["A2"],
  })),
  SERVICE_WINDOW: rows(2, (index) => ({
    title: `窗口 ${index + 1}`,
    window: `A${index + 1}`,
    address: "世纪大道 1 号",
    phone: "021-58881234",
  })),
  EXPERT: rows(5, (index) => ({
    name: ["张三", "李四", "王五", "赵六", "孙七"][index],
    employer: "滨海大学",
    fields: index % 2 === 0 ? ["专利", "商标"] : ["版权"],
    phone: "13812345678",
  })),
  AGENCY_PROFILE: rows(3, (index) => ({
    title: `港湾代理 ${index + 1}`,
    agencyCode: index === 0 ? "31100" : null,
    fields: "专利、复审",
  })),
  PATENT_RECORD: rows(3, (index) => ({
    title: `副本 ${index + 1}`,
    seller: "港湾机械有限公司",
    zl: [`${PATENT}`, OTHER_PATENT, "没有号码"][index],
    state: ["有权", "失效", "在审"][index],
  })),
};

export const PLATEAU_ROWS: RawRows = {
  REPORT: rows(9, (index) => ({
    title: `分析报告 ${index + 1}`,
    field: "新能源",
    seller: "高原中心",
    link: `https://plateau.example.org/r/${index + 1}`,
  })),
  CONTRACT_RECORD: rows(4, (index) => ({
    number: `2026${String(index + 1).padStart(6, "0")}`,
    way: "许可",
    seller: "高原大学,高原制药有限公司",
    zl: index === 0 ? PATENT : null,
  })),
  TOPIC_COLLECTION: rows(2, (index) => ({ title: `专题 ${index + 1}`, field: "储能", text: "专题数据库" })),
  MEMBER_ORGANIZATION: rows(2, (index) => ({
    title: `成员 ${index + 1}`,
    role: "理事",
    sellerCode: index === 0 ? SELLER_CODE : "91310115MA1K4ABC00",
    address: "高原路 2 号",
  })),
  ACTIVITY: rows(4, (index) => ({
    title: `培训 ${index + 1}`,
    type: index % 2 === 0 ? "培训" : "路演",
    at: "2026-12-01 09:30:00",
    place: "报告厅",
  })),
  FINANCE_PRODUCT: rows(2, (index) => ({
    title: `贷款 ${index + 1}`,
    seller: "高原银行",
    type: "质押贷款",
    text: "最高 500 万元",
  })),
  RIGHTS_AID_CONTACT: rows(2, (index) => ({ title: `援助点 ${index + 1}`, address: "高原路 3 号", phone: "12330" })),
};
