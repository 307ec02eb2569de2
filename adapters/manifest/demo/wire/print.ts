import { printDay, widen } from "#adapters/runtime/sandbox/print-values.ts";

/** The ways in which editors print the same value; `turn` picks one. */

/** 2019年04月12日, whatever the turn. */
export function printChineseDay(day: string): string {
  return printDay(day, 2);
}

/** Yuan in 万元 with two widths of digits, or in 元; null = 面议. */
export function printYuan(yuan: number | null, turn: number): string {
  if (yuan === null) return turn % 2 === 0 ? "面议" : "价格面议";
  const inTenThousands = `${yuan / 10_000}`;
  return (
    [`${inTenThousands}万元`, `￥${yuan.toLocaleString("en-US")}元`, `${widen(inTenThousands)}万元`][turn % 3] ?? ""
  );
}

/** A canonical application number as typed: with or without prefix and check character, or full-width. */
export function printNumber(canonical: string, turn: number): string {
  const bare = canonical.slice(2);
  const [body = ""] = bare.split(".");
  const spellings = [`ZL${bare}`, body, bare, canonical, widen(bare), bare.replace(".", "")];
  return spellings[turn % spellings.length] ?? bare;
}
