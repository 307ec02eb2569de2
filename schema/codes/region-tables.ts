/**
 * English names of the provinces and of the prefectures of Sichuan; no maintained package has them.
 * Hong Kong, Macao and Taiwan carry "China" as Chinese sources write them (中国香港 …).
 */
export const REGION_NAMES_EN: Readonly<Record<string, string>> = {
  "110000": "Beijing",
  "120000": "Tianjin",
  "130000": "Hebei",
  "140000": "Shanxi",
  "150000": "Inner Mongolia",
  "210000": "Liaoning",
  "220000": "Jilin",
  "230000": "Heilongjiang",
  "310000": "Shanghai",
  "320000": "Jiangsu",
  "330000": "Zhejiang",
  "340000": "Anhui",
  "350000": "Fujian",
  "360000": "Jiangxi",
  "370000": "Shandong",
  "410000": "Henan",
  "420000": "Hubei",
  "430000": "Hunan",
  "440000": "Guangdong",
  "450000": "Guangxi",
  "460000": "Hainan",
  "500000": "Chongqing",
  "510000": "Sichuan",
  "520000": "Guizhou",
  "530000": "Yunnan",
  "540000": "Xizang",
  "610000": "Shaanxi",
  "620000": "Gansu",
  "630000": "Qinghai",
  "640000": "Ningxia",
  "650000": "Xinjiang",
  "710000": "Taiwan, China",
  "810000": "Hong Kong, China",
  "820000": "Macao, China",
  "510100": "Chengdu",
  "510300": "Zigong",
  "510400": "Panzhihua",
  "510500": "Luzhou",
  "510600": "Deyang",
  "510700": "Mianyang",
  "510800": "Guangyuan",
  "510900": "Suining",
  "511000": "Neijiang",
  "511100": "Leshan",
  "511300": "Nanchong",
  "511400": "Meishan",
  "511500": "Yibin",
  "511600": "Guang'an",
  "511700": "Dazhou",
  "511800": "Ya'an",
  "511900": "Bazhong",
  "512000": "Ziyang",
  "513200": "Aba (Ngawa)",
  "513300": "Garze",
  "513400": "Liangshan",
};

/** The sixteen cities of the Chengdu–Chongqing urban agglomeration (成渝城市群发展规划, 2016). */
export const CLUSTER_CITIES: readonly string[] = [
  "500000",
  "510100",
  "510300",
  "510500",
  "510600",
  "510700",
  "510900",
  "511000",
  "511100",
  "511300",
  "511400",
  "511500",
  "511600",
  "511700",
  "511800",
  "512000",
];

/**
 * Counties of those cities that the plan leaves out: five in Sichuan, and in Chongqing all but 27 districts and
 * counties and parts of 开州 and 云阳 (which count as inside, there being no code for a part).
 */
export const CLUSTER_EXCLUSIONS: ReadonlySet<string> = new Set([
  "510726", // 北川
  "510727", // 平武
  "511781", // 万源
  "511825", // 天全
  "511827", // 宝兴
  "500156", // 武隆
  "500229", // 城口
  "500236", // 奉节
  "500237", // 巫山
  "500238", // 巫溪
  "500240", // 石柱
  "500241", // 秀山
  "500242", // 酉阳
  "500243", // 彭水
]);

/** A code that is no longer in the list, with its name then and the division that it became. */
export interface RetiredRegion {
  readonly code: string;
  readonly name: string;
  readonly successor: string;
}

/** Codes of Chongqing and Sichuan that old records still carry: counties that became districts or changed their city. */
export const RETIRED_REGIONS: readonly RetiredRegion[] = [
  retired("500221", "长寿县", "500115"),
  retired("500222", "綦江县", "500110"),
  retired("500223", "潼南县", "500152"),
  retired("500224", "铜梁县", "500151"),
  retired("500225", "大足县", "500111"),
  retired("500226", "荣昌县", "500153"),
  retired("500227", "璧山县", "500120"),
  retired("500228", "梁平县", "500155"),
  retired("500232", "武隆县", "500156"),
  retired("500234", "开县", "500154"),
  retired("500381", "江津市", "500116"),
  retired("500382", "合川市", "500117"),
  retired("500383", "永川市", "500118"),
  retired("500384", "南川市", "500119"),
  retired("510122", "双流县", "510116"),
  retired("510123", "温江县", "510115"),
  retired("510124", "郫县", "510117"),
  retired("510125", "新都县", "510114"),
  retired("510132", "新津县", "510118"),
  // Before 1997 Chongqing was a city of Sichuan.
  retired("510200", "重庆市", "500000"),
  retired("510626", "罗江县", "510604"),
  retired("510724", "安县", "510705"),
  retired("510922", "射洪县", "510981"),
  retired("511028", "隆昌县", "511083"),
  retired("511422", "彭山县", "511403"),
  retired("511521", "宜宾县", "511504"),
  retired("511522", "南溪县", "511503"),
  retired("511721", "达县", "511703"),
  retired("511821", "名山县", "511803"),
  // Moved from Ziyang to Chengdu in 2016.
  retired("512081", "简阳市", "510185"),
  retired("513229", "马尔康县", "513201"),
  retired("513321", "康定县", "513301"),
  retired("513425", "会理县", "513402"),
];

function retired(code: string, name: string, successor: string): RetiredRegion {
  return { code, name, successor };
}
