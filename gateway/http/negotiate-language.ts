import type { Language } from "./operation.ts";
import { rememberTexts } from "./remember-texts.ts";
import { readWeightedList } from "./weighted-list.ts";

/** Chinese unless the client prefers English (`Accept-Language`). */
export const negotiateLanguage = rememberTexts((acceptLanguage): Language => {
  for (const { value, weight } of readWeightedList(acceptLanguage ?? "")) {
    if (weight === 0) continue;
    if (/^en(-|$)/.test(value)) return "en";
    if (/^(zh(-|$)|\*$)/.test(value)) return "zh";
  }
  return "zh";
});
