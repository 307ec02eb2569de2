import {
  type ApplicationNumber,
  parseApplicationNumber,
  parseStandardApplicationNumber,
} from "#schema/ids/application-number.ts";
import type { IdentifierProblem } from "#schema/ids/parsed.ts";
import { ImportProblem } from "./import-problem.ts";

/** The two spellings of one number that a document of the standard format holds. */
export interface PrintedNumbers {
  /** `202110991218.8`, with its check character. */
  readonly original: string | null;
  /** `102021000991218`: type code first, no check character. */
  readonly standard: string | null;
}

/**
 * The application that a document belongs to. A number with a wrong check character is refused, so that its record is
 * never merged with another's; where both forms stand, they must name one application.
 */
export function applicationOf(printed: PrintedNumbers): ApplicationNumber {
  const original = printed.original === null ? null : read(parseApplicationNumber(printed.original));
  const standard = printed.standard === null ? null : readStandard(printed.standard, original !== null);
  const number = original ?? standard;
  if (number === null) {
    throw new ImportProblem("NO_APPLICATION_NUMBER", {
      zh: "文档中没有申请号",
      en: "The document has no application number",
    });
  }
  if (original !== null && standard !== null && original !== standard) {
    throw new ImportProblem("NUMBERS_DISAGREE", {
      zh: `原始申请号 ${original} 与标准申请号 ${standard} 不一致`,
      en: `The original number ${original} and the standard number ${standard} name two applications`,
    });
  }
  return number;
}

type ParsedNumber = ReturnType<typeof parseApplicationNumber>;

/** Beside a good original number, a standard one in an unknown form (numbers before 1989 have several) decides nothing. */
function readStandard(text: string, optional: boolean): ApplicationNumber | null {
  const parsed = parseStandardApplicationNumber(text);
  return parsed.ok || !optional ? read(parsed) : null;
}

function read(parsed: ParsedNumber): ApplicationNumber {
  if (parsed.ok) return parsed.value;
  throw badNumber(parsed.problem);
}

function badNumber(problem: IdentifierProblem): ImportProblem {
  const expected = problem.expected === undefined ? "" : ` (${problem.expected})`;
  return new ImportProblem("BAD_APPLICATION_NUMBER", {
    zh: `申请号无效：${problem.message.zh}${expected}`,
    en: `Bad application number: ${problem.message.en}${expected}`,
  });
}
