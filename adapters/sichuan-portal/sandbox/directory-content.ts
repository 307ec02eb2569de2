import { makeUscc } from "#schema/ids/uscc.ts";

/** A window of the service hall. */
export interface PortalWindow {
  readonly number: number;
  readonly name: string;
  readonly place: string;
  readonly hours: string;
  readonly phone: string;
}

/** A member of the platform. The bodies exist; their codes and addresses here are invented. */
export interface PortalMember {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly uscc: string;
  readonly address: string;
}

export interface PortalContact {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly phone: string;
  readonly region: string;
}

const HALL = "四川省成都市高新区天府示例大道2号一层服务大厅";
const WEEKDAYS = "周一至周五 9:00-12:00，13:00-17:00";

const WINDOW_NAMES = [
  "专利受理",
  "商标受理",
  "版权登记",
  "专利费用",
  "质押与许可备案",
  "优先审查",
  "专利咨询",
  "商标与地理标志咨询",
  "海外与贯标咨询",
  "信息检索",
  "产业导航",
  "金融服务",
  "运营挂牌",
  "价值评估",
  "成果转化",
  "路演与基金",
  "培训服务",
  "维权援助",
  "纠纷调解",
  "存证认证",
] as const;

/** Twenty windows in one hall of 3,000 square metres; the last five open on fewer days. */
export const WINDOWS: readonly PortalWindow[] = WINDOW_NAMES.map((name, index) => ({
  number: index + 1,
  name: `${name}窗口`,
  place: `${HALL}${String.fromCharCode(65 + Math.floor(index / 5))}区`,
  hours: index < 15 ? WEEKDAYS : "周二、周四 9:30-16:30",
  phone: `028-0000${String(1200 + index + 1)}`,
}));

const GOVERNMENT = "11510000";
const INSTITUTION = "12510000";

/** The nine members, in the platform's own order. */
export const MEMBERS: readonly PortalMember[] = [
  member(1, "四川省知识产权局", "主管单位", makeUscc(GOVERNMENT, "MB0DEM01")),
  member(2, "国家知识产权局专利局成都代办处", "受理单位", makeUscc(INSTITUTION, "MB0DEM02")),
  member(3, "四川省专利信息服务中心", "信息服务", makeUscc(INSTITUTION, "MB0DEM03")),
  member(4, "国家专利技术（四川）展示交易中心", "运营交易", makeUscc(INSTITUTION, "MB0DEM04")),
  member(5, "国家知识产权国际合作基地（四川）", "国际合作", makeUscc(INSTITUTION, "MB0DEM05")),
  member(6, "中国（四川）知识产权维权援助中心", "维权援助", makeUscc(INSTITUTION, "MB0DEM06")),
  member(7, "四川省知识产权服务促进中心", "运行单位", makeUscc(INSTITUTION, "MB0DEM07")),
  member(8, "西南知识产权大数据中心", "数据支撑", makeUscc("52510000", "MJ0DEM08")),
  member(9, "四川原创认证保护中心", "存证认证", makeUscc("52510000", "MJ0DEM09")),
];

/** Rights-aid contacts: the provincial centre and its work stations. */
export const RIGHTS_AID_CONTACTS: readonly PortalContact[] = [
  contact(1, "中国（四川）知识产权维权援助中心", "510100", `${HALL}D区18号窗口`, "12330"),
  contact(2, "成都市知识产权维权援助工作站", "510100", "四川省成都市武侯区科园示例路9号", "028-00001801"),
  contact(3, "绵阳市知识产权维权援助工作站", "510700", "四川省绵阳市涪城区创新示例路20号", "0816-0001802"),
  contact(4, "德阳市知识产权维权援助工作站", "510600", "四川省德阳市旌阳区产业示例大道5号", "0838-0001803"),
  contact(5, "宜宾市知识产权维权援助工作站", "511500", "四川省宜宾市叙州区滨江示例路31号", "0831-0001804"),
  contact(6, "泸州市知识产权维权援助工作站", "510500", "四川省泸州市江阳区学府示例路8号", "13800001805"),
];

function member(...[serial, name, role, uscc]: [number, string, string, string]): PortalMember {
  return { id: `CY${String(serial).padStart(2, "0")}`, name, role, uscc, address: HALL };
}

function contact(...[serial, name, region, address, phone]: [number, string, string, string, string]): PortalContact {
  return { id: `WQ${String(serial).padStart(3, "0")}`, name, region, address, phone };
}
