import { parseApplicationNumber, parseStandardApplicationNumber } from "#schema/ids/application-number.ts";
import { parsePctNumber } from "#schema/ids/pct-number.ts";
import { parseDocumentNumber } from "#schema/ids/publication-number.ts";
import { refuse } from "#schema/ids/refuse.ts";
import { type Candidate, fromParsed, type InputText, surely } from "./candidate.ts";

/** Kinds of Chinese documents of seven digits by their first: application and grant of one case had numbers of their own. */
const OLD_KINDS: Readonly<Record<string, readonly string[]>> = { "1": ["A", "C"], "2": ["U", "Y"], "3": ["S", "D"] };

/** Application numbers of both eras, with or without prefix and check character, and the 15 digits of bulk XML. */
export function readApplicationNumber({ compact, bare }: InputText): readonly Candidate[] {
  if (/^(?:CN)?\d{15}$/.test(bare)) {
    return fromParsed("APPLICATION_NUMBER", parseStandardApplicationNumber(bare), 0.9);
  }
  const [, prefix = "", body, check = ""] = /^((?:CN|ZL){0,2})(\d{12}|\d{8})([\dXAUS]?)$/.exec(bare) ?? [];
  if (body === undefined) {
    // A certificate's prefix before anything else; as many digits as only a mistyped new number has.
    const isMarked = /^(?:CN)?ZL\d/.test(bare) || /^(?:CN)?20\d{2}[12389]\d{5,9}[\dX]$/.test(bare);
    return isMarked ? surely("APPLICATION_NUMBER", parseApplicationNumber(bare), 0.6) : [];
  }
  const isDocument = body.length === 8 && !prefix.includes("ZL") && /[AUS]/.test(check);
  if (isDocument) return [];
  const isDotted = /\.[\dX]$/.test(compact);
  const parsed = parseApplicationNumber(bare);
  // Digits without any mark of an application number that are not a right one were hardly meant as one.
  const isUnmarked = body.length === 8 && prefix === "" && !isDotted && check !== "X";
  if (!parsed.ok && isUnmarked) return [];
  return fromParsed("APPLICATION_NUMBER", parsed, applicationSureness(body.length === 12, prefix, check, isDotted));
}

function applicationSureness(isNew: boolean, prefix: string, check: string, isDotted: boolean): number {
  if (prefix.includes("ZL")) return 0.99;
  if (isNew) return check === "" ? 0.9 : 0.98;
  if (isDotted || check === "X") return 0.95;
  if (check === "") return prefix === "" ? 0.4 : 0.7;
  return prefix === "" ? 0.6 : 0.7;
}

/** Published documents of any office; Chinese ones without office or kind code too. */
export function readPublicationNumber({ raw, compact, bare }: InputText): readonly Candidate[] {
  if (/^[1-3]\d{6}$/.test(bare)) return sevenDigits(bare);
  if (/^[1-3]\d{8}$/.test(bare) && !/\.\d$/.test(compact)) {
    return fromParsed("PUBLICATION_NUMBER", document(`CN${bare}`), 0.7);
  }
  if (/^\d{7,9}[A-VYZ]\d?$/.test(bare)) return fromParsed("PUBLICATION_NUMBER", document(`CN${bare}`), 0.7);
  if (/^[089]\d{8}$/.test(bare) && parseApplicationNumber(bare).ok && bare === compact) {
    // Until 1989 a document bore the number of its application.
    return fromParsed("PUBLICATION_NUMBER", document(`CN${bare}`), 0.1);
  }
  const office = /^[A-Z]{2}/.exec(bare)?.[0];
  if (office === undefined || !/\d{4}/.test(bare) || isOther(bare)) return [];
  const parsed = document(raw);
  const hasKind = /\d[A-Z]\d?$/.test(bare);
  const sureness = hasKind ? 0.97 : 0.8;
  return fromParsed("PUBLICATION_NUMBER", parsed, parsed.ok ? sureness : 0.2);
}

/** International applications, before their national phase. */
export function readPctNumber({ raw, bare }: InputText): readonly Candidate[] {
  return fromParsed("PCT_NUMBER", parsePctNumber(raw), bare.startsWith("PCT") ? 0.99 : 0.7);
}

function document(text: string) {
  const parsed = parseDocumentNumber(text);
  if (!parsed.ok) return parsed;
  const { office, number, kindCode } = parsed.value;
  return { ok: true as const, value: `${office}${number}${kindCode ?? ""}` };
}

/** Prefixes that two letters and digits have for other reasons. */
function isOther(bare: string): boolean {
  return /^(?:PCT|[A-Z]{2}(?:\d{7}|\d{10})W$|ZL|CNZL|CNA(?:19|20)|AGI|BS\d|CN(?:\d{12}|\d{8}X|\d{15}))/.test(bare);
}

function sevenDigits(digits: string): readonly Candidate[] {
  const candidates = (OLD_KINDS[digits.charAt(0)] ?? []).map((kind) => `CN${digits}${kind}`);
  const problem = refuse(
    "AMBIGUOUS",
    {
      zh: `缺少文献种类代码，可能是 ${candidates.join(" 或 ")}`,
      en: `It lacks its kind code and may be ${candidates.join(" or ")}`,
    },
    { candidates },
  );
  return fromParsed("PUBLICATION_NUMBER", problem, 0.3);
}
