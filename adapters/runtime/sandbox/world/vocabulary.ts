/** A word in Chinese and in plain English. */
export type Word = readonly [zh: string, en: string];

/** The words from which titles, abstracts and claims of one technical field are put together. */
export interface TechnicalField {
  readonly name: string;
  readonly nameEn: string;
  readonly ipc: readonly string[];
  /** What is claimed. */
  readonly objects: readonly Word[];
  /** What it is made of. */
  readonly parts: readonly Word[];
  /** What it is better at. */
  readonly effects: readonly Word[];
}

export const TECHNICAL_FIELDS: readonly TechnicalField[] = [
  field("新材料", "new materials", ["C09J4/02", "C09J163/00", "C08L83/04", "C08K3/22", "C04B35/622", "C22C38/00"], {
    objects:
      "光学胶|optical adhesive;导热硅胶|thermally conductive silicone;耐磨涂料|wear-resistant coating;陶瓷基复合材料|ceramic matrix composite;玄武岩纤维板|basalt fibre board;可降解薄膜|degradable film",
    parts:
      "丙烯酸酯预聚体|an acrylate prepolymer;光引发剂|a photoinitiator;偶联剂|a coupling agent;纳米填料|a nano filler;增韧剂|a toughening agent;固化剂|a curing agent",
    effects:
      "固化温度低|cures at low temperature;附着力强|adheres firmly;耐湿热老化|resists damp heat;成本低|costs little",
  }),
  field("电子信息", "electronics", ["H04L67/10", "G06F16/27", "H01L21/56", "H04W4/38", "G06F9/50", "H05K7/20"], {
    objects:
      "边缘计算网关|edge computing gateway;数据同步方法|data synchronisation method;芯片封装结构|chip package;射频前端模块|radio front-end module;服务器散热组件|server cooling assembly;存储调度方法|storage scheduling method",
    parts:
      "采集单元|an acquisition unit;调度单元|a scheduling unit;缓存单元|a cache unit;散热基板|a heat-spreading substrate;通信接口|a communication interface;校验单元|a verification unit",
    effects: "时延低|has low latency;吞吐量高|has high throughput;功耗低|uses little power;可靠性高|is reliable",
  }),
  field("人工智能", "artificial intelligence", ["G06V10/82", "G06N3/08", "G06T7/00", "G06F40/30", "G10L15/16"], {
    objects:
      "缺陷识别方法|defect recognition method;知识图谱构建方法|knowledge graph construction method;语音识别系统|speech recognition system;交通流预测方法|traffic flow prediction method;遥感影像分割方法|remote sensing image segmentation method",
    parts:
      "特征提取网络|a feature extraction network;注意力模块|an attention module;样本增强步骤|a sample augmentation step;损失函数|a loss function;标注数据集|an annotated data set;后处理模块|a post-processing module",
    effects:
      "识别准确率高|recognises accurately;所需样本少|needs few samples;推理速度快|infers quickly;泛化能力强|generalises well",
  }),
  field("汽车", "vehicles", ["B60L53/30", "B60W30/18", "H01M10/613", "B62D21/15", "B60K1/04", "F16H57/04"], {
    objects:
      "动力电池热管理系统|traction battery thermal management system;混合动力变速箱|hybrid gearbox;车身防撞梁|vehicle anti-collision beam;换电装置|battery swap device;线控制动装置|brake-by-wire device;充电桩|charging pile",
    parts:
      "液冷板|a liquid cooling plate;行星齿轮组|a planetary gear set;吸能盒|a crash box;锁止机构|a locking mechanism;控制器|a controller;温度传感器|a temperature sensor",
    effects: "换热均匀|exchanges heat evenly;传动平稳|transmits smoothly;重量轻|is light;安全性好|is safe",
  }),
  field("装备制造", "machinery", ["B23K37/04", "B25J9/16", "B23Q3/06", "F16K11/074", "B65G47/90", "B24B41/06"], {
    objects:
      "焊接工装|welding fixture;桥梁检测机器人|bridge inspection robot;数控机床夹具|machine tool clamp;多通换向阀|multi-way reversing valve;物料搬运装置|material handling device;叶片打磨装置|blade grinding device",
    parts: "机架|a frame;驱动电机|a drive motor;夹爪|a gripper;导轨|a guide rail;丝杠|a lead screw;限位块|a stop block",
    effects: "装夹方便|clamps easily;定位精度高|positions precisely;适用范围广|applies widely;结构紧凑|is compact",
  }),
  field("新能源", "new energy", ["H02S40/10", "H02J3/38", "H01M8/04", "F03B13/06", "H02S20/30", "H01M4/58"], {
    objects:
      "光伏组件清洗装置|photovoltaic module cleaning device;储能变流器|energy storage converter;氢燃料电池供气系统|hydrogen fuel cell supply system;水轮机导叶|turbine guide vane;光伏支架|photovoltaic mount;磷酸铁锂正极材料|lithium iron phosphate cathode",
    parts:
      "清洗辊|a cleaning roller;逆变模块|an inverter module;减压阀|a pressure reducing valve;调节机构|an adjusting mechanism;支撑梁|a support beam;储水箱|a water tank",
    effects:
      "用水量少|uses little water;转换效率高|converts efficiently;适应山地地形|suits mountain terrain;寿命长|lasts long",
  }),
  field("节能环保", "environment", ["C02F9/00", "B01D53/75", "B09B3/40", "C02F3/30", "B09C1/08"], {
    objects:
      "页岩气废水处理系统|shale gas waste water treatment system;烟气脱硝装置|flue gas denitration device;餐厨垃圾处理设备|kitchen waste processor;土壤修复剂|soil remediation agent;农村污水处理装置|rural sewage treatment device",
    parts:
      "沉淀池|a settling tank;膜组件|a membrane module;催化剂层|a catalyst layer;曝气管|an aeration pipe;破碎机构|a crushing mechanism;回流泵|a return pump",
    effects: "去除率高|removes much;运行成本低|runs cheaply;无二次污染|pollutes nothing else;占地小|takes little room",
  }),
  field("生物医药", "biomedicine", ["A61K36/48", "A61K31/506", "C12N15/11", "A61P29/00", "C07K16/28", "A61K9/20"], {
    objects:
      "中药组合物|traditional Chinese medicine composition;抗体药物|antibody drug;缓释片剂|sustained-release tablet;核酸检测引物|nucleic acid detection primer;川芎提取方法|chuanxiong extraction method",
    parts:
      "黄芪|astragalus;赋形剂|an excipient;缓冲液|a buffer;引物对|a primer pair;提取溶剂|an extraction solvent;包衣层|a coating layer",
    effects: "疗效确切|works reliably;副作用小|has few side effects;灵敏度高|is sensitive;稳定性好|is stable",
  }),
  field("医疗器械", "medical devices", ["A61B5/02", "A61M5/142", "A61B17/56", "A61G12/00", "A61F2/82"], {
    objects:
      "可穿戴监测设备|wearable monitor;输液泵|infusion pump;骨科固定器|orthopaedic fixator;护理推车|nursing cart;血管支架|vascular stent",
    parts:
      "传感电极|a sensing electrode;泵体|a pump body;固定针|a fixing pin;万向轮|a castor;显示屏|a display;报警器|an alarm",
    effects:
      "佩戴舒适|is comfortable to wear;流速稳定|flows steadily;操作简便|is easy to handle;便于消毒|is easily disinfected",
  }),
  field("农业食品", "agriculture and food", ["A01G9/14", "A23L27/00", "A01B49/06", "A23N12/02", "A01K61/00"], {
    objects:
      "柑橘分选机|citrus sorter;火锅底料制备方法|hotpot seasoning preparation method;丘陵播种机|hill seeder;温室大棚|greenhouse;稻鱼共养系统|rice-fish farming system;泡菜发酵装置|pickle fermenter",
    parts:
      "输送带|a conveyor;播种轮|a seeding wheel;炒制锅|a stir-frying pan;遮阳网|a shading net;发酵罐|a fermentation tank;分级板|a grading plate",
    effects: "损伤率低|damages little;风味稳定|keeps its flavour;适合小地块|suits small plots;省工省时|saves labour",
  }),
  field("建筑交通", "construction and transport", ["E01D19/10", "E21D11/10", "E04B1/58", "E02D17/20", "E01C11/16"], {
    objects:
      "隧道支护结构|tunnel support;装配式梁柱节点|prefabricated beam-column joint;边坡防护网|slope protection net;桥梁伸缩装置|bridge expansion joint;轨道减振垫|track damping pad",
    parts:
      "锚杆|an anchor rod;钢拱架|a steel arch;连接板|a connecting plate;阻尼器|a damper;排水槽|a drainage channel;预埋件|an embedded part",
    effects:
      "施工快捷|is quickly built;抗震性能好|resists earthquakes;承载力高|carries much;维护方便|is easily maintained",
  }),
  field("测量检测", "measurement", ["G01N21/88", "G01B11/24", "G01R31/12", "G01M5/00", "G01S19/43"], {
    objects:
      "便携式检测支架|portable test stand;管道泄漏检测方法|pipe leak detection method;三维扫描仪|three-dimensional scanner;变压器局放检测装置|transformer discharge detector;地灾监测终端|geohazard monitoring terminal",
    parts:
      "激光器|a laser;支架|a stand;信号调理电路|a signal conditioning circuit;水平仪|a level;无线模块|a wireless module;电池仓|a battery compartment",
    effects: "便于携带|is easy to carry;测量精度高|measures precisely;抗干扰|resists interference;响应快|responds fast",
  }),
];

