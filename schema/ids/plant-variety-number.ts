import type { Parsed } from "./parsed.ts";
import { refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";

/** A variety right's number together with the ministry that gave it: their serials are independent. */
export interface PlantVarietyNumber {
  readonly authority: "AGRICULTURE" | "FORESTRY";
  /** `CNA20191006012`, older `CNA20060123.4`; forestry `20190123`. */
  readonly number: string;
}

const NAME = { zh: "植物新品种权号", en: "plant variety number" };

/** Reads both ministries' forms. Nothing is known of the check digit of the older agricultural ones, so it is not checked. */
export function parsePlantVarietyNumber(text: string): Parsed<PlantVarietyNumber> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const compact = compactText(text).replace(/-/g, "");
  const [, old, check] = /^(CNA(?:19|20)\d{6})\.?(\d)$/.exec(compact) ?? [];
  if (old !== undefined) return { ok: true, value: { authority: "AGRICULTURE", number: `${old}.${check}` } };
  if (/^CNA(?:19|20)\d{9}$/.test(compact)) return { ok: true, value: { authority: "AGRICULTURE", number: compact } };
  if (/^(?:19|20)\d{6}$/.test(compact)) return { ok: true, value: { authority: "FORESTRY", number: compact } };
  return refuseForm(NAME, "CNA20191006012");
}
