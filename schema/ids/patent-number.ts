import {
  type ApplicationNumber,
  parseApplicationNumber,
  parseStandardApplicationNumber,
} from "./application-number.ts";
import type { Parsed } from "./parsed.ts";
import { type PctNumber, parsePctNumber } from "./pct-number.ts";
import { parseDocumentNumber } from "./publication-number.ts";
import { refuse, refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";

/** What a number typed by a clerk turned out to name. */
export type PatentNumber =
  | { readonly kind: "application"; readonly application: ApplicationNumber }
  | { readonly kind: "publication"; readonly office: string; readonly number: string; readonly kindCode?: string }
  | { readonly kind: "pct"; readonly pct: PctNumber };

const NAME = { zh: "专利号码", en: "patent number" };
const FORM = "CN202310123456.6 / CN113783949A / PCT/CN2023/123456";

/** Kinds of Chinese documents by the first digit of their number, in the order of a case's life. */
const KINDS_OF: Readonly<Record<string, readonly string[]>> = { "1": ["A", "C"], "2": ["U", "Y"], "3": ["S", "D"] };

/**
 * Reads any spelling of any patent number. What decides between an old application number and a publication number of
 * nine digits is, in this order: the prefix ZL (application), a kind letter (publication), a dot before the last
 * character or a final X (application), a first digit 1–3 (publication: no two-digit filing year begins so). Nine bare
 * digits beginning 0, 8 or 9 may be either and are AMBIGUOUS if their check character fits. So are seven digits
 * without a kind letter, because until 2007 the application and the grant of one case had different numbers.
 */
export function parsePatentNumber(text: string): Parsed<PatentNumber> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const compact = compactText(text);
  const bare = compact.replace(/[.\-_/,()]/g, "");
  if (/^PCT/.test(bare) || /^[A-Z]{2}(?:\d{7}|\d{10})W$/.test(bare)) return pct(text);
  if (/^(?:CN)?\d{15}$/.test(bare)) return application(parseStandardApplicationNumber(bare));
  if (isApplication(bare) || /^(?:CN)?\d{8}\.\d$/.test(compact)) return application(parseApplicationNumber(bare));
  if (/^\d{9}$/.test(bare)) return nineDigits(bare);
  if (/^CN[089]\d{8}$/.test(bare)) return application(parseApplicationNumber(bare));
  if (/^(?:CN)?[1-3]\d{6}$/.test(bare)) return sevenDigits(bare.slice(-7));
  if (/^\d{7,9}[A-Z]\d?$/.test(bare)) return publication(`CN${bare}`);
  return publication(text);
}

/** ZL, a length or a final X that only application numbers have, or their DOCDB form. */
function isApplication(bare: string): boolean {
  return /^(?:CN)?ZL/.test(bare) || /^(?:CN)?(?:\d{8}|\d{12,13}|\d{8}X|\d{12}[XAUS])$/.test(bare);
}

function application(parsed: Parsed<ApplicationNumber>): Parsed<PatentNumber> {
  return parsed.ok ? { ok: true, value: { kind: "application", application: parsed.value } } : parsed;
}

function pct(text: string): Parsed<PatentNumber> {
  const parsed = parsePctNumber(text);
  return parsed.ok ? { ok: true, value: { kind: "pct", pct: parsed.value } } : parsed;
}

function publication(text: string): Parsed<PatentNumber> {
  const parsed = parseDocumentNumber(text);
  if (!parsed.ok) return parsed.problem.code === "UNKNOWN_OFFICE" ? parsed : refuseForm(NAME, FORM);
  const { office, number, kindCode } = parsed.value;
  return { ok: true, value: { kind: "publication", office, number, ...(kindCode === null ? {} : { kindCode }) } };
}

function nineDigits(digits: string): Parsed<PatentNumber> {
  if (/^[1-3]/.test(digits)) return publication(`CN${digits}`);
  const old = parseApplicationNumber(digits);
  if (!old.ok) return old;
  return refuse(
    "AMBIGUOUS",
    {
      zh: `九位数字 ${digits} 可能是旧申请号 ${old.value}，也可能是公开（公告）号；请加前缀 ZL、校验位前的点或文献种类代码`,
      en: `The nine digits ${digits} may be the old application number ${old.value} or a publication number; add the prefix ZL, the dot before the check digit, or a kind code`,
    },
    { candidates: [old.value, `CN${digits}A`] },
  );
}

function sevenDigits(digits: string): Parsed<PatentNumber> {
  const candidates = (KINDS_OF[digits.charAt(0)] ?? []).map((kind) => `CN${digits}${kind}`);
  return refuse(
    "AMBIGUOUS",
    {
      zh: `七位号码 ${digits} 缺少文献种类代码，申请公布与授权公告的号码各不相同`,
      en: `The seven digits ${digits} lack a kind code; the published application and the grant had numbers of their own`,
    },
    { candidates },
  );
}
