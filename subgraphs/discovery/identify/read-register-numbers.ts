import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import { type GiNumber, parseGiNumber } from "#schema/ids/gi-number.ts";
import { parseLayoutDesignNumber } from "#schema/ids/layout-design-number.ts";
import { parsePlantVarietyNumber } from "#schema/ids/plant-variety-number.ts";
import { parsePracticeNumber, parseQualificationNumber } from "#schema/ids/qualification-number.ts";
import { parseSoftwareRegistrationNumber } from "#schema/ids/software-registration.ts";
import { parseTrademarkNumber } from "#schema/ids/trademark-number.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import { parseWorkRegistrationNumber } from "#schema/ids/work-registration.ts";
import { type Candidate, fromParsed, type InputText, surely } from "./candidate.ts";

/** Eighteen characters, of which the registrar's six are digits in every code. */
export function readCreditCode({ raw, bare }: InputText): readonly Candidate[] {
  if (/^[0-9A-Z]{2}\d{6}[0-9A-Z]{10}$/.test(bare)) return surely("SOCIAL_CREDIT_CODE", parseUscc(raw), 0.98);
  // A character lost or doubled in copying.
  const isNearly = /^[19]\d{7}(?=\d*[A-Z])[0-9A-Z]{9,11}$/.test(bare) && bare.length !== 18;
  return isNearly ? surely("SOCIAL_CREDIT_CODE", parseUscc(raw), 0.6) : [];
}

export function readAgencyCode({ compact }: InputText): readonly Candidate[] {
  return fromParsed("AGENCY_CODE", parseAgencyCode(compact), 0.8);
}

/** Patent agents: the certificate for life, and the record at an agency. */
export function readAgentNumbers({ compact }: InputText): readonly Candidate[] {
  const practice = parsePracticeNumber(compact);
  return [
    ...fromParsed("AGENT_QUALIFICATION_NUMBER", parseQualificationNumber(compact), 0.2),
    ...fromParsed("AGENT_PRACTICE_NUMBER", practice.ok ? { ok: true, value: practice.value.number } : practice, 0.6),
  ];
}

/** Up to eight digits, without a check character: the longer the likelier. */
export function readTrademarkNumber({ compact }: InputText): readonly Candidate[] {
  const parsed = parseTrademarkNumber(compact);
  if (!parsed.ok) return [];
  if (parsed.value.startsWith("G")) return fromParsed("TRADEMARK_NUMBER", parsed, 0.9);
  const digits = parsed.value.replace(/\D/g, "").length;
  return fromParsed("TRADEMARK_NUMBER", parsed, digits < 4 ? 0.05 : 0.1 * (digits - 2));
}

/** A certificate's number in place of the registration's is told apart. */
export function readSoftwareNumber({ compact }: InputText): readonly Candidate[] {
  const parsed = parseSoftwareRegistrationNumber(compact);
  if (parsed.ok || /^\d{2,4}SR\d/.test(compact)) return surely("SOFTWARE_REGISTRATION_NUMBER", parsed, 0.99);
  if (!compact.startsWith("软著登字")) return [];
  const { message } = parsed.problem;
  const reason = { code: "CERTIFICATE_NUMBER", message };
  return [{ kind: "SOFTWARE_REGISTRATION_NUMBER", canonical: null, reason, confidence: 0.95 }];
}

export function readWorkNumber({ compact }: InputText): readonly Candidate[] {
  return fromParsed("WORK_REGISTRATION_NUMBER", parseWorkRegistrationNumber(compact), 0.99);
}

/** Three systems; a mark that protects an indication is a trademark like any other until the text says more. */
export function readIndicationNumber({ compact, meant }: InputText): readonly Candidate[] {
  const parsed = parseGiNumber(compact);
  if (!parsed.ok) return [];
  if (parsed.value.system === "MARK" && !meant.includes("GEOGRAPHICAL_INDICATION_NUMBER")) return [];
  const value = printed(parsed.value);
  return fromParsed("GEOGRAPHICAL_INDICATION_NUMBER", { ok: true, value }, 0.95);
}

/** What seems wrong with the last digit is told, and refuses nothing: the rule is seen on one published number only. */
export function readLayoutDesignNumber({ compact }: InputText): readonly Candidate[] {
  const parsed = parseLayoutDesignNumber(compact);
  if (!parsed.ok) return [];
  const { number, warning } = parsed.value;
  const reason = warning === undefined ? null : { code: "CHECK_DIGIT_DOUBTFUL", message: warning };
  return [{ kind: "LAYOUT_DESIGN_NUMBER", canonical: number, reason, confidence: 0.97 }];
}

/** Forestry's eight digits look like a day, and like much else. */
export function readVarietyNumber({ compact }: InputText): readonly Candidate[] {
  const parsed = parsePlantVarietyNumber(compact);
  if (!parsed.ok) return [];
  const { authority, number } = parsed.value;
  if (authority === "FORESTRY" && !/^\d+$/.test(compact)) return [];
  return fromParsed("PLANT_VARIETY_NUMBER", { ok: true, value: number }, authority === "AGRICULTURE" ? 0.97 : 0.1);
}

function printed(number: GiNumber): string {
  switch (number.system) {
    case "PRODUCT":
      return number.announcement;
    case "MARK":
      return number.registration;
    case "AGRICULTURAL":
      return number.certificate;
    case "AGRICULTURAL_SPECIFICATION":
      return number.specification;
  }
}