/** Objects of designs with their Locarno class (ZC: class-subclass). */
export const DESIGN_OBJECTS: readonly (readonly [zh: string, en: string, locarno: string])[] = [
  ["检测仪", "Tester", "10-05"],
  ["包装盒（火锅底料）", "Packing box (hotpot seasoning)", "09-03"],
  ["酒瓶", "Liquor bottle", "09-01"],
  ["充电桩", "Charging pile", "13-02"],
  ["巡检机器人", "Inspection robot", "15-99"],
  ["座椅", "Chair", "06-01"],
  ["电动摩托车", "Electric motorcycle", "12-11"],
  ["手机显示屏幕面板的图形用户界面", "Graphical user interface for a phone", "14-04"],
  ["茶具", "Tea set", "07-01"],
  ["监护仪", "Patient monitor", "24-01"],
];

export const SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余".split("");
export const GIVEN_NAMES =
  "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英文华建国志远思源雨桐子涵一鸣嘉怡俊凯海波晓东春梅".split("");

/** Sounds of invented company names; each name also carries 例 or 拟, so that it names nobody. */
export const COMPANY_WORDS: readonly Word[] = words(
  "川拟|Chuanni;渝例|Yuli;蓉拟|Rongni;巴例|Bali;岷例|Minli;嘉拟|Jiani;锦例|Jinli;天拟|Tianni;西例|Xili;金拟|Jinni;云例|Yunli;恒拟|Hengni;瑞例|Ruili;华拟|Huani;中例|Zhongli;长拟|Changni",
);

export const COMPANY_TAILS: readonly Word[] = words(
  "创|chuang;科|ke;达|da;源|yuan;通|tong;泰|tai;鑫|xin;航|hang;维|wei;博|bo;信|xin;辰|chen;光|guang;盛|sheng",
);

function field(
  name: string,
  nameEn: string,
  ipc: readonly string[],
  lists: { readonly objects: string; readonly parts: string; readonly effects: string },
): TechnicalField {
  return {
    name,
    nameEn,
    ipc,
    objects: words(lists.objects),
    parts: words(lists.parts),
    effects: words(lists.effects),
  };
}

function words(list: string): readonly Word[] {
  return list.split(";").map((entry) => {
    const [zh = "", en = ""] = entry.split("|");
    return [zh, en];
  });
}
