import { toHalfWidth } from "#schema/ids/text.ts";

const NUMBER = "(\\d{1,2}|[一二两三四五六七八九十]{1,3})";
const PATENT_YEAR = new RegExp(`第${NUMBER}(?:个)?(?:专利)?年度`);
const MONTHS = new RegExp(`${NUMBER}个月`);
const DIGITS = "零一二三四五六七八九";

/** The patent year of a fee: 缴纳第4年度年费, 第十二年度. */
export function readPatentYear(text: string): number | null {
  return readNumber(PATENT_YEAR, text);
}

/** The months that a notice gives: 四个月, 2 个月, 十五个月. */
export function readMonths(text: string): number | null {
  return readNumber(MONTHS, text);
}

function readNumber(pattern: RegExp, text: string): number | null {
  const printed = pattern.exec(toHalfWidth(text).replace(/\s+/g, ""))?.[1];
  if (printed === undefined) return null;
  return /^\d/.test(printed) ? Number(printed) : chineseNumber(printed);
}

/** Up to 九十九; null for what is none, as 十十. */
function chineseNumber(printed: string): number | null {
  const [, tens, ten, ones = ""] = /^([一二两三四五六七八九]?)(十?)([一二三四五六七八九]?)$/.exec(printed) ?? [];
  if (tens === undefined || (ten === "" && ones !== "")) return null;
  if (ten === "") return digit(tens);
  return (tens === "" ? 1 : digit(tens)) * 10 + (ones === "" ? 0 : digit(ones));
}

function digit(character: string): number {
  return DIGITS.indexOf(character === "两" ? "二" : character);
}
