import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import { parseUscc } from "#schema/ids/uscc.ts";

/** Kinds of which other kinds are platforms' own copies: whoever asks for the thing gets the copies too, as one hit. */
export const COPY_KINDS: Readonly<Record<string, readonly string[]>> = {
  PATENT: ["PATENT_RECORD"],
  AGENCY: ["AGENCY_PROFILE"],
  ORGANIZATION: ["MEMBER_ORGANIZATION"],
};

const ORIGINALS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(COPY_KINDS).flatMap(([original, copies]) => copies.map((copy) => [copy, original])),
);

/**
 * What makes two records the same thing. Records with different main numbers are never the same (an invention and the
 * utility model of the same day, a divisional and its parent each have a number of their own), whatever else they share.
 */
export interface AssetIdentity {
  /** The kind of thing. */
  readonly family: string;
  /** Application number, agency code or credit code; null where the record bears none that is valid. */
  readonly main: string | null;
  /** Other numbers that name one thing alone: publications with their kind code. */
  readonly aliases: readonly string[];
}

interface Numbered {
  readonly kind: string;
  readonly numbers: readonly string[];
}

const PUBLICATION = /^[A-Z]{2}\d{5,13}[A-Z]\d?$/;
const AGENCY_CODE = /^\d{5}$/;
/** Offers, demands, experts and the like are each platform's own: persons and offers are never joined by name or subject. */
const OWN: Omit<AssetIdentity, "family"> = { main: null, aliases: [] };

/** Only canonical numbers whose check digits fit count; a record that bears two main numbers is nobody's copy. */
export function identityOf({ kind, numbers }: Numbered): AssetIdentity {
  const family = familyOf(kind);
  if (family === "PATENT") return { family, ...patentIdentity(numbers) };
  if (family === "AGENCY") return { family, ...OWN, main: only(numbers.filter((one) => AGENCY_CODE.test(one))) };
  if (family === "ORGANIZATION") return { family, ...OWN, main: only(numbers.filter(isCreditCode)) };
  return { family, ...OWN };
}

export function familyOf(kind: string): string {
  return ORIGINALS[kind] ?? kind;
}

function patentIdentity(numbers: readonly string[]): Omit<AssetIdentity, "family"> {
  const applications = numbers.filter(isApplicationNumber);
  if (applications.length > 1) return OWN;
  return { main: applications[0] ?? null, aliases: numbers.filter((one) => PUBLICATION.test(one)) };
}

function isApplicationNumber(number: string): boolean {
  const parsed = parseApplicationNumber(number);
  return parsed.ok && parsed.value === number;
}

function isCreditCode(number: string): boolean {
  const parsed = parseUscc(number);
  return parsed.ok && parsed.value === number;
}

function only(numbers: readonly string[]): string | null {
  return numbers.length === 1 ? (numbers[0] ?? null) : null;
}
