import { emptyToNull, toHalfWidth } from "#schema/ids/text.ts";

/** Canonical kinds of legal events of Chinese patents. */
export const LEGAL_EVENT_KINDS = [
  "PUBLISHED",
  "SUBSTANTIVE_EXAM",
  "GRANTED",
  "SECRET_GRANT",
  "DECLASSIFIED",
  "REJECTED",
  "WITHDRAWN",
  "DEEMED_WITHDRAWN",
  "DEEMED_ABANDONED",
  "ABANDONED",
  "ABANDONED_PARTIAL",
  "ABANDONED_DOUBLE",
  "LAPSED_FEE",
  "EXPIRED",
  "TERMINATED",
  "INVALIDATED_FULL",
  "INVALIDATED_PARTIAL",
  "INVALIDATED",
  "REVOKED_FULL",
  "REVOKED_PARTIAL",
  "RESTORED",
  "TRANSFER_APPLICATION",
  "TRANSFER_PATENT",
  "TRANSFER",
  "LICENCE",
  "LICENCE_CHANGED",
  "LICENCE_CANCELLED",
  "PLEDGE",
  "PLEDGE_CHANGED",
  "PLEDGE_CANCELLED",
  "OPEN_LICENCE",
  "OPEN_LICENCE_WITHDRAWN",
  "PRESERVATION",
  "PRESERVATION_RELEASED",
  "TERM",
  "BIBLIOGRAPHIC_CHANGE",
  "CORRECTION",
  "PUBLIC_NOTICE",
  "OTHER",
] as const;

export type LegalEventKind = (typeof LEGAL_EVENT_KINDS)[number];

/** INPADOC and CNIPA gazette codes. TRANSFER, INVALIDATED: the code does not say of what, or how far. */
const CODES: Readonly<Record<LegalEventKind, string>> = {
  PUBLISHED: "PB01 C06 BB1A",
  SUBSTANTIVE_EXAM: "SE01 C10 DE01 EXSB",
  GRANTED: "GR01 C14 C61 FG4A FG1K",
  SECRET_GRANT: "GR03 GRSP",
  DECLASSIFIED: "DC01 DCSP",
  REJECTED: "RJ01 C12",
  WITHDRAWN: "WW01 C03 C04",
  DEEMED_WITHDRAWN: "WD01 C01 C02 C05",
  DEEMED_ABANDONED: "AD01 C20 MA1K",
  ABANDONED: "AV01",
  ABANDONED_PARTIAL: "AV02",
  ABANDONED_DOUBLE: "AR01 C25 RGAV",
  LAPSED_FEE: "CF01 C19 MM4A MM1K",
  EXPIRED: "CX01 MK4A MK1K",
  TERMINATED: "CE01 C17 EXPY",
  INVALIDATED_FULL: "IW01",
  INVALIDATED_PARTIAL: "IP01",
  INVALIDATED: "C32 C35",
  REVOKED_FULL: "RW01 C28",
  REVOKED_PARTIAL: "RP01 C26",
  RESTORED: "RR01 RA01 C49 C52 REIN",
  TRANSFER_APPLICATION: "TA01",
  TRANSFER_PATENT: "TR01",
  TRANSFER: "C41 ASS C44 C45 C46 C47",
  LICENCE: "EE01 LIC LICC",
  LICENCE_CHANGED: "EM01",
  LICENCE_CANCELLED: "EC01",
  PLEDGE: "PE01 PLDC",
  PLEDGE_CHANGED: "PM01",
  PLEDGE_CANCELLED: "PC01",
  OPEN_LICENCE: "OL01",
  OPEN_LICENCE_WITHDRAWN: "OL02",
  PRESERVATION: "PP01 RINS",
  PRESERVATION_RELEASED: "PD01",
  TERM: "TG01 TP01 RN01 C15",
  BIBLIOGRAPHIC_CHANGE: "CB01 CB02 CB03 CB04 CP01 CP02 CP03 C56 COR REPR",
  CORRECTION: "CI01 CI02 CI03 CU01 CU02 CU03 C53 ERR RECT",
  PUBLIC_NOTICE: "DD01 C57",
  OTHER: "GR02 CGPU C13 C59 C60 C62 OR01 REG",
};

