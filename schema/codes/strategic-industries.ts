import type { Bilingual } from "#schema/ids/parsed.ts";

/** Numbers of the nine areas as the classification has them. */
export const STRATEGIC_INDUSTRY_CODES = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
export type StrategicIndustryCode = (typeof STRATEGIC_INDUSTRY_CODES)[number];

/** An area of 战略性新兴产业分类 (2018), order 23 of the National Bureau of Statistics. */
export interface StrategicIndustry {
  readonly code: StrategicIndustryCode;
  readonly label: Bilingual;
}

const LABELS: Readonly<Record<StrategicIndustryCode, Bilingual>> = {
  1: { zh: "新一代信息技术产业", en: "New-generation information technology" },
  2: { zh: "高端装备制造产业", en: "High-end equipment manufacturing" },
  3: { zh: "新材料产业", en: "New materials" },
  4: { zh: "生物产业", en: "Biotechnology and health" },
  5: { zh: "新能源汽车产业", en: "New-energy vehicles" },
  6: { zh: "新能源产业", en: "New energy" },
  7: { zh: "节能环保产业", en: "Energy saving and environmental protection" },
  8: { zh: "数字创意产业", en: "Digital creative industry" },
  9: { zh: "相关服务业", en: "Related services" },
};

/**
 * Classes, subclasses and main groups of the IPC whose matter belongs to an area: **our own approximate table (2026-11), not
 * CNIPA's concordance of 2021**, which goes down to subgroups and was not at hand. It is coarse: a subclass is named where
 * most of it belongs to the area. Services have no classes of their own, so that no symbol leads to area 9.
 */
const PREFIXES: Readonly<Record<StrategicIndustryCode, string>> = {
  // Computing, networks, semiconductors, displays, storage, lasers, aerials.
  1: `G06C G06E G06F G06G G06J G06K G06N G06Q G06T G06V G09C G09G G10L G11B G11C G16Y G02F H01L H01P H01Q H01S H03F H03H H03K
    H03L H03M H04B H04H H04J H04K H04L H04M H04N H04Q H04R H04W H05K H10B H10D H10F H10H H10K H10N`,
  // Robots, numerical control, additive manufacturing, aviation, space, satellite navigation, rail, ships and offshore.
  2: `B25J B23P B23Q B23K26 G05B19 B22F10 B22F12 B29C64 B33Y B64 B61 B60L13 B60M E01B B63B B63C B63G B63H E21B F02C F02K
    F01D G01S G01C21`,
  // Metals, polymers, ceramics, glass, fibres, coatings and adhesives, carbon, nano, magnetic and crystal materials.
  3: `B22F B32B B82 C01B32 C01B33 C01F17 C03B C03C C04B C08B C08F C08G C08J C08K C08L C09D C09J C09K C21D C22B C22C C22F
    C23C C25D C30B D01D D01F D06M H01B1 H01B3 H01F1`,
  // Medicines, medical devices, genetic engineering, breeding, biological pesticides and fertilisers, bioinformatics.
  4: `A01H A01K67 A01N63 A61B A61C A61F A61J A61K A61L A61M A61N A61P C05F C07D C07H C07J C07K C12M C12N C12P C12Q C12R C40B
    G01N33 G16B G16H`,
  // Electric and hybrid drives, traction batteries and fuel cells, charging and swapping.
  5: "B60K1 B60K6 B60L B60S5 B60W10 B60W20 H01M4 H01M8 H01M10 H01M50 H02J7",
  // Nuclear, wind, solar, geothermal, ocean and biomass energy, hydrogen, smart grids.
  6: "C01B3 C10L5 C25B1 F03B13 F03D F03G4 F03G6 F03G7 F24S F24T G21 H01L31 H10F H02J3 H02J13 H02S",
  // Waste water, waste gas, solid waste, soil, recycling, waste heat, heat pumps, efficient lighting.
  7: `A62D3 B01D46 B01D47 B01D49 B01D50 B01D53 B03B9 B09B B09C B29B17 B65F C02F C08J11 C22B7 E03F F01K F01N F21K9 F22B1 F23G
    F23J F25B27 F25B30 F27D17 F28D H05B45`,
  // Games, animation and virtual reality, interactive and stereoscopic video, sound.
  8: "A63F13 G02B27 G06T11 G06T13 G06T15 G06T17 G06T19 G10H G11B27 H04N13 H04N21 H04S",
  9: "",
};

const BY_PREFIX: ReadonlyMap<string, readonly StrategicIndustryCode[]> = toMap();

/** All nine, in the order of the classification. */
export const STRATEGIC_INDUSTRIES: readonly StrategicIndustry[] = STRATEGIC_INDUSTRY_CODES.map((code) => ({
  code,
  label: LABELS[code],
}));

export function strategicIndustryLabel(code: StrategicIndustryCode): Bilingual {
  return LABELS[code];
}

/**
 * The areas to which any of the compact IPC symbols (`C09J11/06`) leads, in the order of the classification; none for
 * designs. Approximate: see the table above.
 */
export function strategicIndustriesOf(ipc: readonly string[]): readonly StrategicIndustryCode[] {
  const found = new Set(ipc.flatMap(areasOf));
  return STRATEGIC_INDUSTRY_CODES.filter((code) => found.has(code));
}

/** Class, subclass and main group are looked up whole: `H01M1` is no beginning of `H01M10`. */
function areasOf(symbol: string): readonly StrategicIndustryCode[] {
  const mainGroup = symbol.split("/", 1)[0] ?? "";
  return [symbol.slice(0, 3), symbol.slice(0, 4), mainGroup].flatMap((prefix) => BY_PREFIX.get(prefix) ?? []);
}

function toMap(): ReadonlyMap<string, readonly StrategicIndustryCode[]> {
  const map = new Map<string, StrategicIndustryCode[]>();
  for (const code of STRATEGIC_INDUSTRY_CODES) {
    for (const prefix of PREFIXES[code].split(/\s+/).filter(Boolean)) {
      map.set(prefix, [...(map.get(prefix) ?? []), code]);
    }
  }
  return map;
}
