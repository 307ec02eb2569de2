import type { Bilingual, Parsed } from "#schema/ids/parsed.ts";

/** Enum IdentifierKind. */
export type IdentifierKind =
  | "APPLICATION_NUMBER"
  | "PUBLICATION_NUMBER"
  | "PCT_NUMBER"
  | "SOCIAL_CREDIT_CODE"
  | "AGENCY_CODE"
  | "AGENT_QUALIFICATION_NUMBER"
  | "AGENT_PRACTICE_NUMBER"
  | "TRADEMARK_NUMBER"
  | "SOFTWARE_REGISTRATION_NUMBER"
  | "WORK_REGISTRATION_NUMBER"
  | "GEOGRAPHICAL_INDICATION_NUMBER"
  | "LAYOUT_DESIGN_NUMBER"
  | "PLANT_VARIETY_NUMBER"
  | "IPC_SYMBOL"
  | "CPC_SYMBOL"
  | "LOCARNO_CLASS"
  | "NICE_CLASS"
  | "REGION_CODE"
  | "HUB_ID";

/** What an input may be. */
export interface Candidate {
  readonly kind: IdentifierKind;
  /** Null where the input is not valid as this kind. */
  readonly canonical: string | null;
  readonly reason: { readonly code: string; readonly message: Bilingual } | null;
  /** How likely the input is meant as this kind, from 0 to 1; whether it is valid is another matter. */
  readonly confidence: number;
}

/** An input in the forms that readers look at. */
export interface InputText {
  /** As it came, without the label. */
  readonly raw: string;
  /** Half-width, upper-case, without labels and blanks. */
  readonly compact: string;
  /** `compact` without dots, hyphens and slashes. */
  readonly bare: string;
  /** What a label in front says that it is; empty without one. */
  readonly meant: readonly IdentifierKind[];
}

export type Reader = (input: InputText) => readonly Candidate[];

/** The candidate of one parser; none where the input has no shape of that kind. */
export function fromParsed(kind: IdentifierKind, parsed: Parsed<string>, confidence: number): readonly Candidate[] {
  const isShapeless = !parsed.ok && (parsed.problem.code === "INVALID_FORMAT" || parsed.problem.code === "EMPTY");
  return isShapeless ? [] : surely(kind, parsed, confidence);
}

/** Of an input that is meant as that kind by a mark of its own: whatever is wrong with it is told. */
export function surely(kind: IdentifierKind, parsed: Parsed<string>, confidence: number): readonly Candidate[] {
  if (parsed.ok) return [{ kind, canonical: parsed.value, reason: null, confidence }];
  const { code, message } = parsed.problem;
  return [{ kind, canonical: null, reason: { code, message }, confidence }];
}
