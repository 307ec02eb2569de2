import { parseAgencyCode, parseAgencyName } from "#schema/ids/agency-code.ts";
import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import type { Parsed } from "#schema/ids/parsed.ts";
import { type PatentNumber, parsePatentNumber } from "#schema/ids/patent-number.ts";
import { parsePublicationNumber } from "#schema/ids/publication-number.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import { good, type NormaliserFactory, ofText, refused } from "./normaliser.ts";

export const uscc = identifier(parseUscc);
export const applicationNumber = identifier(parseApplicationNumber);
export const publicationNumber = identifier(parsePublicationNumber);
/** Any spelling of any number of a patent: of the application, a publication, an international application. */
export const patentNumber = identifier(readPatentNumber);
/** `51229`, or the code behind a name: `成都行之专利代理事务所 51229`. */
export const agencyCode = identifier((text) => {
  const behind = parseAgencyName(text).code;
  return behind === null ? parseAgencyCode(text) : { ok: true, value: behind };
});

/** True for the canonical form of a Chinese application number: what a patent of the graph is found by. */
export function isApplicationNumber(number: string): boolean {
  const parsed = parseApplicationNumber(number);
  return parsed.ok && parsed.value === number;
}

function identifier(parse: (text: string) => Parsed<string>): NormaliserFactory {
  return (options) =>
    ofText(options, (raw) => {
      const parsed = parse(raw.slice(0, 300));
      return parsed.ok ? good(parsed.value) : refused("INVALID_IDENTIFIER", parsed.problem.message, raw);
    });
}

function readPatentNumber(text: string): Parsed<string> {
  const parsed = parsePatentNumber(text);
  return parsed.ok ? { ok: true, value: spell(parsed.value) } : parsed;
}

function spell(number: PatentNumber): string {
  if (number.kind === "application") return number.application;
  return number.kind === "pct" ? number.pct : `${number.office}${number.number}${number.kindCode ?? ""}`;
}
