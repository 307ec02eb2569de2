import { isOffice } from "#schema/codes/offices.ts";
import type { Branded } from "./branded.ts";
import type { Parsed } from "./parsed.ts";
import { type Refused, refuse, refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText, normaliseText } from "./text.ts";

/** A published document: office, number and kind code without separators, as `CN113783949A`, `WO2009085664A2`. */
export type PublicationNumber = Branded<"PublicationNumber">;

/** The parts of a publication number. `office` is WIPO ST.3, `kindCode` WIPO ST.16. */
export interface PublicationParts {
  readonly office: string;
  readonly number: string;
  readonly kindCode: string;
}

/** A document number as it is often printed: the kind code may be missing, and then it names one or more publications. */
export interface DocumentNumber {
  readonly office: string;
  readonly number: string;
  readonly kindCode: string | null;
}

const NAME = { zh: "公开（公告）号", en: "publication number" };
const FORM = "CN113783949A";
/** CN documents: seven digits until 2007, eight (the application number) until 1989, nine since. */
const CN_NUMBER = /^\d{7,9}$/;

/**
 * Reads `CN113783949A`, `CN 113783949 A`, the DOCDB form `CN.101911042.B`, foreign documents with or without a slash.
 * Without a kind code a number is not a publication (applications and grants share numbers): INVALID_FORMAT.
 */
export function parsePublicationNumber(text: string): Parsed<PublicationNumber> {
  const document = parseDocumentNumber(text);
  if (!document.ok) return document;
  const { office, number, kindCode } = document.value;
  if (kindCode !== null) return { ok: true, value: `${office}${number}${kindCode}` as PublicationNumber };
  return refuse(
    "INVALID_FORMAT",
    { zh: "公开（公告）号缺少文献种类代码", en: "The publication number lacks its kind code" },
    { expected: FORM },
  );
}

/** Like `parsePublicationNumber`, for numbers whose kind code may be missing. The office must be there. */
export function parseDocumentNumber(text: string): Parsed<DocumentNumber> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const value = dotted(text) ?? joined(text);
  if (value === undefined || !isPlausible(value)) return refuseForm(NAME, FORM);
  return isOffice(value.office) ? { ok: true, value } : refuseOffice(value.office);
}

function refuseOffice(code: string): Refused {
  return refuse(
    "UNKNOWN_OFFICE",
    { zh: `没有代码为 ${code} 的专利局（WIPO ST.3）`, en: `No office has the code ${code} (WIPO ST.3)` },
    { expected: FORM },
  );
}

/** `CN113783949A` → office, number, kind code. */
export function publicationParts(publication: PublicationNumber): PublicationParts {
  const [, office = "", number = "", kindCode = ""] = SHAPE.exec(publication) ?? [];
  return { office, number, kindCode };
}

/** The DOCDB form that OPS takes: `CN.113783949.A`. */
export function toDocdbPublication(publication: PublicationNumber): string {
  const { office, number, kindCode } = publicationParts(publication);
  return `${office}.${number}.${kindCode}`;
}

/** Office, digits with at most three leading letters (`USRE12345E`, `JPH10123456A`), kind letter with a digit. */
const SHAPE = /^([A-Z]{2})([A-Z]{0,3}\d{1,14})([A-Z]\d?)?$/;

function joined(text: string): DocumentNumber | undefined {
  const [, office, number, kindCode] = SHAPE.exec(compactText(text).replace(/[.\-_/,]/g, "")) ?? [];
  return office === undefined || number === undefined ? undefined : { office, number, kindCode: kindCode ?? null };
}

/** `CC.number.KC` with an optional date behind, as OPS and its users write it; odd numbers stand in brackets. */
function dotted(text: string): DocumentNumber | undefined {
  const found = /^([A-Z]{2})\.\(?([A-Z0-9/,.-]+?)\)?\.([A-Z]\d?)(?:\.\d{8})?$/.exec(normaliseText(text));
  const [, office, number, kindCode] = found ?? [];
  const bare = number?.replace(/[.\-/,]/g, "");
  if (office === undefined || kindCode === undefined || !/^[A-Z]{0,3}\d{1,14}$/.test(bare ?? "")) return undefined;
  return { office, number: bare ?? "", kindCode };
}

/** No CN document has the kind X: that letter is the check character of an application number. */
function isPlausible({ office, number, kindCode }: DocumentNumber): boolean {
  return office !== "CN" || (CN_NUMBER.test(number) && !kindCode?.startsWith("X"));
}
