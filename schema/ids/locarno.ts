import type { Branded } from "./branded.ts";
import type { Parsed } from "./parsed.ts";
import { refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";

/** A class of the Locarno Classification of designs: `11-05`, or `11` where a source cut off the subclass. */
export type LocarnoSymbol = Branded<"LocarnoSymbol">;

const NAME = { zh: "洛迦诺分类号", en: "Locarno class" };
const LAST_CLASS = 32;

/** Reads `11-05`, `LOC(14)Cl. 11-05`, `11-5`, `11/05`, and the truncated `11-` of some vendors. */
export function parseLocarno(text: string): Parsed<LocarnoSymbol> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const compact = compactText(text).replace(/^LOC(?:\(\d{1,2}\))?(?:CL\.?)?/, "");
  const [, klass, subclass] = /^(\d{1,2})(?:[-/](\d{1,2})?)?$/.exec(compact) ?? [];
  if (klass === undefined || Number(klass) < 1 || Number(klass) > LAST_CLASS) return refuseForm(NAME, "10-05");
  const padded = klass.padStart(2, "0");
  return {
    ok: true,
    value: (subclass === undefined ? padded : `${padded}-${subclass.padStart(2, "0")}`) as LocarnoSymbol,
  };
}

/** `LOC Cl. 11-05`. */
export function printLocarno(symbol: LocarnoSymbol): string {
  return `LOC Cl. ${symbol}`;
}
