import { type GazetteSubject, gazette } from "./gazette.ts";
import type { WorldLegalEvent, WorldPatent } from "./types.ts";
import { CHENGDU_OPTICS, CHONGQING_AGENCY, CHONGQING_MATERIALS } from "./well-known-parties.ts";

const OPTICS = CHENGDU_OPTICS.uscc;
const MATERIALS = CHONGQING_MATERIALS.uscc;
const ADHESIVE = "CN202310123456.6";
const STAND = "CN202220765432.1";
const CLEANER = "CN201810555666.1";
const ROBOT = "CN202110444555.5";
const ROBOT_TWIN = "CN202120888999.3";
const PARENT = "CN202210777888.4";
const DIVISIONAL = "CN202310999000.6";
const CLEANER_SUBJECT = subject(CLEANER, "2018-06-01", "H02S40/10");

/** What the story leaves unsaid. */
const BLANK = {
  abstract: null,
  abstractEn: null,
  claims: [],
  applicants: [OPTICS],
  owners: [OPTICS],
  agencyCode: CHONGQING_AGENCY.code,
  agents: ["李示范", "王范例"],
  ipc: [],
  locarno: [],
  divisionalOf: null,
  sameDayTwin: null,
  priorities: [],
  pct: null,
} as const;

/** The patents of the story that documents, demos and tests rely on: fixed to the last digit. */
export const WELL_KNOWN_PATENTS: readonly WorldPatent[] = [
  invention({
    applicationNumber: ADHESIVE,
    title: "一种低温固化光学胶及其制备方法",
    titleEn: "Low-temperature curing optical adhesive and preparation method thereof",
    abstract:
      "本发明公开了一种低温固化光学胶及其制备方法，属于胶粘材料技术领域。所述光学胶包括丙烯酸酯预聚体、活性稀释剂、光引发剂和硅烷偶联剂，可在60℃以下固化，固化后透光率高、附着力强，适用于显示模组的贴合。",
    abstractEn:
      "The invention discloses a low-temperature curing optical adhesive and a preparation method thereof. The adhesive comprises an acrylate prepolymer, a reactive diluent, a photoinitiator and a silane coupling agent, cures below 60 °C, is highly transparent and adheres firmly, and suits the bonding of display modules.",
    claims: [
      "一种低温固化光学胶，其特征在于，按重量份计包括：丙烯酸酯预聚体40~60份、活性稀释剂20~35份、光引发剂1~5份和硅烷偶联剂0.5~2份。",
      "根据权利要求1所述的低温固化光学胶，其特征在于，所述光引发剂为两种引发剂的复配物。",
      "根据权利要求1所述的低温固化光学胶，其特征在于，固化温度为40~60℃。",
      "一种如权利要求1所述的低温固化光学胶的制备方法，其特征在于，包括混合、真空脱泡和避光灌装的步骤。",
    ],
    filingDate: "2023-02-14",
    ipc: ["C09J4/02", "C09J11/06", "C09J11/04"],
    inventors: named("张示例", "刘样本", "赵明示"),
    familyId: "86012345",
    ...granted(subject(ADHESIVE, "2023-02-14", "C09J4/02"), "116012345", {
      published: "2023-05-12",
      examined: "2023-05-30",
      granted: "2024-08-20",
    }),
  }),
  utilityModel({
    applicationNumber: STAND,
    title: "一种便携式检测支架",
    titleEn: "Portable test stand",
    abstract:
      "本实用新型公开了一种便携式检测支架，包括底座、可伸缩立柱和夹持件，立柱与底座铰接，折叠后便于携带，解决了现场检测仪器架设不便的问题。",
    abstractEn:
      "The utility model discloses a portable test stand comprising a base, a telescopic column hinged to the base and a clamping piece; folded, it is easy to carry, which makes setting up instruments on site convenient.",
    claims: [
      "一种便携式检测支架，其特征在于，包括底座、与底座铰接的可伸缩立柱和设于立柱顶端的夹持件。",
      "根据权利要求1所述的便携式检测支架，其特征在于，所述底座设有水平泡。",
    ],
    filingDate: "2022-04-06",
    publications: [{ number: "217654321", kind: "U", date: "2022-10-18" }],
    applicants: [MATERIALS],
    owners: [MATERIALS],
    inventors: named("周试行", "吴样例"),
    ipc: ["F16M11/38", "G01N21/01"],
    legalEvents: [
      gazette.granted(subject(STAND, "2022-04-06", "F16M11/38"), "2022-10-18"),
      // The fee of patent year 3 was due on 2024-04-06; six months of grace and the usual four months pass before the gazette says so.
      gazette.lapsedForFee(subject(STAND, "2022-04-06", "F16M11/38"), "2022-10-18", "2024-04-06", "2025-02-14"),
    ],
    familyId: "83765432",
  }),
  invention({
    applicationNumber: CLEANER,
    title: "一种山地光伏组件清洗装置",
    titleEn: "Cleaning device for photovoltaic modules in mountain terrain",
    abstract:
      "本发明公开了一种山地光伏组件清洗装置，包括行走轨道、清洗辊和雨水收集箱，清洗辊随轨道坡度自动调平，用水量少，适用于坡度大、运维困难的山地光伏电站。",
    abstractEn:
      "The invention discloses a cleaning device for photovoltaic modules in mountain terrain, comprising a running rail, a cleaning roller that levels itself to the slope of the rail, and a rain water tank; it uses little water and suits steep sites that are hard to maintain.",
    claims: [
      "一种山地光伏组件清洗装置，其特征在于，包括行走轨道、设于行走轨道上的清洗辊和与清洗辊连通的雨水收集箱。",
      "根据权利要求1所述的山地光伏组件清洗装置，其特征在于，所述清洗辊设有随坡度转动的调平机构。",
      "根据权利要求2所述的山地光伏组件清洗装置，其特征在于，所述调平机构包括倾角传感器和步进电机。",
    ],
    filingDate: "2018-06-01",
    owners: [MATERIALS],
    inventors: named("孙示意", "马样品"),
    ipc: ["H02S40/10", "B08B1/00"],
    familyId: "64765432",
    ...granted(
      CLEANER_SUBJECT,
      "108765432",
      { published: "2018-11-06", examined: "2018-11-30", granted: "2020-05-12" },
      [
        gazette.transferred(CLEANER_SUBJECT, CHENGDU_OPTICS.name, CHONGQING_MATERIALS.name, {
          registered: "2023-03-10",
          gazetted: "2023-03-28",
        }),
        gazette.pledged(CLEANER_SUBJECT, CHONGQING_MATERIALS.name, "重庆示例银行股份有限公司九龙坡支行", {
          number: "Y2024980000015",
          registered: "2024-01-15",
          gazetted: "2024-02-02",
        }),
      ],
    ),
  }),
  ...sameDayPair(),
  ...divisionalPair(),
  design(),
];

