import type { PatentType } from "#schema/ids/application-number.ts";
import { feeYears, fullAnnualFee, patentYearOn, rawAnnualDueDate } from "./annual-fees.ts";
import { type DueDate, rollDueDate } from "./due-date.ts";
import { annualPercentOff, type FeeReduction, reducedFee } from "./fee-reduction.ts";
import { type PaymentState, paymentShownBy, type SignOfLife } from "./payment-state.ts";
import { type Restoration, restorationOf } from "./restoration.ts";
import { graceEnd, surchargePercentOn } from "./surcharge.ts";
import { STATE_COUNCIL_CALENDAR, type WorkCalendar } from "./work-calendar.ts";

/** A granted right, as far as its annual fees care. */
export interface AnnuitySubject {
  readonly type: PatentType;
  readonly filingDate: string;
  readonly grantDate: string;
  /** The day on which its term ends, compensation included. */
  readonly termEnd: string;
  /** The day on which it ended, where it has. */
  readonly ended: { readonly date: string; readonly forUnpaidFee: boolean } | null;
  readonly signsOfLife: readonly SignOfLife[];
  /** Times in which an open-licence contract was on record; a null end is open. */
  readonly openLicences: readonly { readonly from: string; readonly through: string | null }[];
}

export interface AnnuityQuestion {
  /** The day that states, surcharges and totals are computed for. */
  readonly asOf: string;
  readonly reduction: FeeReduction;
  readonly calendar?: WorkCalendar;
}

/** One annual fee. Amounts in yuan. */
export interface Annuity {
  readonly patentYear: number;
  /** Null for the year of the grant, which is paid with registration, two months from a notice that is not public. */
  readonly due: DueDate | null;
  readonly graceEnd: DueDate | null;
  readonly fullFee: number;
  readonly percentOff: number;
  readonly fee: number;
  /** What paying on the day asked about costs; null where nothing can be paid then. */
  readonly payable: { readonly surcharge: number; readonly percent: number; readonly total: number } | null;
  readonly state: PaymentState;
  /** The event that shows the payment: the grant itself for its own year. */
  readonly shownBy: SignOfLife | null;
  /** What bringing the right back costs, where grace is over and the payment not known; a gazetted lapse is final. */
  readonly restoration: Restoration | null;
}

/** The annual fees of a granted right from the year of its grant on; none after the day on which it ended. */
export function annuitiesOf(subject: AnnuitySubject, question: AnnuityQuestion): readonly Annuity[] {
  const { filingDate, grantDate, termEnd, ended } = subject;
  const grantYear = patentYearOn(filingDate, grantDate);
  return feeYears(filingDate, grantDate, termEnd).flatMap((patentYear) => {
    const fullFee = fullAnnualFee(subject.type, patentYear);
    if (fullFee === null) return [];
    const rawDueDate = rawAnnualDueDate(filingDate, patentYear);
    if (patentYear === grantYear) return [grantYearFee(subject, question, { patentYear, fullFee, rawDueDate })];
    const isAfterEnd = ended !== null && (ended.forUnpaidFee ? rawDueDate > ended.date : rawDueDate >= ended.date);
    return isAfterEnd ? [] : [laterFee(subject, question, { patentYear, fullFee, rawDueDate, grantYear })];
  });
}

interface Year {
  readonly patentYear: number;
  readonly fullFee: number;
  readonly rawDueDate: string;
}

function grantYearFee({ grantDate }: AnnuitySubject, { reduction }: AnnuityQuestion, year: Year): Annuity {
  const { patentYear, fullFee, rawDueDate } = year;
  // A right must be granted before it can be licensed.
  const own = reduction === "OPEN_LICENCE" ? "NONE" : reduction;
  const percentOff = annualPercentOff(own, { patentYear, grantYear: patentYear, rawDueDate, openLicence: false });
  return {
    patentYear,
    due: null,
    graceEnd: null,
    fullFee,
    percentOff,
    fee: reducedFee(fullFee, percentOff),
    payable: null,
    state: "INFERRED_PAID",
    shownBy: { kind: "GRANTED", date: grantDate },
    restoration: null,
  };
}

function laterFee(
  subject: AnnuitySubject,
  question: AnnuityQuestion,
  year: Year & { readonly grantYear: number },
): Annuity {
  const { asOf, reduction, calendar = STATE_COUNCIL_CALENDAR } = question;
  const { patentYear, fullFee, rawDueDate, grantYear } = year;
  const openLicence = isInUse(subject.openLicences, rawDueDate);
  const percentOff = annualPercentOff(reduction, { patentYear, grantYear, rawDueDate, openLicence });
  const fee = reducedFee(fullFee, percentOff);
  const due = rollDueDate(rawDueDate, calendar);
  const grace = graceEnd(rawDueDate, calendar);
  const shownBy = paymentShownBy(rawDueDate, subject.signsOfLife, asOf);
  const state = stateOf(subject, { rawDueDate, asOf, due, grace, shownBy });
  const percent =
    state === "NOT_YET_DUE" || state === "IN_GRACE" ? surchargePercentOn(rawDueDate, asOf, calendar) : null;
  const surcharge = percent === null ? null : (fullFee * percent) / 100;
  return {
    patentYear,
    due,
    graceEnd: grace,
    fullFee,
    percentOff,
    fee,
    payable: percent === null || surcharge === null ? null : { surcharge, percent, total: fee + surcharge },
    state,
    shownBy,
    restoration: state === "PAYMENT_UNKNOWN" ? restorationOf({ rawDueDate, fullFee, fee }, calendar) : null,
  };
}

/** From the day a contract is on record, and through the patent year in which the licence is withdrawn (D8; Guidelines part V ch. 11 §8). */
function isInUse(times: AnnuitySubject["openLicences"], rawDueDate: string): boolean {
  return times.some(({ from, through }) => from <= rawDueDate && (through === null || rawDueDate <= through));
}

function stateOf(
  { ended }: AnnuitySubject,
  fee: {
    readonly rawDueDate: string;
    readonly asOf: string;
    readonly due: DueDate;
    readonly grace: DueDate;
    readonly shownBy: SignOfLife | null;
  },
): PaymentState {
  if (ended?.forUnpaidFee === true && ended.date === fee.rawDueDate) return "LAPSED_UNPAID";
  if (fee.asOf <= fee.due.dueDate) return "NOT_YET_DUE";
  if (fee.shownBy !== null) return "INFERRED_PAID";
  return fee.asOf <= fee.grace.dueDate ? "IN_GRACE" : "PAYMENT_UNKNOWN";
}
