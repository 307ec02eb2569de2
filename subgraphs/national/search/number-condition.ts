import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import {
  type ApplicationNumber,
  parseApplicationNumber,
  parseStandardApplicationNumber,
} from "#schema/ids/application-number.ts";
import type { IdentifierProblem, Parsed } from "#schema/ids/parsed.ts";
import { type PatentNumber, parsePatentNumber } from "#schema/ids/patent-number.ts";
import { parseDocumentNumber } from "#schema/ids/publication-number.ts";
import { compactText } from "#schema/ids/text.ts";
import { anyOf } from "./combine-conditions.ts";
import { QueryProblem, shown } from "./query-problem.ts";
import type { TermToken } from "./tokenize-query.ts";

type Of = "APPLICATION" | "PUBLICATION" | "PRIORITY";

/** Before 2007 numbers were shorter, and one may be the beginning of another: the kinds that those documents have. */
const OLD_KINDS = ["A", "B", "C", "U", "Y", "S", "D"];
/** A word with one of these shapes is a number and nothing else. */
const CERTAIN =
  /^(?:(?:CN|ZL)+[\d.]{7,}[A-Z]?\d?|\d{12}\.?[\dX]?|\d{8}\.[\dX]|PCT\/?[A-Z]{2}\d{2,4}\/?\d{5,6}|(?:WO|EP|US|JP|KR)\d{6,}[A-Z]?\d?)$/;

/** The condition of a number in any spelling, or of its beginning. Throws QueryProblem. */
export function numberCondition(of: Of, term: TermToken): SearchCondition {
  if (of === "PRIORITY") return priority(term);
  return term.isTruncated ? beginning(of, term) : whole(of, term);
}

/** What a text is, read as a number alone: null where it is none; throws where it is one with a wrong check digit. */
export function numberOrNull(term: TermToken, mustBeCertain: boolean): SearchCondition | null {
  const compact = compactText(term.text.slice(0, 100));
  if (mustBeCertain && !CERTAIN.test(compact)) return null;
  if (!/\d{7}/.test(compact.replace(/[.\-/]/g, ""))) return null;
  const parsed = parsePatentNumber(term.text);
  if (parsed.ok) return conditionOf(parsed.value);
  if (parsed.problem.code === "CHECK_DIGIT_MISMATCH") throw badNumber(term, parsed.problem);
  return parsed.problem.code === "AMBIGUOUS" ? anyCandidate(parsed.problem) : null;
}

function applicationCondition(number: ApplicationNumber): SearchCondition {
  return { kind: "number", of: "APPLICATION", value: number.slice(0, -2), match: "EXACT" };
}

function conditionOf(number: PatentNumber): SearchCondition {
  if (number.kind === "application") return applicationCondition(number.application);
  if (number.kind === "pct") return { kind: "number", of: "PCT", value: number.pct, match: "EXACT" };
  return publicationCondition(number.office, number.number, number.kindCode ?? null);
}

function whole(of: "APPLICATION" | "PUBLICATION", term: TermToken): SearchCondition {
  return of === "APPLICATION" ? wholeApplication(term) : wholePublication(term);
}

function wholeApplication(term: TermToken): SearchCondition {
  if (/^PCT/.test(compactText(term.text.slice(0, 100))))
    return conditionOf(accepted(parsePatentNumber(term.text), term));
  const standard = parseStandardApplicationNumber(term.text);
  return applicationCondition(standard.ok ? standard.value : accepted(parseApplicationNumber(term.text), term));
}

function wholePublication(term: TermToken): SearchCondition {
  const compact = compactText(term.text.slice(0, 100));
  const { office, number, kindCode } = accepted(
    parseDocumentNumber(/^\d/.test(compact) ? `CN${compact}` : term.text),
    term,
  );
  return publicationCondition(office, number, kindCode);
}

/** A number without its kind names every publication of that number. */
function publicationCondition(office: string, number: string, kindCode: string | null): SearchCondition {
  const bare = `${office}${number}`;
  if (kindCode !== null) return publication(`${bare}${kindCode}`, "EXACT");
  if (office !== "CN" || number.length >= 9) return publication(bare, "PREFIX");
  return anyOf(OLD_KINDS.map((kind) => publication(`${bare}${kind}`, "EXACT")));
}

function publication(value: string, match: "EXACT" | "PREFIX"): SearchCondition {
  return { kind: "number", of: "PUBLICATION", value, match };
}

function anyCandidate({ candidates = [] }: IdentifierProblem): SearchCondition {
  return anyOf(
    candidates.flatMap((candidate) => {
      const parsed = parsePatentNumber(candidate);
      return parsed.ok ? [conditionOf(parsed.value)] : [];
    }),
  );
}

function beginning(of: "APPLICATION" | "PUBLICATION", term: TermToken): SearchCondition {
  const compact = compactText(term.text.slice(0, 100)).replace(/[.\-/]/g, "");
  const digits = compact.replace(/^(?:CN|ZL){1,2}/, "");
  const form = of === "APPLICATION" ? /^\d{2,12}$/ : /^\d{2,9}(?:[A-Z]\d?)?$/;
  if (form.test(digits)) return { kind: "number", of, value: `CN${digits}`, match: "PREFIX" };
  if (of === "PUBLICATION" && /^[A-Z]{2}[A-Z0-9]{2,16}$/.test(compact)) return publication(compact, "PREFIX");
  throw badNumber(term, null);
}

/** Foreign numbers as printed, without signs and check digit, with their office or without: every office has a form of its own. Chinese ones go without check character. */
function priority(term: TermToken): SearchCondition {
  const chinese = term.isTruncated ? null : parseApplicationNumber(term.text);
  const compact = compactText(term.text.slice(0, 100))
    .replace(/\.[\dX]$/, "")
    .replace(/[^A-Z0-9]/g, "");
  const value = chinese?.ok ? chinese.value.slice(0, -2) : compact;
  if (!/\d{2}/.test(value)) throw badNumber(term, null);
  return { kind: "number", of: "PRIORITY", value, match: term.isTruncated ? "PREFIX" : "EXACT" };
}

function accepted<T>(parsed: Parsed<T>, term: TermToken): T {
  if (parsed.ok) return parsed.value;
  throw badNumber(term, parsed.problem);
}

function badNumber(term: TermToken, problem: IdentifierProblem | null): QueryProblem {
  const message = problem?.message ?? {
    zh: `“${shown(term.text)}”不是号码`,
    en: `“${shown(term.text)}” is no number`,
  };
  const expected = problem?.expected ?? "CN202310123456.6, CN116012345B";
  return new QueryProblem("BAD_NUMBER", term.start, message, { expected, candidates: problem?.candidates });
}