const BY_CODE: ReadonlyMap<string, LegalEventKind> = new Map(
  LEGAL_EVENT_KINDS.flatMap((kind) => CODES[kind].split(" ").map((code) => [code, kind] as const)),
);

/** Names of gazette events (事务名称), without the leading 专利权/专利申请; the first pattern that fits decides. */
const NAMES: readonly (readonly [RegExp, LegalEventKind])[] = [
  [/解密/, "DECLASSIFIED"],
  [/(?:保密|国防)专利/, "SECRET_GRANT"],
  [/开放许可.*撤回|撤回.*开放许可/, "OPEN_LICENCE_WITHDRAWN"],
  [/开放许可/, "OPEN_LICENCE"],
  // Titles of gazette sections that hold all three steps, as INPADOC's LICC and PLDC.
  [/许可.*生效.*(?:变更|注销)/, "LICENCE"],
  [/质押.*生效.*(?:变更|注销)/, "PLEDGE"],
  [/保全.*及.{0,2}解除/, "PRESERVATION"],
  [/许可.*(?:注销|解除)/, "LICENCE_CANCELLED"],
  [/许可.*变更/, "LICENCE_CHANGED"],
  [/许可/, "LICENCE"],
  [/质押.*(?:注销|解除)/, "PLEDGE_CANCELLED"],
  [/质押.*变更/, "PLEDGE_CHANGED"],
  [/质押/, "PLEDGE"],
  [/保全.*解除/, "PRESERVATION_RELEASED"],
  [/保全/, "PRESERVATION"],
  [/申请权、?专利权的?转移/, "TRANSFER"],
  [/申请权的?转[移让]/, "TRANSFER_APPLICATION"],
  [/专利权的?转[移让]/, "TRANSFER_PATENT"],
  [/恢复/, "RESTORED"],
  [/全部无效/, "INVALIDATED_FULL"],
  [/部分无效/, "INVALIDATED_PARTIAL"],
  [/无效/, "INVALIDATED"],
  [/部分撤销/, "REVOKED_PARTIAL"],
  [/撤销/, "REVOKED_FULL"],
  [/避免重复/, "ABANDONED_DOUBLE"],
  [/视为放弃/, "DEEMED_ABANDONED"],
  [/部分放弃/, "ABANDONED_PARTIAL"],
  [/放弃/, "ABANDONED"],
  [/(?:未缴|年费).*终止|终止.*年费/, "LAPSED_FEE"],
  [/届满/, "EXPIRED"],
  [/期限(?:的)?(?:补偿|续展|延长)|有效期.{0,2}续展/, "TERM"],
  [/终止/, "TERMINATED"],
  [/视为撤回/, "DEEMED_WITHDRAWN"],
  [/撤回/, "WITHDRAWN"],
  [/驳回/, "REJECTED"],
  [/实质审查|自行实审|实审/, "SUBSTANTIVE_EXAM"],
  [/更正|订正/, "CORRECTION"],
  [/著录(?:事项|项目)|(?:姓名|名称|地址).*变更|变更/, "BIBLIOGRAPHIC_CHANGE"],
  [/通知|送达/, "PUBLIC_NOTICE"],
  [/授权|授予/, "GRANTED"],
  [/公布|公开/, "PUBLISHED"],
  [/其他有关事项/, "OTHER"],
];

/** INPADOC pads its codes to four characters (`"C06 "`). `null` for codes of other offices and unknown ones. */
export function legalEventOfCode(code: string): LegalEventKind | null {
  return BY_CODE.get(code.trim().toUpperCase()) ?? null;
}

/** A Chinese event name (专利权的终止, 专利权质押合同登记的生效 …) → kind; `null` where it is none that we know. */
export function legalEventOfName(name: string): LegalEventKind | null {
  const text = emptyToNull(name);
  if (text === null) return null;
  const key = toHalfWidth(text.slice(0, 200)).replace(/\s+/g, "");
  return NAMES.find(([pattern]) => pattern.test(key))?.[1] ?? null;
}
