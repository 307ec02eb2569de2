/** One service of the stand-in's catalogue, as the portal's staff would keep it. */
export interface PortalService {
  readonly code: string;
  readonly name: string;
  /** One of the eight modules: 申请 维权 信息 产业 运营 金融 培训 咨询. */
  readonly module: string;
  /** One of the six categories: 受理 咨询 运营 金融服务 路演 维权援助. */
  readonly category: string;
  /** 线上, 窗口 or 线上+窗口. */
  readonly channel: string;
  readonly windows: readonly number[];
  readonly audience: readonly string[];
  readonly materials: readonly string[];
  readonly fee: string;
  readonly duration: string;
  readonly basis: string;
}

/** The eight modules of the online platform, in its own order. */
export const MODULES = ["申请", "维权", "信息", "产业", "运营", "金融", "培训", "咨询"] as const;

const COMPANIES = ["企业"];
const EVERYONE = ["个人", "企业", "高校院所"];
const OWNERS = ["企业", "高校院所"];
const PATENT_LAW = "《中华人民共和国专利法》";
const RULES = "《四川省知识产权保护和促进条例》";

type Row = readonly [
  name: string,
  place: readonly [module: string, category: string, channel: string, windows: readonly number[]],
  audience: readonly string[],
  materials: string,
  terms: readonly [fee: string, duration: string, basis: string],
];

