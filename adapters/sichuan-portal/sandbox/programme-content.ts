/** An event as the training module announces it; times stand as its editors happen to type them. */
export interface PortalActivity {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly starts: string;
  readonly ends: string;
  readonly place: string;
  readonly region: string;
}

export interface PortalFinanceProduct {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
  readonly kind: string;
  readonly amount: string;
  readonly region: string;
}

const HALL = "四川省知识产权公共服务平台路演厅";

export const ACTIVITIES: readonly PortalActivity[] = [
  activity(1, "专利挖掘与布局实务培训", "培训", ["2026-12-03 09:00:00", "2026-12-03 17:00:00"], HALL, "510100"),
  activity(2, "新材料专利项目路演", "路演", ["2026年12月10日 14:00", "2026年12月10日 17:30"], HALL, "510100"),
  activity(
    3,
    "川渝专利供需对接会",
    "对接会",
    ["2026/12/16 9:30:00", "2026/12/16 12:00:00"],
    "成都市高新区示例会议中心",
    "510100",
  ),
  activity(
    4,
    "知识产权质押融资政策宣讲",
    "讲座",
    ["2026-12-18T14:30:00+08:00", ""],
    "德阳市旌阳区示例孵化器",
    "510600",
  ),
  activity(5, "商标品牌与地理标志保护公开课", "讲座", ["2026.12.22", "--"], "线上", "510000"),
  activity(
    6,
    "绵阳市装备制造专利对接会",
    "供需对接",
    ["2027-01-07 09:30:00", "2027-01-07 11:30:00"],
    "绵阳市涪城区示例科技城",
    "510700",
  ),
  activity(7, "专利代理师考前培训", "培训班", ["2027-01-15 09:00:00", "2027-01-20 17:00:00"], HALL, "510100"),
  activity(8, "海外知识产权风险防控沙龙", "沙龙", ["20270122", "无"], HALL, "510100"),
  activity(
    9,
    "企业知识产权管理规范宣贯培训",
    "培训",
    ["2026-10-15 09:00:00", "2026-10-16 17:00:00"],
    "宜宾市叙州区示例产业园",
    "511500",
  ),
  activity(10, "高价值专利大赛项目路演", "路演", ["2026-09-24 09:00:00", "2026-09-24 18:00:00"], HALL, "510100"),
];

export const FINANCE_PRODUCTS: readonly PortalFinanceProduct[] = [
  product(1, "知识产权质押贷款", "示例银行", "质押融资", "最高1000万元", "510000"),
  product(2, "科创知易贷", "成都示例农村商业银行", "质押贷款", "100万元至500万元", "510100"),
  product(3, "专利执行保险", "示例财产保险四川分公司", "保险", "保额50万元", "510000"),
  product(4, "专利被侵权损失保险", "示例财产保险四川分公司", "知识产权保险", "保额最高100万元", "510000"),
  product(5, "知识产权运营基金", "四川示例知识产权运营股权投资基金", "投资基金", "单项目不超过3000万元", "510000"),
  product(6, "专利许可收益权资产支持专项计划", "示例证券", "证券化", "面议", "510100"),
];

function activity(
  ...[serial, title, kind, times, place, region]: [number, string, string, readonly [string, string], string, string]
): PortalActivity {
  return { id: String(5_100 + serial), title, kind, starts: times[0], ends: times[1], place, region };
}

function product(
  ...[serial, name, institution, kind, amount, region]: [number, string, string, string, string, string]
): PortalFinanceProduct {
  return { id: `JR${String(serial).padStart(3, "0")}`, name, institution, kind, amount, region };
}
