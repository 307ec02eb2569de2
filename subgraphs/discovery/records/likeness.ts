import { splitPartyNames } from "#schema/codes/party-names.ts";
import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import { compactText, normaliseName } from "#schema/ids/text.ts";
import type { CopyFacts, PatentFacts } from "./facts.ts";
import { type CodedReason, reason } from "./reason.ts";

/** Nothing is merged below it. */
const LEAST_CONFIDENCE = 0.8;

/** How sure it is that a copy is of the patent, and what speaks against it. */
export interface Likeness {
  readonly confidence: number;
  readonly reasons: readonly CodedReason[];
}

/** What a copy is compared with; without the register's own facts its number alone speaks. */
export interface LikenessSubject {
  readonly number: string;
  readonly register: Pick<PatentFacts, "title" | "applicants" | "currentOwners"> | null;
}

/**
 * A number with its check character is as good as proof, one without it nearly; a title that differs takes some of that
 * away, title and parties together most. A number that fails its check, or is another's, merges nothing (FACTS A1, C2).
 */
export function likenessOf(copy: CopyFacts, { number, register }: LikenessSubject): Likeness {
  const printed = parseApplicationNumber(copy.patentNumberText ?? copy.patent?.applicationNumber ?? "");
  if (!printed.ok) return { confidence: 0.5, reasons: [NUMBER_FAILED] };
  if (printed.value !== number) return { confidence: 0.1, reasons: [NUMBER_DIFFERS] };
  const hasCheck = !printsNoCheck(copy.patentNumberText);
  const doubts = hasCheck ? [] : [CHECK_MISSING];
  const titles = register === null ? "unknown" : sameTitle(copy.title, register.title);
  if (titles !== "differ") return { confidence: certain(hasCheck, titles === "agree"), reasons: doubts };
  const parties = register === null ? "unknown" : sameParties(copy.applicantText, register);
  if (parties === "differ")
    return { confidence: hasCheck ? 0.6 : 0.4, reasons: [...doubts, TITLE_DIFFERS, PARTIES_DIFFER] };
  return { confidence: hasCheck ? 0.9 : 0.7, reasons: [...doubts, TITLE_DIFFERS] };
}

export function isMerged({ confidence }: Likeness): boolean {
  return confidence >= LEAST_CONFIDENCE;
}

/** `202310123456`: the number is there, its check character is not. */
export function printsNoCheck(text: string | null): boolean {
  return text !== null && /^(?:CN|ZL){0,2}(?:\d{12}|\d{8})$/.test(compactText(text).replace(/[.\-_/]/g, ""));
}

type Agreement = "agree" | "differ" | "unknown";

export function sameTitle(one: string | null, other: string | null): Agreement {
  if (one === null || other === null) return "unknown";
  return compactText(one) === compactText(other) ? "agree" : "differ";
}

/** Whether any applicant or owner of the register is named. */
export function sameParties(
  text: string | null,
  { applicants, currentOwners }: NonNullable<LikenessSubject["register"]>,
): Agreement {
  const named = splitPartyNames(text).map(normaliseName);
  const known = [
    ...(applicants ?? []).map(({ name }) => name),
    ...(currentOwners ?? []).flatMap(({ name, formerNames }) => [name, ...formerNames]),
  ].flatMap((name) => (name === null ? [] : [normaliseName(name)]));
  if (named.length === 0 || known.length === 0) return "unknown";
  return named.some((name) => known.includes(name)) ? "agree" : "differ";
}

function certain(hasCheck: boolean, titleAgrees: boolean): number {
  if (titleAgrees) return hasCheck ? 1 : 0.97;
  return hasCheck ? 0.95 : 0.85;
}

const NUMBER_FAILED = reason(
  "NUMBER_CHECK_FAILED",
  "所印号码未通过校验，不据以归并",
  "The number as printed fails its check: nothing is merged on it",
);
const NUMBER_DIFFERS = reason("NUMBER_DIFFERS", "号码为另一件专利", "Its number is another patent's");
const CHECK_MISSING = reason(
  "CHECK_DIGIT_MISSING",
  "所印号码缺校验位，无从校验",
  "The number is printed without its check character and cannot be checked",
);
const TITLE_DIFFERS = reason("TITLE_DIFFERS", "名称与登记不同", "Its title is not the register's");
const PARTIES_DIFFER = reason(
  "PARTIES_DIFFER",
  "申请人与登记的申请人、权利人均不同",
  "It names none of the register's applicants and owners",
);
