import type { Branded } from "./branded.ts";
import type { Parsed } from "./parsed.ts";
import { refuse, refuseCheck, refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";

/** A Chinese application number in canonical form: `CN202310123456.6`, or `CN97101765.4` for filings before 2003-10. */
export type ApplicationNumber = Branded<"ApplicationNumber">;

export type PatentType = "INVENTION" | "UTILITY_MODEL" | "DESIGN";

/** An application as EPO's DOCDB writes it. */
export interface DocdbApplication {
  readonly office: string;
  readonly number: string;
  readonly kind: string;
}

const NAME = { zh: "申请号", en: "application number" };
const FORM = "CN202310123456.6";
/** The layout of ZC 0006-2003 is in use from 2003-10-01; a mistyped century is the only thing the end is for. */
const YEARS = { first: 1985, newLayout: 2003, last: 2099 };

const TYPES: Readonly<Record<string, { readonly type: PatentType; readonly pct: boolean; readonly standard: string }>> =
  {
    "1": { type: "INVENTION", pct: false, standard: "10" },
    "2": { type: "UTILITY_MODEL", pct: false, standard: "20" },
    "3": { type: "DESIGN", pct: false, standard: "30" },
    "8": { type: "INVENTION", pct: true, standard: "11" },
    "9": { type: "UTILITY_MODEL", pct: true, standard: "21" },
  };

const DOCDB_KINDS: Readonly<Record<PatentType, string>> = { INVENTION: "A", UTILITY_MODEL: "U", DESIGN: "S" };

/** Check character over 8 or 12 digits: weights 2…9 repeated, modulo 11, 10 written `X`. */
export function checkCharacter(body: string): string {
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (2 + (index % 8)), 0);
  return sum % 11 === 10 ? "X" : String(sum % 11);
}

/**
 * Reads any spelling of an application or patent number (专利号): prefixes CN and ZL, full-width characters, blanks,
 * dots and hyphens, without the check character (computed), and the DOCDB form (`CN 202610690957 A`). Nine digits are
 * read as an old number with its check character: that they are meant as an application is the caller's knowledge.
 */
export function parseApplicationNumber(text: string): Parsed<ApplicationNumber> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const compact = compactText(text)
    .replace(/[.\-_/]/g, "")
    .replace(/^(?:CN|ZL){1,2}/, "");
  const found = /^(\d{12}|\d{8})([\dX]?)$/.exec(compact) ?? /^(\d{12}|\d{8})[AUS]$/.exec(compact);
  const [, body, check] = found ?? [];
  return body === undefined ? refuseForm(NAME, FORM) : fromBody(body, check ?? "");
}

/**
 * Reads CNIPA's 15-digit "standard format" (type code, year, padded serial) of bulk XML, which carries neither type
 * digit in place nor check character: `102021000991218` → `CN202110991218.8`.
 */
export function parseStandardApplicationNumber(text: string): Parsed<ApplicationNumber> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const found = /^(?:CN)?(\d{2})(\d{4})(\d{9})$/.exec(compactText(text));
  const [, code = "", year = "", serial = ""] = found ?? [];
  if (found === null) return refuseForm(NAME, "102021000991218");
  const digit = Object.keys(TYPES).find((key) => TYPES[key]?.standard === code);
  if (digit === undefined) return unknownType(code);
  const old = isOldLayout(Number(year), Number(serial));
  const width = old ? 5 : 7;
  if (Number(serial) >= 10 ** width) return refuseForm(NAME, "102021000991218");
  return fromBody(`${old ? year.slice(2) : year}${digit}${String(Number(serial)).padStart(width, "0")}`, "");
}

/** `CN202310123456.6` → `ZL202310123456.6`, the form on certificates once granted. */
export function toPatentNumber(number: ApplicationNumber): string {
  return `ZL${number.slice(2)}`;
}

