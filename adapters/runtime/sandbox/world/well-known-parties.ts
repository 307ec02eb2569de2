import type { WorldAgency, WorldExpert, WorldOrganization } from "./types.ts";

/** 成都示例光电有限公司 */
export const CHENGDU_OPTICS: WorldOrganization = {
  uscc: "91510100MA0DEM0A77",
  name: "成都示例光电有限公司",
  nameEn: "Chengdu Shili Optoelectronics Co., Ltd.",
  region: "510100",
  address: "四川省成都市高新区天府示例大道1号",
  postCode: "610000",
  type: "ENTERPRISE",
};

/** 重庆示例新材料有限公司 */
export const CHONGQING_MATERIALS: WorldOrganization = {
  uscc: "91500107MA0DEM1B1C",
  name: "重庆示例新材料有限公司",
  nameEn: "Chongqing Shili New Materials Co., Ltd.",
  region: "500107",
  address: "重庆市九龙坡区石桥示例街88号",
  postCode: "400050",
  type: "ENTERPRISE",
};

/** 重庆示例知识产权代理事务所（普通合伙） */
export const CHONGQING_AGENCY: WorldAgency = {
  code: "50990",
  uscc: "91500000MA0DEM2C68",
  name: "重庆示例知识产权代理事务所（普通合伙）",
  type: "GENERAL_PARTNERSHIP",
  region: "500103",
  address: "重庆市渝中区创新示例路66号8层1号",
  phone: "023-00000990",
  foundedOn: "2011-06-08",
  statusText: "正常",
  agents: [
    { qualificationNumber: "5000901", name: "李示范", since: "2011-06-08" },
    { qualificationNumber: "5000902", name: "王范例", since: "2015-03-16" },
    { qualificationNumber: "5000903", name: "陈例文", since: "2019-09-02" },
  ],
  branches: [
    {
      name: "重庆示例知识产权代理事务所（普通合伙）成都分所",
      region: "510107",
      address: "四川省成都市武侯区科园示例路12号3层5号",
    },
  ],
  specialties: ["新材料", "装备制造", "测量检测"],
};

const ZHANG = {
  name: "张示例",
  jobTitle: "教授级高级工程师",
  organization: "西南示例大学材料学院",
  specialties: ["新材料", "知识产权运营"],
  region: "510107",
};

/** 张示例 stands in both directories, each with its own id and words: the same person only by name. */
export const ZHANG_SHILI: readonly WorldExpert[] = [
  {
    ...ZHANG,
    node: "sichuan",
    id: "5a1e0001",
    introduction: "长期从事光学胶与胶粘材料研究，四川省知识产权专家库成员。",
    phone: "13800000001",
  },
  {
    ...ZHANG,
    node: "chongqing",
    id: "122436693130000101",
    jobTitle: "教授",
    introduction: "新材料领域技术专家，参与川渝两地专利价值评估。",
    phone: "13800000002",
  },
];

/** Accounts of the Chongqing process-management system and whose cases they keep. */
export const PLATFORM_USERS = [
  { user: "demo", client: CHENGDU_OPTICS.uscc },
  { user: "other", client: CHONGQING_MATERIALS.uscc },
] as const;
