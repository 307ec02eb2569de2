import type { WorldFlow, WorldGoods, WorldRights, WorldTrademark } from "./right-types.ts";
import { CHENGDU_OPTICS, CHONGQING_AGENCY, CHONGQING_MATERIALS } from "./well-known-parties.ts";

const REGISTERED_FLOWS: readonly WorldFlow[] = [
  { date: "2022-11-24", text: "商标注册申请受理通知书发文" },
  { date: "2023-02-20", text: "商标注册申请初步审定公告排版完成" },
  { date: "2023-05-21", text: "商标注册申请注册公告排版完成" },
];

const OPTICS = {
  name: "示例光",
  kind: "ORDINARY",
  owner: CHENGDU_OPTICS.uscc,
  coOwners: [],
  region: CHENGDU_OPTICS.region,
  agency: CHONGQING_AGENCY.name,
} as const;

/** Part of it was refused: what was approved went on under the number with A, the rest stands under review. */
const SPLIT = {
  name: "示例新材",
  kind: "ORDINARY",
  owner: CHONGQING_MATERIALS.uscc,
  coOwners: [],
  region: CHONGQING_MATERIALS.region,
  agency: CHONGQING_AGENCY.name,
  filingDate: "2022-12-05",
} as const;

const TRADEMARKS: readonly WorldTrademark[] = [
  {
    ...OPTICS,
    number: "68012345",
    filingDate: "2022-11-02",
    preliminaryDate: "2023-02-20",
    registrationDate: "2023-05-21",
    validUntil: "2033-05-20",
    classes: [
      {
        niceClass: 9,
        goods: [goods("光学器械和仪器", "0911", "C099001"), goods("光学胶固化监测仪", "0910", "C099002")],
        flows: REGISTERED_FLOWS,
      },
      {
        niceClass: 42,
        goods: [goods("材料测试", "4209", "C429001"), goods("光学领域的技术研究", "4209", "C429002")],
        // A transfer was applied for later: it says nothing of the mark's own state.
        flows: [...REGISTERED_FLOWS, { date: "2025-03-06", text: "商标转让申请受理通知书发文" }],
      },
    ],
  },
  {
    ...SPLIT,
    number: "68054321",
    preliminaryDate: null,
    registrationDate: null,
    validUntil: null,
    classes: [
      {
        niceClass: 1,
        goods: [goods("工业用粘合剂", "0115", "C019001")],
        flows: [
          { date: "2022-12-28", text: "商标注册申请受理通知书发文" },
          { date: "2023-04-10", text: "商标注册申请部分驳回通知发文" },
          { date: "2023-05-12", text: "驳回复审申请受理通知书发文" },
        ],
      },
    ],
  },
  {
    ...SPLIT,
    number: "68054321A",
    preliminaryDate: "2023-06-13",
    registrationDate: "2023-09-14",
    validUntil: "2033-09-13",
    classes: [
      {
        niceClass: 1,
        goods: [goods("未加工合成树脂", "0108", "C019002")],
        flows: [
          { date: "2023-04-28", text: "商标分割申请核准" },
          { date: "2023-06-13", text: "商标注册申请初步审定公告排版完成" },
          { date: "2023-09-14", text: "商标注册申请注册公告排版完成" },
        ],
      },
    ],
  },
  {
    number: "G1799001",
    name: "LUMENIA",
    kind: "ORDINARY",
    owner: "Lumenia Optics & Co., Inc.",
    coOwners: [],
    region: null,
    agency: null,
    filingDate: "2023-08-01",
    preliminaryDate: null,
    registrationDate: "2023-08-01",
    validUntil: "2033-08-01",
    classes: [
      {
        niceClass: 9,
        goods: [goods("光学透镜", "0911", "090138")],
        flows: [{ date: "2024-01-12", text: "领土延伸申请受理" }],
      },
    ],
  },
  {
    number: "96900001",
    name: "拟例榨菜",
    kind: "CERTIFICATION",
    owner: "重庆市拟例榨菜行业协会",
    coOwners: [],
    region: "500102",
    agency: null,
    filingDate: "2017-03-01",
    preliminaryDate: "2018-02-13",
    registrationDate: "2018-05-14",
    validUntil: "2028-05-13",
    classes: [
      {
        niceClass: 29,
        goods: [goods("榨菜", "2905", "C299001")],
        flows: [
          { date: "2017-04-02", text: "商标注册申请受理通知书发文" },
          { date: "2018-05-14", text: "商标注册申请注册公告排版完成" },
        ],
      },
    ],
  },
];

/** What the story always has of other rights. */
export const WELL_KNOWN_RIGHTS: WorldRights = {
  trademarks: TRADEMARKS,
  softwareCopyrights: [
    {
      registrationNumber: "2023SR0123456",
      certificateNumber: "软著登字第10990001号",
      name: "光学胶固化监控软件",
      shortName: null,
      version: "V1.0",
      owner: CHENGDU_OPTICS.uscc,
      coOwners: [],
      region: CHENGDU_OPTICS.region,
      completionDate: "2022-10-31",
      publicationDate: null,
      registrationDate: "2023-01-19",
    },
  ],
  registeredWorks: [
    {
      registrationNumber: "渝作登字-2024-F-09900001",
      name: "示例新材标志图形",
      category: "美术",
      owner: CHONGQING_MATERIALS.uscc,
      region: CHONGQING_MATERIALS.region,
      completionDate: "2024-03-08",
      publicationDate: null,
      registrationDate: "2024-05-17",
    },
  ],
  layoutDesigns: [
    {
      // Its last digit is not what the patents' rule gives; whether the rule holds for layout designs is not known.
      registrationNumber: "BS.235001230",
      name: "光学胶固化控制芯片",
      owner: CHENGDU_OPTICS.uscc,
      region: CHENGDU_OPTICS.region,
      filingDate: "2023-01-10",
      announcementNumber: "99001",
      announcementDate: "2023-06-20",
      creationDate: "2022-06-30",
      exploitationDate: "2022-11-18",
    },
  ],
  geographicalIndications: [
    {
      system: "PRODUCT",
      number: "2019年第990号",
      name: "示例柑橘",
      regionText: "四川省眉山市现辖行政区域",
      region: "511400",
      holder: "眉山市示例柑橘协会",
      announcementDate: "2019-08-16",
    },
  ],
  plantVarieties: [],
};

function goods(text: string, similarGroup: string, itemCode: string): WorldGoods {
  return { text, similarGroup, itemCode };
}