/** The same application in DOCDB: no check character, `A` invention, `U` utility model, `S` design. */
export function toDocdbApplication(number: ApplicationNumber): DocdbApplication {
  return { office: "CN", number: bodyOf(number), kind: DOCDB_KINDS[patentTypeOf(number)] };
}

/** The same application in CNIPA's 15-digit standard format. */
export function toStandardNumber(number: ApplicationNumber): string {
  const serial = bodyOf(number).length === 12 ? bodyOf(number).slice(5) : bodyOf(number).slice(3);
  return `${typeOf(number).standard}${filingYearOf(number)}${serial.padStart(9, "0")}`;
}

export function patentTypeOf(number: ApplicationNumber): PatentType {
  return typeOf(number).type;
}

/** Type digits 8 and 9: the application came in through the PCT. */
export function isPctNationalPhase(number: ApplicationNumber): boolean {
  return typeOf(number).pct;
}

/** The four-digit year that the number carries. For divisionals it is the parent's layout, not a filing date. */
export function filingYearOf(number: ApplicationNumber): number {
  return yearOf(bodyOf(number));
}

/** Makes a number with its check character; for generators of data. Throws RangeError where no such number exists. */
export function makeApplicationNumber(year: number, typeDigit: 1 | 2 | 3 | 8 | 9, serial: number): ApplicationNumber {
  const old = isOldLayout(year, serial);
  const body = `${old ? String(year).slice(2) : year}${typeDigit}${String(serial).padStart(old ? 5 : 7, "0")}`;
  const parsed = parseApplicationNumber(`CN${body}.${checkCharacter(body)}`);
  if (!parsed.ok) throw new RangeError(`No application number of ${year}/${typeDigit}/${serial}`);
  return parsed.value;
}

function fromBody(body: string, check: string): Parsed<ApplicationNumber> {
  const digit = body.charAt(body.length === 12 ? 4 : 2);
  if (TYPES[digit] === undefined) return unknownType(digit);
  const year = yearOf(body);
  if (year < (body.length === 12 ? YEARS.newLayout : YEARS.first) || year > lastYear(body)) return yearOutOfRange(year);
  const expected = checkCharacter(body);
  const canonical = `CN${body}.${expected}`;
  if (check !== "" && check !== expected) return refuseCheck(NAME, expected, canonical);
  return { ok: true, value: canonical as ApplicationNumber };
}

function unknownType(digit: string): Parsed<never> {
  return refuse(
    "UNKNOWN_TYPE_DIGIT",
    { zh: `申请号的种类号 ${digit} 不存在`, en: `There is no application type ${digit}` },
    { expected: "1, 2, 3, 8, 9" },
  );
}

function yearOutOfRange(year: number): Parsed<never> {
  return refuse("YEAR_OUT_OF_RANGE", {
    zh: `申请号的年份 ${year} 超出范围`,
    en: `No application number of this form has the year ${year}`,
  });
}

/** Two-digit years: 85–99 and 00–03 exist; the others are mapped so that the message shows what was read. */
function yearOf(body: string): number {
  if (body.length === 12) return Number(body.slice(0, 4));
  const short = Number(body.slice(0, 2));
  return short >= 85 ? 1900 + short : 2000 + short;
}

function lastYear(body: string): number {
  return body.length === 12 ? YEARS.last : YEARS.newLayout;
}

/** In 2003 both layouts ran: the seven-digit serials of the new one started above 100,000. */
function isOldLayout(year: number, serial: number): boolean {
  return year < YEARS.newLayout || (year === YEARS.newLayout && serial <= 99_999);
}

function bodyOf(number: ApplicationNumber): string {
  return number.slice(2, -2);
}

function typeOf(number: ApplicationNumber) {
  const body = bodyOf(number);
  const type = TYPES[body.charAt(body.length === 12 ? 4 : 2)];
  if (type === undefined) throw new TypeError("Not a canonical application number");
  return type;
}
