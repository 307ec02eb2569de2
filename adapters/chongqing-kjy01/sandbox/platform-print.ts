import { fullRegionName, regionOf } from "#schema/codes/regions.ts";

/** `2026-11-18T10:03:25+08:00` as the site prints a time; a bare day gets midnight. */
export function printTime(time: string): string {
  return time.length === 10 ? `${time} 00:00:00` : time.slice(0, 19).replace("T", " ");
}

/** A region as the site's lists name it: `重庆市九龙坡区`, `四川省成都市武侯区`. */
export function printArea(code: string): string {
  const region = regionOf(code);
  return region === null ? "--" : fullRegionName(region);
}

/** Amounts are in 万元 where that is short, else in 元, and `-1` or 面议 where there is none. */
export function printPrice(yuan: number | null, index: number): { readonly amount: string; readonly unit: string } {
  if (yuan === null) return { amount: index % 2 === 0 ? "面议" : "-1", unit: "万元" };
  return index % 5 === 3 ? { amount: String(yuan), unit: "元" } : { amount: String(yuan / 10_000), unit: "万元" };
}

/** The site prints application numbers as whoever typed them: with CN, ZL, neither, without dot or check digit, in full width. */
export function printNumber(applicationNumber: string, index: number): string {
  const digits = applicationNumber.slice(2);
  const body = digits.slice(0, -2);
  switch (index % 8) {
    case 1:
      return applicationNumber;
    case 2:
      return digits;
    case 3:
      return digits.replace(".", "");
    case 4:
      return body;
    case 5:
      return `ＺＬ${[...digits].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join("")}`;
    default:
      return `ZL${digits}`;
  }
}

/** The same number with a check digit that is wrong: a typing mistake that nobody noticed. */
export function misprintNumber(applicationNumber: string): string {
  const check = applicationNumber.slice(-1);
  return `ZL${applicationNumber.slice(2, -1)}${check === "X" ? "0" : (Number(check) + 1) % 10}`;
}
