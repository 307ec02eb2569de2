import { type AgencyCode, parseAgencyCode } from "./agency-code.ts";
import type { Branded } from "./branded.ts";
import type { Parsed } from "./parsed.ts";
import { refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";

/** A patent agent's qualification certificate (资格证号): seven digits, province and national serial. It stays for life. */
export type QualificationNumber = Branded<"QualificationNumber">;

/** A practice number (执业备案号): it changes with the agency, so it is a dated attribute and never a key. */
export interface PracticeNumber {
  readonly number: string;
  readonly agency: AgencyCode;
  /** Digits 3–7 of the holder's qualification number. */
  readonly qualificationSerial: string;
}

const QUALIFICATION = { zh: "专利代理师资格证号", en: "patent agent qualification number" };
const PRACTICE = { zh: "专利代理师执业备案号", en: "patent agent practice number" };

export function parseQualificationNumber(text: string): Parsed<QualificationNumber> {
  const unreadable = refuseUnreadable(text, QUALIFICATION);
  if (unreadable) return unreadable;
  const compact = compactText(text);
  if (!/^\d{7}$/.test(compact)) return refuseForm(QUALIFICATION, "5112345");
  return { ok: true, value: compact as QualificationNumber };
}

/** Eleven characters: agency code, five digits of the qualification number, and a check whose rule is not public. */
export function parsePracticeNumber(text: string): Parsed<PracticeNumber> {
  const unreadable = refuseUnreadable(text, PRACTICE);
  if (unreadable) return unreadable;
  const number = compactText(text).replace(/[.-]/g, "");
  const agency = parseAgencyCode(number.slice(0, 5));
  if (!agency.ok || !/^\d{10}[\dX]$/.test(number)) return refuseForm(PRACTICE, "50990123451");
  return { ok: true, value: { number, agency: agency.value, qualificationSerial: number.slice(5, 10) } };
}
