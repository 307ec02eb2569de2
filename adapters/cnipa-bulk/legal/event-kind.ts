import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { type LegalEventKind, legalEventOfCode, legalEventOfName } from "#schema/codes/legal-events.ts";
import { hasItem } from "./event-items.ts";

const CANCELLED = /(?:解除|注销)(?:登记)?(?:生效)?日/;
const CHANGED = /^变更/;

/** Codes and section titles that stand for a beginning, its change and its end alike: the labels of the entry tell which. */
const STEPS: Readonly<
  Partial<Record<LegalEventKind, { readonly changed?: LegalEventKind; readonly ended: LegalEventKind }>>
> = {
  LICENCE: { changed: "LICENCE_CHANGED", ended: "LICENCE_CANCELLED" },
  PLEDGE: { changed: "PLEDGE_CHANGED", ended: "PLEDGE_CANCELLED" },
  PRESERVATION: { ended: "PRESERVATION_RELEASED" },
};
const BUNDLED_CODES: ReadonlySet<string> = new Set(["LIC", "LICC", "PLDC", "RINS"]);
const BUNDLED_NAME = /生效.*(?:变更|注销)|及.{0,2}解除/;

/** The kind of a gazetted event: by code, else by name, sharpened by what its text adds where they say too little. */
export function kindOfEvent(event: LegalEvent): LegalEventKind {
  const kind = legalEventOfCode(event.code ?? "") ?? legalEventOfName(event.name) ?? "OTHER";
  if (kind === "TERMINATED") return terminationOf(event);
  if (kind === "INVALIDATED") return invalidationOf(event);
  const steps = isBundled(event) ? STEPS[kind] : undefined;
  if (steps === undefined) return kind;
  if (hasItem(event, CANCELLED)) return steps.ended;
  return hasItem(event, CHANGED) ? (steps.changed ?? kind) : kind;
}

/** A code of one step alone is believed, whatever title stands beside it. */
function isBundled({ code, name }: LegalEvent): boolean {
  const known = code !== null && legalEventOfCode(code) !== null;
  return known ? BUNDLED_CODES.has(code.trim()) : BUNDLED_NAME.test(name);
}

function terminationOf(event: LegalEvent): LegalEventKind {
  const text = wholeText(event);
  if (/年费/.test(text)) return "LAPSED_FEE";
  return /届满/.test(text) ? "EXPIRED" : "TERMINATED";
}

function invalidationOf(event: LegalEvent): LegalEventKind {
  const text = wholeText(event);
  if (/全部无效/.test(text)) return "INVALIDATED_FULL";
  return /部分无效/.test(text) ? "INVALIDATED_PARTIAL" : "INVALIDATED";
}

function wholeText({ name, items }: LegalEvent): string {
  return [name, ...items.map(({ label, value }) => `${label}${value}`)].join(" ");
}
