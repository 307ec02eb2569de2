/**
 * Who pays less. Reductions are granted on request and are not public: the caller says which applies. They never add up;
 * the best single one counts.
 */
export type FeeReduction = "NONE" | "ONE_APPLICANT" | "SEVERAL_APPLICANTS" | "OPEN_LICENCE";

/** Fees that a reduction can lower (Guidelines part V ch. 2 §3.1): filing without printing and excess, examination, re-examination, annual fees. */
export type ReducibleFee = "FILING" | "EXAMINATION" | "REEXAMINATION" | "ANNUAL";

const PERCENT_OFF: Readonly<Record<FeeReduction, number>> = {
  NONE: 0,
  ONE_APPLICANT: 85,
  SEVERAL_APPLICANTS: 70,
  OPEN_LICENCE: 15,
};
/** Fees due since then are reduced for the first ten years from the grant, earlier ones for six. */
const TEN_YEARS_FROM = "2018-08-01";

/** What a reduction takes off a fee other than an annual one. An open licence lowers annual fees alone. */
export function percentOff(reduction: FeeReduction, fee: ReducibleFee): number {
  return reduction === "OPEN_LICENCE" && fee !== "ANNUAL" ? 0 : PERCENT_OFF[reduction];
}

/** One annual fee, as far as reductions care. */
export interface ReducibleAnnuity {
  readonly patentYear: number;
  /** The patent year of the grant: the first of those that are reduced. */
  readonly grantYear: number;
  readonly rawDueDate: string;
  /** Whether an open licence in use lowers this fee. */
  readonly openLicence: boolean;
}

/** The best single reduction of an annual fee, in percent. */
export function annualPercentOff(reduction: FeeReduction, annuity: ReducibleAnnuity): number {
  const years = annuity.rawDueDate < TEN_YEARS_FROM ? 6 : 10;
  const isEarly = annuity.patentYear < annuity.grantYear + years;
  const own = reduction === "OPEN_LICENCE" || isEarly ? PERCENT_OFF[reduction] : 0;
  return Math.max(own, annuity.openLicence ? PERCENT_OFF.OPEN_LICENCE : 0);
}

/** A fee of whole hundreds (or one of 50) less a percentage, in yuan. */
export function reducedFee(fullFee: number, percent: number): number {
  return (fullFee * (100 - percent)) / 100;
}