function sameDayPair(): readonly WorldPatent[] {
  const common = {
    title: "一种桥梁缆索检测机器人",
    titleEn: "Inspection robot for bridge cables",
    filingDate: "2021-04-23",
    applicants: [MATERIALS],
    owners: [MATERIALS],
    inventors: [...named("胡例证", "郭示教"), { name: "请求不公布姓名", withheld: true }],
    ipc: ["E01D19/10", "B25J5/00", "G01N21/88"],
    claims: [
      "一种桥梁缆索检测机器人，其特征在于，包括抱紧缆索的环形机架、沿环形机架均布的驱动轮组和检测相机。",
      "根据权利要求1所述的桥梁缆索检测机器人，其特征在于，所述驱动轮组设有弹性压紧机构。",
    ],
  };
  const of = subject(ROBOT_TWIN, common.filingDate, "E01D19/10");
  return [
    invention({
      ...common,
      applicationNumber: ROBOT,
      abstract:
        "本发明公开了一种桥梁缆索检测机器人，包括环形机架、驱动轮组和检测相机，可沿斜拉索自主爬升并识别护套缺陷，遇断电可缓降回收。",
      abstractEn:
        "The invention discloses an inspection robot for bridge cables comprising a ring frame, drive wheels and inspection cameras; it climbs stay cables by itself, recognises sheath defects and descends slowly when power fails.",
      sameDayTwin: ROBOT_TWIN,
      familyId: "76444555",
      ...granted(subject(ROBOT, common.filingDate, "E01D19/10"), "113222333", {
        published: "2021-08-06",
        examined: "2021-08-24",
        granted: "2022-11-08",
      }),
    }),
    utilityModel({
      ...common,
      applicationNumber: ROBOT_TWIN,
      abstract: "本实用新型公开了一种桥梁缆索检测机器人，包括环形机架、驱动轮组和检测相机，可沿斜拉索爬升，结构紧凑。",
      abstractEn:
        "The utility model discloses an inspection robot for bridge cables comprising a ring frame, drive wheels and inspection cameras; it climbs stay cables and is compact.",
      sameDayTwin: ROBOT,
      publications: [{ number: "214888999", kind: "U", date: "2021-11-19" }],
      familyId: "76888999",
      legalEvents: [gazette.granted(of, "2021-11-19"), gazette.abandonedForTwin(of, "2021-11-19", "2022-11-08")],
    }),
  ];
}

