import { checkCharacter } from "#schema/ids/application-number.ts";

/** The many ways in which the portal's editors print the same values; `turn` picks one. */

/** A day (YYYY-MM-DD) in one of six spellings, some with a time that means nothing. */
export function printDate(day: string, turn: number): string {
  const [year = "", month = "", date = ""] = day.split("-");
  const spellings = [
    day,
    `${year}/${Number(month)}/${Number(date)} 0:00:00`,
    `${year}年${month}月${date}日`,
    `${year}${month}${date}`,
    `${year}.${month}.${date}`,
    `${day}T00:00:00+08:00`,
  ];
  return spellings[turn % spellings.length] ?? day;
}

/** Yuan in 万元, 元 or full-width digits; null = 面议. */
export function printPrice(yuan: number | null, turn: number): string {
  if (yuan === null) return turn % 2 === 0 ? "面议" : "价格面议";
  const spellings = [`${yuan / 10_000}万元`, `${(yuan / 10_000).toFixed(2)}万`, `￥${yuan.toLocaleString("en-US")}元`];
  const wide = `${yuan / 10_000}`.replace(/[0-9.]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  return [...spellings, `${wide}万元`][turn % (spellings.length + 1)] ?? "";
}

/** A canonical application number as typed: with or without prefix and check character, full-width, or mistyped. */
export function printNumber(canonical: string, turn: number): string {
  const bare = canonical.slice(2);
  const [body = ""] = bare.split(".");
  if (turn % 41 === 40) return `${body}.${wrongCheck(body)}`;
  const wide = bare.replace(/[0-9.X]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  const spellings = [body, `ZL${bare}`, bare, canonical, bare.replace(".", ""), wide];
  return spellings[turn % spellings.length] ?? bare;
}

/** Nothing, as five editors say it. */
export function printNothing(turn: number): string {
  return ["--", "", "无", " ", "暂无"][turn % 5] ?? "";
}

function wrongCheck(body: string): string {
  return checkCharacter(body) === "1" ? "2" : "1";
}
