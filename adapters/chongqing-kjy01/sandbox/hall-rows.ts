import { snowflake } from "#adapters/runtime/sandbox/world/offers.ts";
import type { Row } from "./lists.ts";

const WINDOW_IDS = "16";
const SERVICE_IDS = "17";
const AREA = "重庆市九龙坡区";
const OPENING = "周一至周五 09:00-12:00，13:30-17:00";

interface Window {
  readonly serial: number;
  readonly name: string;
  readonly phone: string;
}

/** FACTS C1: the platform's hall has a window for agency and one for rights protection. Telephones are invented. */
const WINDOWS: readonly Window[] = [
  { serial: 1, name: "代理服务窗口", phone: "023-00000101" },
  { serial: 2, name: "维权援助窗口", phone: "023-00000102" },
];

interface Service {
  readonly name: string;
  readonly module: string;
  readonly category: string;
  readonly channel: "线上" | "窗口" | "线上与窗口";
  readonly window: number | null;
  readonly audience: string;
  readonly materials: string;
  readonly fee: string;
  readonly days: string;
  readonly basis: string;
}

const SERVICES: readonly Service[] = [
  service("专利代理机构查询", "信息", "咨询", "线上", null, { days: "0" }),
  service("专利流程管理", "申请", "受理", "线上", null, { materials: "平台账户、专利申请号", days: "0" }),
  service("专利申请代理委托", "申请", "受理", "线上与窗口", 1, {
    materials: "技术交底书；申请人身份证明；代理委托书",
    fee: "由受托机构报价",
    days: "5",
    basis: "《专利代理条例》",
  }),
  service("商标注册代理委托", "申请", "受理", "窗口", 1, {
    materials: "商标图样、申请人主体资格证明",
    fee: "由受托机构报价",
    days: "5",
    basis: "《商标代理监督管理规定》",
  }),
  service("专利年费监控提醒", "申请", "咨询", "线上", null, { materials: "专利号清单", days: "1" }),
  service("专利价值评估咨询", "运营", "运营", "线上与窗口", 1, { materials: "专利证书、权利要求书", days: "10" }),
  service("专利供需对接", "运营", "运营", "线上", null, { materials: "供给或需求信息", days: "3" }),
  service("技术合同登记咨询", "运营", "咨询", "窗口", 1, {
    materials: "技术合同文本",
    basis: "《技术合同认定登记管理办法》",
    days: "3",
  }),
  service("知识产权维权援助", "维权", "维权援助", "窗口", 2, {
    materials: "权利证明；侵权线索；援助申请表",
    days: "15",
    basis: "《中华人民共和国专利法》",
  }),
  service("专利侵权判定咨询", "维权", "维权援助", "线上与窗口", 2, {
    materials: "专利文件、被控侵权产品资料",
    days: "10",
  }),
  service("专家咨询预约", "咨询", "咨询", "线上", null, { days: "3" }),
  service("知识产权培训报名", "培训", "咨询", "线上", null, { days: "1" }),
];

/** Service windows, as `/zMarketWindowRest/page` prints them. */
export const WINDOW_ROWS: readonly Row[] = WINDOWS.map(({ serial, name, phone }) => {
  const id = snowflake(WINDOW_IDS, serial);
  return {
    id,
    facets: { name, area: AREA },
    wire: {
      windowId: id,
      windowNo: String(serial),
      windowName: name,
      address: "重庆市九龙坡区科园示例路99号服务大厅1层",
      openTime: OPENING,
      linkPhone: phone,
      area: AREA,
    },
  };
});

/** Services, as `/zMarketServiceRest/page` prints them. */
export const SERVICE_ROWS: readonly Row[] = SERVICES.map((item, index) => {
  const id = snowflake(SERVICE_IDS, index + 1);
  const windowId = item.window === null ? "" : snowflake(WINDOW_IDS, item.window);
  return {
    id,
    facets: { name: item.name, channel: item.channel, moduleName: item.module, windowId, area: AREA },
    wire: {
      serviceId: id,
      serviceName: item.name,
      moduleName: item.module,
      categoryName: item.category,
      channel: item.channel,
      audience: item.audience,
      materials: item.materials,
      fee: item.fee,
      limitDays: item.days,
      basis: item.basis,
      area: AREA,
      windowId: windowId === "" ? null : windowId,
    },
  };
});

type Details = Partial<Pick<Service, "materials" | "fee" | "days" | "basis">>;

function service(
  ...[name, module, category, channel, window, details]: [
    string,
    string,
    string,
    Service["channel"],
    number | null,
    Details,
  ]
): Service {
  const { materials = "--", fee = "免费", days = "--", basis = "--" } = details;
  return { name, module, category, channel, window, audience: "企业、高校院所、个人", materials, fee, days, basis };
}
