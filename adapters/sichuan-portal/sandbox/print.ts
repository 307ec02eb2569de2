import { widen } from "#adapters/runtime/sandbox/print-values.ts";
import { checkCharacter } from "#schema/ids/application-number.ts";

/** The many ways in which the portal's editors print the same values; `turn` picks one. */

/** Yuan in 万元, 元 or full-width digits; null = 面议. */
export function printPrice(yuan: number | null, turn: number): string {
  if (yuan === null) return turn % 2 === 0 ? "面议" : "价格面议";
  const spellings = [`${yuan / 10_000}万元`, `${(yuan / 10_000).toFixed(2)}万`, `￥${yuan.toLocaleString("en-US")}元`];
  return [...spellings, `${widen(`${yuan / 10_000}`)}万元`][turn % (spellings.length + 1)] ?? "";
}

/** A canonical application number as typed: with or without prefix and check character, full-width, or mistyped. */
export function printNumber(canonical: string, turn: number): string {
  const bare = canonical.slice(2);
  const [body = ""] = bare.split(".");
  if (turn % 41 === 40) return `${body}.${wrongCheck(body)}`;
  const spellings = [body, `ZL${bare}`, bare, canonical, bare.replace(".", ""), widen(bare)];
  return spellings[turn % spellings.length] ?? bare;
}

/** Nothing, as five editors say it. */
export function printNothing(turn: number): string {
  return ["--", "", "无", " ", "暂无"][turn % 5] ?? "";
}

function wrongCheck(body: string): string {
  return checkCharacter(body) === "1" ? "2" : "1";
}
