import type { Branded } from "./branded.ts";
import { canonicalSymbol, printedSymbol, readSymbol } from "./classification-symbol.ts";
import type { Parsed } from "./parsed.ts";
import { refuseForm, refuseUnreadable } from "./refuse.ts";
import { toHalfWidth } from "./text.ts";

/** A full symbol of the International Patent Classification: `H04L29/08`. */
export type IpcSymbol = Branded<"IpcSymbol">;

/** The beginning of symbols, as lists and filters have it: section, class, subclass or main group (`H04L29`). */
export type IpcPrefix = Branded<"IpcPrefix">;

const NAME = { zh: "国际专利分类号", en: "IPC symbol" };
const FORM = "H04L29/08";

/** Any raw spelling of a full symbol; version and attributes behind it are left out. */
export function parseIpc(text: string): Parsed<IpcSymbol> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const parts = readSymbol(text);
  if (parts === undefined || parts.section === "Y") return refuseForm(NAME, FORM);
  return { ok: true, value: canonicalSymbol(parts) as IpcSymbol };
}

/** `H`, `H04`, `H04L`, `H04L29` or a full symbol: what a filter by classification takes. */
export function parseIpcPrefix(text: string): Parsed<IpcPrefix | IpcSymbol> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const compact = toHalfWidth(text).toUpperCase().replace(/\s+/g, "");
  if (/^[A-H](?:\d{2}(?:[A-Z](?:[1-9]\d{0,3})?)?)?$/.test(compact)) return { ok: true, value: compact as IpcPrefix };
  return parseIpc(text);
}

/** `H04L 29/08`. */
export function printIpc(symbol: IpcSymbol): string {
  return printedSymbol(symbol);
}

/** The edition that a raw text names, as `2006.01`: from `(2006.01)` or a version date `20060101`. */
export function ipcVersionOf(text: string): string | null {
  const plain = toHalfWidth(text.slice(0, 200));
  const [, year, month] = /(?:^|[(\s])((?:19|20)\d{2})\.?(0[1-9]|1[0-2])(?:01)?(?=$|[)\sA-Z])/.exec(plain) ?? [];
  return year === undefined ? null : `${year}.${month}`;
}
