import type { Branded } from "./branded.ts";
import type { Parsed } from "./parsed.ts";
import { refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";

/**
 * A trademark's application and registration number, which are one: up to eight digits, with the suffix A where refused
 * goods were split off; `G` before it for Madrid designations. It names a mark only together with its Nice class.
 */
export type TrademarkNumber = Branded<"TrademarkNumber">;

const NAME = { zh: "商标注册号", en: "trademark number" };

/** Reads `16435657`, `第16435657号`, `16435657A`, `G1234567`, `g1234567a`. There is no check character. */
export function parseTrademarkNumber(text: string): Parsed<TrademarkNumber> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const compact = compactText(text).replace(/^第(.+)号$/, "$1");
  const [, madrid, digits, suffix] = /^(G?)0{0,4}([1-9]\d{0,7})([A-Z]?)$/.exec(compact) ?? [];
  if (digits === undefined) return refuseForm(NAME, "68012345");
  return { ok: true, value: `${madrid}${digits}${suffix}` as TrademarkNumber };
}

/** Whether the mark came in through the Madrid system. */
export function isMadrid(number: TrademarkNumber): boolean {
  return number.startsWith("G");
}
