import type { LegalEventItem } from "#adapters/cnipa-bulk/patent-record.ts";

/** A label at the start of a line, or after a blank, semicolon or full stop: `登记号：…　出质人：…`. */
const LABEL = /(^|[\s;；。])((?:IPC|LOC)?[\p{Script=Han}()（）/、]{0,20}[\p{Script=Han})）])\s*[：:](?!\/\/)/gu;
/** Names that run on over lines end so. */
const WHOLE_NAME = /(?:公司|集团|大学|学院|研究[院所]|医院|中心|厂|局|所|院)$/;
const PARTY_LABEL = /(?:人|方)$/;
const MAX_TEXT = 100_000;

/**
 * The free text of a PRS record as labelled items: full-width or ASCII colons, several items on one line, values that
 * run on over lines. What has no label in front continues the value above it, a further name after a whole one with a
 * semicolon between; what stands before the first label has the label "" so that nothing is lost.
 */
export function labelledItems(text: string): LegalEventItem[] {
  const items: LegalEventItem[] = [];
  for (const line of text.slice(0, MAX_TEXT).split(/[\r\n]+/)) {
    const labels = [...line.matchAll(LABEL)];
    continueLast(items, line.slice(0, labels[0]?.index ?? line.length));
    for (const [index, match] of labels.entries()) {
      const start = match.index + match[0].length;
      const value = line.slice(start, labels[index + 1]?.index ?? line.length);
      items.push({ label: match[2] ?? "", value: clean(value) });
    }
  }
  return items;
}

function continueLast(items: LegalEventItem[], text: string): void {
  const more = clean(text);
  if (more === "") return;
  const last = items.at(-1);
  if (last === undefined) items.push({ label: "", value: more });
  else items[items.length - 1] = { label: last.label, value: joined(last, more) };
}

function joined({ label, value }: LegalEventItem, more: string): string {
  const isNextName = PARTY_LABEL.test(label) && WHOLE_NAME.test(value) && WHOLE_NAME.test(more);
  return isNextName ? `${value}；${more}` : `${value}${more}`;
}

function clean(text: string): string {
  return text.replace(/^[\s;；]+|[\s;；]+$/g, "");
}
