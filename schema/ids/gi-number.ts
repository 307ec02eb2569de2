import type { Parsed } from "./parsed.ts";
import { refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";
import { parseTrademarkNumber, type TrademarkNumber } from "./trademark-number.ts";

/**
 * What identifies a geographical indication, in the system that protects it. The three systems are never merged.
 * An announcement covers several products: with PRODUCT the name belongs to the key.
 */
export type GiNumber =
  | { readonly system: "PRODUCT"; readonly announcement: string }
  | { readonly system: "MARK"; readonly registration: TrademarkNumber }
  | { readonly system: "AGRICULTURAL"; readonly certificate: string }
  | { readonly system: "AGRICULTURAL_SPECIFICATION"; readonly specification: string };

const NAME = { zh: "地理标志编号", en: "geographical indication number" };

/** Reads `2012年第111号`, `AGI01459`, `AGI2014-02-1497`, or the registration number of a certification mark. */
export function parseGiNumber(text: string): Parsed<GiNumber> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const compact = compactText(text).replace(/^.{0,20}(?:公告|总局)(?=\d{4}年)/, "");
  const [, year, serial] = /^((?:19|20)\d{2})年第?0*([1-9]\d{0,3})号(?:公告)?$/.exec(compact) ?? [];
  if (year !== undefined) return { ok: true, value: { system: "PRODUCT", announcement: `${year}年第${serial}号` } };
  if (/^AGI\d{5}$/.test(compact)) return { ok: true, value: { system: "AGRICULTURAL", certificate: compact } };
  const [, specYear, month, number] = /^AGI((?:19|20)\d{2})-?(\d{2})-?(\d{4})$/.exec(compact) ?? [];
  if (specYear !== undefined) {
    const specification = `AGI${specYear}-${month}-${number}`;
    return { ok: true, value: { system: "AGRICULTURAL_SPECIFICATION", specification } };
  }
  const mark = parseTrademarkNumber(compact);
  if (!mark.ok) return refuseForm(NAME, "2012年第111号 / AGI01459 / 16435657");
  return { ok: true, value: { system: "MARK", registration: mark.value } };
}
