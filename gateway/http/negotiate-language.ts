import type { Language } from "./operation.ts";
import { readWeightedList } from "./weighted-list.ts";

/** Chinese unless the client prefers English (`Accept-Language`). */
export function negotiateLanguage(acceptLanguage: string | undefined): Language {
  for (const { value, weight } of readWeightedList(acceptLanguage ?? "")) {
    if (weight === 0) continue;
    if (/^en(-|$)/.test(value)) return "en";
    if (/^(zh(-|$)|\*$)/.test(value)) return "zh";
  }
  return "zh";
}
