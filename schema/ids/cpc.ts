import type { Branded } from "./branded.ts";
import { canonicalSymbol, printedSymbol, readSymbol } from "./classification-symbol.ts";
import type { Parsed } from "./parsed.ts";
import { refuseForm, refuseUnreadable } from "./refuse.ts";

/** A full symbol of the Cooperative Patent Classification: `H02S40/10`, `Y02E10/50`, `A61K2800/10`. */
export type CpcSymbol = Branded<"CpcSymbol">;

const NAME = { zh: "联合专利分类号", en: "CPC symbol" };

/** Any raw spelling; sections A–H and Y, 2000-series groups as any others. */
export function parseCpc(text: string): Parsed<CpcSymbol> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const parts = readSymbol(text);
  return parts === undefined ? refuseForm(NAME, "H02S40/10") : { ok: true, value: canonicalSymbol(parts) as CpcSymbol };
}

/** `H02S 40/10`. */
export function printCpc(symbol: CpcSymbol): string {
  return printedSymbol(symbol);
}
