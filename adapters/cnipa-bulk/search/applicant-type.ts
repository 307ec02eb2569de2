import type { Applicant } from "#adapters/cnipa-bulk/patent-record.ts";
import { toHalfWidth } from "#schema/ids/text.ts";

/** What an applicant is. FOREIGN comes first: a party outside the mainland, whatever it is. */
export const APPLICANT_TYPES = [
  "UNKNOWN",
  "ENTERPRISE",
  "UNIVERSITY",
  "RESEARCH_INSTITUTE",
  "HOSPITAL",
  "GOVERNMENT",
  "OTHER_ORGANIZATION",
  "INDIVIDUAL",
  "FOREIGN",
] as const;
export type ApplicantType = (typeof APPLICANT_TYPES)[number];

/** Words of names, in the order in which they decide: a university's hospital is a hospital, its company a company. */
const BY_NAME: readonly (readonly [ApplicantType, RegExp])[] = [
  ["ENTERPRISE", /公司|集团$|企业|工厂$|厂$|合作社|事务所|合伙|银行|商行|经营部|\b(?:ltd|inc|corp|llc|gmbh|co)\b/i],
  ["HOSPITAL", /医院|卫生院|疾病预防控制中心|保健院|血液中心/],
  ["UNIVERSITY", /大学|(?<!科)学院(?!路|街)(?!.*研究[院所])|学校|中学|小学|\buniversity\b/i],
  ["RESEARCH_INSTITUTE", /研究[院所室]|研究总院|科学院|设计院|研究中心|实验室|勘察院|\binstitute\b/i],
  ["GOVERNMENT", /[局厅]$|委员会$|人民政府|部队$|海关$|监狱$|中国人民解放军/],
  ["OTHER_ORGANIZATION", /协会|学会|基金会|中心$|[站馆所院社队]$|商会|联合会/],
];

/** First characters of a social credit code (GB 32100-2015: registering department and kind). */
const BY_CODE: readonly (readonly [ApplicantType, RegExp])[] = [
  ["ENTERPRISE", /^9/],
  ["GOVERNMENT", /^11/],
  ["OTHER_ORGANIZATION", /^./],
];

/** A natural person's name in Chinese: two to four characters, or a transliteration with middle dots. */
const PERSON = /^(?:\p{Script=Han}{2,4}|\p{Script=Han}+(?:[·.]\p{Script=Han}+)+)$/u;

/**
 * By office, then name, then social credit code: the name of a public institution (12…) says what it is, its code does not.
 * A name that no rule knows and that looks like a person's is a person's.
 */
export function applicantTypeOf(applicant: Pick<Applicant, "name" | "uscc" | "officeCode">): ApplicantType {
  const { officeCode, uscc } = applicant;
  if (officeCode !== null && officeCode !== "CN") return "FOREIGN";
  const name = toHalfWidth(applicant.name).trim();
  const byName = BY_NAME.find(([, pattern]) => pattern.test(name));
  if (byName !== undefined) return byName[0];
  if (uscc !== null) return BY_CODE.find(([, pattern]) => pattern.test(uscc))?.[0] ?? "OTHER_ORGANIZATION";
  return PERSON.test(name) ? "INDIVIDUAL" : "UNKNOWN";
}
