import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { splitPartyNames } from "#schema/codes/party-names.ts";
import { emptyToNull, normaliseName } from "#schema/ids/text.ts";
import { labelOf } from "./event-items.ts";

/** What an entry of a bibliographic change is about. */
type ChangedItem = "PARTY" | "CO_PARTY" | "ADDRESS" | "INVENTOR" | "AGENCY" | "OTHER";

/** One changed item of the register, before and after, as printed. */
export interface RegisterChange {
  readonly item: ChangedItem;
  /** The item's name as printed; null where the entry names none. */
  readonly raw: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

const ITEMS: readonly (readonly [RegExp, ChangedItem])[] = [
  [/地址|邮编|邮政编码/, "ADDRESS"],
  [/共同|共有/, "CO_PARTY"],
  [/发明人|设计人/, "INVENTOR"],
  [/代理/, "AGENCY"],
  [/权利?人|申请人|权属|姓名|名称/, "PARTY"],
];

/**
 * `变更项目` (or `变更事项`), `变更前…`, `变更后…`, again and again in one entry. A pair without an item in front says by
 * its own labels what it is about (`变更前权利人`); where they say nothing, it is the party.
 */
export function changesOf({ items }: Pick<LegalEvent, "items">): readonly RegisterChange[] {
  const changes: Draft[] = [];
  for (const entry of items) {
    const label = labelOf(entry);
    const value = emptyToNull(entry.value);
    if (/^变更(?:事项|项目|内容)$/.test(label)) changes.push({ raw: value, label: "", sides: {} });
    const [, side, rest = ""] = /^变更(前|后)(.*)$/.exec(label) ?? [];
    if (side === undefined) continue;
    const key = side === "前" ? "before" : "after";
    const open = changes.at(-1);
    if (open === undefined || key in open.sides) {
      changes.push({ raw: null, label: rest, sides: { [key]: value } });
    } else {
      open.sides[key] = value;
      open.label ||= rest;
    }
  }
  return changes.map(toChange);
}

/** Names on both sides of the changes of parties; addresses, inventors and agencies are left out. */
export function partiesOf(change: RegisterChange): {
  readonly before: readonly string[];
  readonly after: readonly string[];
} {
  return { before: splitPartyNames(change.before), after: splitPartyNames(change.after) };
}

/** Old and new names side by side; names that did not change are left out. */
export function renamedOf(change: RegisterChange): readonly (readonly [before: string, after: string])[] {
  const { before, after } = partiesOf(change);
  if (before.length !== after.length) return [];
  return before
    .map((name, index) => [name, after[index] ?? ""] as const)
    .filter(([old, fresh]) => fresh !== "" && normaliseName(old) !== normaliseName(fresh));
}

interface Draft {
  readonly raw: string | null;
  label: string;
  readonly sides: { before?: string | null; after?: string | null };
}

function toChange({ raw, label, sides }: Draft): RegisterChange {
  return { item: itemOf(raw ?? label), raw, before: sides.before ?? null, after: sides.after ?? null };
}

function itemOf(text: string): ChangedItem {
  if (text === "") return "PARTY";
  return ITEMS.find(([pattern]) => pattern.test(text))?.[1] ?? "OTHER";
}
