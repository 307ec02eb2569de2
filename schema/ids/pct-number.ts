import type { Branded } from "./branded.ts";
import type { Parsed } from "./parsed.ts";
import { refuse, refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";

/** An international application: `PCT/CN2023/123456`, before 2004 `PCT/GB02/04635`. */
export type PctNumber = Branded<"PctNumber">;

const NAME = { zh: "PCT 国际申请号", en: "PCT application number" };
const FORM = "PCT/CN2023/123456";
const FIRST_YEAR = 1978;
const LONG_FORM_SINCE = 2004;

/**
 * Reads both eras' forms with or without slashes, a long-form spelling of an early number (`PCT/GB2002/004635`) and
 * the DOCDB forms `GB0204635W`, `CN2023123456W`.
 */
export function parsePctNumber(text: string): Parsed<PctNumber> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const compact = compactText(text).replace(/[./\-_]/g, "");
  const [, prefix, office, digits, suffix] = /^(PCT)?([A-Z]{2})(\d{7}|\d{10})(W)?$/.exec(compact) ?? [];
  if (office === undefined || digits === undefined || (prefix === undefined && suffix === undefined)) {
    return refuseForm(NAME, FORM);
  }
  const long = digits.length === 10;
  const year = long ? Number(digits.slice(0, 4)) : fullYear(Number(digits.slice(0, 2)));
  if (!long && year >= LONG_FORM_SINCE) return yearOutOfRange(year);
  return inYear(office, year, Number(digits.slice(long ? 4 : 2)));
}

/** `PCT/GB02/04635` → `{ office: "GB", number: "0204635", kind: "W" }`. */
export function toDocdbPct(pct: PctNumber): { readonly office: string; readonly number: string; readonly kind: "W" } {
  return { office: pct.slice(4, 6), number: pct.slice(6).replace("/", ""), kind: "W" };
}

function inYear(office: string, year: number, serial: number): Parsed<PctNumber> {
  const short = year < LONG_FORM_SINCE;
  if (year < FIRST_YEAR || year > 2099 || (short && serial > 99_999)) {
    return yearOutOfRange(year);
  }
  const printed = short
    ? `PCT/${office}${String(year).slice(2)}/${String(serial).padStart(5, "0")}`
    : `PCT/${office}${year}/${String(serial).padStart(6, "0")}`;
  return { ok: true, value: printed as PctNumber };
}

function yearOutOfRange(year: number): Parsed<never> {
  return refuse("YEAR_OUT_OF_RANGE", {
    zh: `PCT 国际申请号的年份 ${year} 与其格式不符`,
    en: `No PCT application number of this form has the year ${year}`,
  });
}

function fullYear(short: number): number {
  return short >= FIRST_YEAR - 1900 ? 1900 + short : 2000 + short;
}