function divisionalPair(): readonly WorldPatent[] {
  // A divisional keeps its parent's filing date; only its number shows the year in which it was handed in.
  const filingDate = "2022-07-05";
  const common = { filingDate, inventors: named("张示例", "高标本"), ipc: ["B05C5/02", "B05D1/26", "C09J4/02"] };
  return [
    invention({
      ...common,
      applicationNumber: PARENT,
      title: "一种光学胶涂布装置及涂布方法",
      titleEn: "Coating device and coating method for optical adhesive",
      abstract: "本发明公开了一种光学胶涂布装置及涂布方法，通过狭缝涂布头与在线测厚单元闭环控制胶层厚度，厚度偏差小。",
      abstractEn:
        "The invention discloses a coating device and a coating method for optical adhesive: a slot die and an in-line thickness gauge control the thickness of the layer in a closed loop.",
      claims: [
        "一种光学胶涂布装置，其特征在于，包括狭缝涂布头、在线测厚单元和控制器。",
        "根据权利要求1所述的光学胶涂布装置，其特征在于，所述在线测厚单元为光谱共焦传感器。",
      ],
      familyId: "84777888",
      ...granted(subject(PARENT, filingDate, "B05C5/02"), "115098765", {
        published: "2022-09-23",
        examined: "2022-10-14",
        granted: "2024-03-15",
      }),
    }),
    invention({
      ...common,
      applicationNumber: DIVISIONAL,
      title: "一种光学胶涂布方法",
      titleEn: "Coating method for optical adhesive",
      abstract: "本发明公开了一种光学胶涂布方法，在涂布过程中根据测得的胶层厚度调整狭缝开度与走带速度，减少返工。",
      abstractEn:
        "The invention discloses a coating method for optical adhesive in which the slot opening and the web speed are adjusted to the measured thickness of the layer, so that less is reworked.",
      claims: ["一种光学胶涂布方法，其特征在于，根据测得的胶层厚度调整狭缝开度与走带速度。"],
      divisionalOf: PARENT,
      familyId: "84777888",
      publications: [{ number: "117099900", kind: "A", date: "2023-11-10" }],
      legalEvents: [
        gazette.published(subject(DIVISIONAL, filingDate, "B05C5/02"), "2023-11-10"),
        gazette.examination(subject(DIVISIONAL, filingDate, "B05C5/02"), "2023-11-28"),
      ],
    }),
  ];
}

function design(): WorldPatent {
  const applicationNumber = "CN202430234567.X";
  const filingDate = "2024-04-24";
  return {
    ...BLANK,
    applicationNumber,
    type: "DESIGN",
    title: "检测仪（便携式）",
    titleEn: "Tester (portable)",
    filingDate,
    publications: [{ number: "309123456", kind: "S", date: "2024-12-03" }],
    inventors: named("刘样本"),
    locarno: ["10-05"],
    legalEvents: [gazette.granted({ applicationNumber, filingDate, ipc: [], locarno: ["10-05"] }, "2024-12-03")],
    familyId: "92234567",
  };
}

type Own = Omit<WorldPatent, "type" | keyof typeof BLANK> & Partial<WorldPatent>;

function invention(own: Own): WorldPatent {
  return { ...BLANK, ...own, type: "INVENTION" };
}

function utilityModel(own: Own): WorldPatent {
  return { ...BLANK, ...own, type: "UTILITY_MODEL" };
}

interface GrantDays {
  readonly published: string;
  readonly examined: string;
  readonly granted: string;
}

function granted(of: GazetteSubject, number: string, days: GrantDays, later: readonly WorldLegalEvent[] = []) {
  return {
    publications: [
      { number, kind: "A", date: days.published },
      { number, kind: "B", date: days.granted },
    ],
    legalEvents: [
      gazette.published(of, days.published),
      gazette.examination(of, days.examined),
      gazette.granted(of, days.granted),
      ...later,
    ],
  };
}

function subject(applicationNumber: string, filingDate: string, mainClass: string): GazetteSubject {
  return { applicationNumber, filingDate, ipc: [mainClass], locarno: [] };
}

function named(...names: readonly string[]): WorldPatent["inventors"] {
  return names.map((name) => ({ name, withheld: false }));
}