/** Thirty services in six categories. Names are plausible, terms invented. */
const ROWS: readonly Row[] = [
  [
    "专利申请受理",
    ["申请", "受理", "线上+窗口", [1]],
    EVERYONE,
    "请求书;说明书;权利要求书",
    ["按国家标准收费", "1个工作日", PATENT_LAW],
  ],
  [
    "商标注册申请受理",
    ["申请", "受理", "窗口", [2]],
    EVERYONE,
    "商标注册申请书;商标图样;主体资格证明",
    ["按国家标准收费", "1个工作日", "《中华人民共和国商标法》"],
  ],
  [
    "著作权登记代办",
    ["申请", "受理", "窗口", [3]],
    EVERYONE,
    "登记申请表;作品样本;身份证明",
    ["免费", "３个工作日", "《作品自愿登记试行办法》"],
  ],
  [
    "计算机软件著作权登记咨询与代办",
    ["申请", "受理", "线上+窗口", [3]],
    OWNERS,
    "登记申请表;源程序前后各30页;说明书",
    ["免费", "5个工作日", "《计算机软件保护条例》"],
  ],
  [
    "专利费用减缴备案",
    ["申请", "受理", "线上+窗口", [4]],
    EVERYONE,
    "费减备案请求;收入或纳税证明",
    ["免费", "5个工作日", "《专利收费减缴办法》"],
  ],
  ["专利缴费与票据", ["申请", "受理", "线上+窗口", [4]], EVERYONE, "缴费清单", ["--", "即时办结", PATENT_LAW]],
  [
    "专利优先审查推荐",
    ["申请", "受理", "窗口", [6]],
    OWNERS,
    "优先审查请求书;现有技术材料",
    ["免费", "10个工作日", "《专利优先审查管理办法》"],
  ],
  [
    "专利权质押登记受理",
    ["金融", "受理", "窗口", [5]],
    COMPANIES,
    "质押登记申请表;质押合同;主合同",
    ["免费", "5个工作日", "《专利权质押登记办法》"],
  ],
  [
    "专利实施许可合同备案",
    ["运营", "受理", "窗口", [5]],
    OWNERS,
    "备案申请表;许可合同;身份证明",
    ["免费", "7个工作日", "《专利实施许可合同备案办法》"],
  ],
  ["专利申请咨询", ["咨询", "咨询", "线上+窗口", [7]], EVERYONE, "无", ["免费", "即时办结", ""]],
  ["商标与地理标志咨询", ["咨询", "咨询", "线上+窗口", [8]], EVERYONE, "无", ["免费", "即时办结", ""]],
  [
    "海外知识产权纠纷应对指导",
    ["咨询", "咨询", "线上+窗口", [9]],
    COMPANIES,
    "情况说明;有关文书",
    ["免费", "10个工作日", RULES],
  ],
  [
    "企业知识产权管理规范辅导",
    ["咨询", "咨询", "窗口", [9]],
    COMPANIES,
    "企业基本情况表",
    ["免费", "15个工作日", "GB/T 29490"],
  ],
  ["专利信息检索与分析", ["信息", "咨询", "线上", [10]], EVERYONE, "检索需求表", ["面议", "5个工作日", ""]],
  [
    "产业专利导航",
    ["产业", "咨询", "线上+窗口", [11]],
    OWNERS,
    "项目需求书",
    ["面议", "60个工作日", "《产业规划类专利导航项目实施导则》"],
  ],
  ["产业专利预警", ["产业", "咨询", "线上", [11]], COMPANIES, "项目需求书", ["面议", "30个工作日", ""]],
  [
    "专利转让挂牌",
    ["运营", "运营", "线上+窗口", [13]],
    EVERYONE,
    "挂牌申请表;专利登记簿副本;共有人同意书",
    ["免费", "3个工作日", PATENT_LAW],
  ],
  [
    "专利许可与开放许可挂牌",
    ["运营", "运营", "线上+窗口", [13]],
    EVERYONE,
    "开放许可声明;专利权评价报告（实用新型、外观设计）",
    ["免费", "3个工作日", PATENT_LAW],
  ],
  [
    "专利价值评估",
    ["运营", "运营", "窗口", [14]],
    OWNERS,
    "评估委托书;专利证书",
    ["面议", "20个工作日", "《专利评估指引》"],
  ],
  [
    "高校院所成果转化对接",
    ["运营", "运营", "线上+窗口", [15]],
    ["高校院所"],
    "成果登记表",
    ["免费", "15个工作日", RULES],
  ],
  [
    "专利质押融资咨询",
    ["金融", "金融服务", "线上+窗口", [12]],
    COMPANIES,
    "营业执照;专利证书;近两年财务报表",
    ["免费", "5个工作日", "《专利权质押登记办法》"],
  ],
  [
    "知识产权保险投保",
    ["金融", "金融服务", "线上+窗口", [12]],
    COMPANIES,
    "投保单;专利清单",
    ["按保险合同", "5个工作日", ""],
  ],
  [
    "知识产权证券化辅导",
    ["金融", "金融服务", "窗口", [12]],
    COMPANIES,
    "资产清单;财务报表",
    ["面议", "60个工作日", ""],
  ],
  [
    "知识产权运营基金对接",
    ["金融", "金融服务", "线上", [16]],
    COMPANIES,
    "商业计划书;专利清单",
    ["免费", "30个工作日", ""],
  ],
  ["专利项目路演报名", ["产业", "路演", "线上+窗口", [16]], OWNERS, "路演申请表;项目简介", ["免费", "10个工作日", ""]],
  ["知识产权实务培训报名", ["培训", "路演", "线上", [17]], EVERYONE, "报名表", ["免费", "即时办结", ""]],
  [
    "维权援助申请",
    ["维权", "维权援助", "线上+窗口", [18]],
    EVERYONE,
    "援助申请表;权属证明;侵权线索",
    ["免费", "7个工作日", RULES],
  ],
  [
    "专利侵权判定咨询",
    ["维权", "维权援助", "窗口", [18]],
    EVERYONE,
    "咨询申请表;涉嫌侵权产品资料",
    ["免费", "15个工作日", PATENT_LAW],
  ],
  [
    "知识产权纠纷调解",
    ["维权", "维权援助", "线上+窗口", [19]],
    EVERYONE,
    "调解申请书;证据材料",
    ["免费", "30个工作日", "《中华人民共和国人民调解法》"],
  ],
  [
    "原创作品存证与时间戳",
    ["维权", "维权援助", "线上+窗口", [20]],
    EVERYONE,
    "作品电子文件",
    ["按次收费", "即时办结", ""],
  ],
];

export const SERVICES: readonly PortalService[] = ROWS.map(toService);

function toService([name, place, audience, materials, terms]: Row, index: number): PortalService {
  const [module, category, channel, windows] = place;
  const [fee, duration, basis] = terms;
  const code = `SCFW${String(index + 1).padStart(3, "0")}`;
  return {
    code,
    name,
    module,
    category,
    channel,
    windows,
    audience,
    materials: materials.split(";"),
    fee,
    duration,
    basis,
  };
}
