import { emptyToNull, toHalfWidth } from "#schema/ids/text.ts";

/** What a price text says. Amounts are decimal strings in yuan, exact, without a sign or trailing zeros. */
export type ParsedMoney =
  | { readonly kind: "FIXED"; readonly amount: string }
  | { readonly kind: "RANGE"; readonly amount: string; readonly maxAmount: string }
  | { readonly kind: "NEGOTIABLE" | "ROYALTY" | "EQUITY" | "UNKNOWN" };

const UNITS: Readonly<Record<string, number>> = {
  元: 0,
  百元: 2,
  千元: 3,
  万: 4,
  万元: 4,
  百万: 6,
  百万元: 6,
  亿: 8,
  亿元: 8,
};
const NUMBER = "\\d{1,15}(?:\\.\\d{1,8})?";
const UNIT = "百万元?|[万亿]元?|[百千]?元";
const FIXED = new RegExp(`^(${NUMBER})(${UNIT})?$`);
const RANGE = new RegExp(`^(${NUMBER})(${UNIT})?(?:-|~|至|到)(${NUMBER})(${UNIT})?$`);

/**
 * A price as portals print it: `15 万元`, `150,000元`, `￥15万`, `10-20万元`, `面议`, `按销售额提成`, `作价入股`. A bare number is
 * in `unit` (元 unless the source's column says 万元). UNKNOWN where the text says nothing or is not understood.
 */
export function parseMoney(text: string | null | undefined, unit: "元" | "万元" = "元"): ParsedMoney {
  const raw = emptyToNull(text);
  if (raw === null || raw.length > 100) return { kind: "UNKNOWN" };
  const plain = toHalfWidth(raw);
  const amounts = readAmounts(plain, unit);
  if (amounts !== undefined) return amounts;
  if (/面议|协商|议价|洽谈|电议|商议/.test(plain)) return { kind: "NEGOTIABLE" };
  if (/提成|销售额|分成|费率/.test(plain)) return { kind: "ROYALTY" };
  return /入股|作价|股权/.test(plain) ? { kind: "EQUITY" } : { kind: "UNKNOWN" };
}

/** Decimal string → decimal string: `1.5` × 10⁴ → `15000`. Exact; no floating-point number is involved. */
export function scaleDecimal(decimal: string, exponent: number): string {
  const [whole = "0", fraction = ""] = decimal.split(".");
  const padded = fraction.padEnd(exponent, "0");
  const digits = `${whole}${padded.slice(0, exponent)}`.replace(/^0+(?=\d)/, "");
  const rest = padded.slice(exponent).replace(/0+$/, "");
  return rest === "" ? digits : `${digits}.${rest}`;
}

function readAmounts(plain: string, unit: "元" | "万元"): ParsedMoney | undefined {
  const bare = plain
    .replace(/\s+/g, "")
    .replace(/^(?:[\p{Script=Han}]{1,6}:)?(?:人民币|RMB|CNY|[¥￥])?/iu, "")
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, "")
    .replace(/(?:人民币|RMB|整|左右|\/[件项年月天次人]|[.,;])+$/i, "");
  const [, low, lowUnit, high, highUnit] = RANGE.exec(bare) ?? [];
  if (low !== undefined && high !== undefined)
    return range(inYuan(low, lowUnit ?? highUnit ?? unit), inYuan(high, highUnit ?? unit));
  const [, fixed, fixedUnit] = FIXED.exec(bare) ?? [];
  return fixed === undefined ? undefined : { kind: "FIXED", amount: inYuan(fixed, fixedUnit ?? unit) };
}

function range(amount: string, maxAmount: string): ParsedMoney | undefined {
  const ordered = compareDecimals(amount, maxAmount);
  if (ordered === 0) return { kind: "FIXED", amount };
  return ordered < 0 ? { kind: "RANGE", amount, maxAmount } : undefined;
}

function inYuan(decimal: string, unit: string): string {
  return scaleDecimal(decimal, UNITS[unit] ?? 0);
}

function compareDecimals(left: string, right: string): number {
  const [a = "", b = ""] = [left, right].map((text) => scaleDecimal(text, 8).padStart(40, "0"));
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
