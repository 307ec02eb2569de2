import type { Bilingual } from "#schema/ids/parsed.ts";

const CHINESE = new Intl.DisplayNames("zh-Hans", { type: "region", fallback: "none" });
const ENGLISH = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/**
 * WIPO ST.3 codes whose label ICU does not have or has otherwise: organisations, and Hong Kong, Macao and Taiwan, which
 * are regions of China in every label. ST.3 says "office or organisation", never "country".
 */
const LABELS: Readonly<Record<string, Bilingual>> = {
  CN: { zh: "中国", en: "China" },
  HK: { zh: "中国香港", en: "Hong Kong, China" },
  MO: { zh: "中国澳门", en: "Macao, China" },
  TW: { zh: "中国台湾", en: "Taiwan, China" },
  EP: { zh: "欧洲专利局", en: "European Patent Office (EPO)" },
  WO: { zh: "世界知识产权组织", en: "World Intellectual Property Organization (WIPO)" },
  IB: { zh: "世界知识产权组织国际局", en: "International Bureau of WIPO" },
  EA: { zh: "欧亚专利局", en: "Eurasian Patent Office (EAPO)" },
  AP: { zh: "非洲地区知识产权组织", en: "African Regional Intellectual Property Organization (ARIPO)" },
  OA: { zh: "非洲知识产权组织", en: "African Intellectual Property Organization (OAPI)" },
  GC: { zh: "海湾合作委员会专利局", en: "Patent Office of the Gulf Cooperation Council (GCC)" },
  EM: { zh: "欧盟知识产权局", en: "European Union Intellectual Property Office (EUIPO)" },
  BX: { zh: "比荷卢知识产权局", en: "Benelux Office for Intellectual Property (BOIP)" },
  QZ: { zh: "欧盟植物新品种局", en: "Community Plant Variety Office (CPVO)" },
  XN: { zh: "北欧专利局", en: "Nordic Patent Institute" },
  XV: { zh: "维谢格拉德专利局", en: "Visegrad Patent Institute" },
  DD: { zh: "德意志民主共和国（历史）", en: "German Democratic Republic (historical)" },
  SU: { zh: "苏联（历史）", en: "Soviet Union (historical)" },
  CS: { zh: "捷克斯洛伐克（历史）", en: "Czechoslovakia (historical)" },
  YU: { zh: "南斯拉夫（历史）", en: "Yugoslavia (historical)" },
};

/** Label of a WIPO ST.3 code (国家/地区/组织); an unknown code is its own label. */
export function officeLabel(code: string, lang: "zh" | "en"): string {
  const upper = code.trim().toUpperCase();
  const own = Object.hasOwn(LABELS, upper) ? LABELS[upper] : undefined;
  if (own !== undefined) return own[lang];
  if (!/^[A-Z]{2}$/.test(upper)) return code;
  return (lang === "zh" ? CHINESE : ENGLISH).of(upper) ?? code;
}

/** Codes that ICU calls regions, and no office has: unknown, outlying, test regions and unions. */
const NO_OFFICES: ReadonlySet<string> = new Set(["ZZ", "QO", "XA", "XB", "EU", "EZ", "UN"]);

/** Whether a code of two capital letters is an office of ST.3, past ones among them. */
export function isOffice(code: string): boolean {
  if (Object.hasOwn(LABELS, code)) return true;
  return /^[A-Z]{2}$/.test(code) && !NO_OFFICES.has(code) && ENGLISH.of(code) !== undefined;
}

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Every office of ST.3: those whose numbers documents may cite. */
export const OFFICE_CODES: readonly string[] = LETTERS.flatMap((first) =>
  LETTERS.map((second) => first + second),
).filter(isOffice);

/** The code of an office that is printed by its Chinese name (`中国`, `日本`, `中国台湾`); `null` where it is none. */
export function officeByChineseName(name: string): string | null {
  const trimmed = name
    .trim()
    .slice(0, 60)
    .replace(/[;；].*$/s, "");
  return BY_NAME.get(trimmed) ?? BY_NAME.get(trimmed.replace(/^中国(?=.)/, "")) ?? null;
}

const BY_NAME: ReadonlyMap<string, string> = new Map([
  ...allLabels(),
  ["香港", "HK"],
  ["澳门", "MO"],
  ["台湾", "TW"],
  ["台湾省", "TW"],
  ["欧洲专利局(EPO)", "EP"],
  ["欧专局", "EP"],
]);

function allLabels(): readonly (readonly [string, string])[] {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  return letters
    .flatMap((first) => letters.map((second) => `${first}${second}`))
    .filter((code) => Object.hasOwn(LABELS, code) || new Intl.Locale(`und-${code}`).region === code)
    .map((code) => [officeLabel(code, "zh"), code] as const)
    .filter(([label, code]) => label !== code);
}
