import type { LegalEvent, LegalEventItem } from "#adapters/cnipa-bulk/patent-record.ts";
import { parseChineseDate } from "#schema/codes/dates.ts";
import { splitPartyNames } from "#schema/codes/party-names.ts";
import { emptyToNull, toHalfWidth } from "#schema/ids/text.ts";

type WithItems = Pick<LegalEvent, "items">;

/** The first value whose label fits, as printed; null where there is none or only a placeholder. */
export function textUnder({ items }: WithItems, label: RegExp): string | null {
  return emptyToNull(items.find((item) => label.test(labelOf(item)))?.value);
}

/** The first day under a label that fits. */
export function dayOf(event: WithItems, label: RegExp): string | null {
  const days = event.items.filter((item) => label.test(labelOf(item))).map((item) => parseChineseDate(item.value));
  return days.find((day) => day !== null) ?? null;
}

/** Every name under labels that fit, joined names taken apart, each once. */
export function namesOf({ items }: WithItems, label: RegExp): readonly string[] {
  return [...new Set(items.filter((item) => label.test(labelOf(item))).flatMap((item) => splitPartyNames(item.value)))];
}

export function hasItem({ items }: WithItems, label: RegExp): boolean {
  return items.some((item) => label.test(labelOf(item)) && emptyToNull(item.value) !== null);
}

/** Labels as they are compared: half-width, without blanks and colons. */
export function labelOf({ label }: LegalEventItem): string {
  return toHalfWidth(label).replace(/[\s:]+/g, "");
}
