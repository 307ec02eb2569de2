import { isDay } from "#schema/rules/calendar-days.ts";
import { dueDateOf } from "#schema/rules/due-date.ts";
import { type FeeReduction, percentOff, reducedFee } from "#schema/rules/fee-reduction.ts";
import { CONFIRM_BEFORE_PAYMENT, FEE_SOURCE } from "#schema/rules/fee-source.ts";
import { type OfficialFee, OTHER_FEES } from "#schema/rules/other-fees.ts";
import { type Delivery, presumedReceipt } from "#schema/rules/presumed-receipt.ts";
import { PROCEDURAL_PERIODS, type ProceduralPeriod } from "#schema/rules/procedural-periods.ts";
import type { NationalLoad } from "#subgraphs/national/national-load.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { badInput } from "#subgraphs/runtime/operation-error.ts";
import { dueDateNotes } from "./due-date-notes.ts";

interface DeadlineArguments {
  readonly period: keyof typeof PROCEDURAL_PERIODS;
  readonly startDate: string;
  readonly delivery?: Delivery | null;
  readonly months?: number | null;
}

/** The Patent Law's first day in force; nothing is counted from before it. */
const FIRST_DAY = "1985-04-01";
const LAST_DAY = "2100-01-01";
const MAX_MONTHS = 36;

export const deadlineResolvers: ResolverMap<NationalLoad> = {
  Query: {
    proceduralPeriods: () =>
      Object.entries<ProceduralPeriod>(PROCEDURAL_PERIODS).map(([code, period]) => toPeriod(code, period)),
    proceduralDeadline: (_parent: never, args: DeadlineArguments) => toDeadline(args),
    officialFees: (_parent: never, { reduction }: { readonly reduction?: FeeReduction | null }) =>
      Object.entries<OfficialFee>(OTHER_FEES).map(([code, fee]) => toFee(code, fee, reduction ?? "NONE")),
  },
};

function toDeadline({ period: code, startDate, delivery, months }: DeadlineArguments) {
  const period: ProceduralPeriod = PROCEDURAL_PERIODS[code];
  if (!isDay(startDate) || startDate < FIRST_DAY || startDate > LAST_DAY) {
    throw badInput(
      "startDate",
      `须为 ${FIRST_DAY} 至 ${LAST_DAY} 之间的日历日期`,
      `startDate must be a calendar day from ${FIRST_DAY} to ${LAST_DAY}`,
    );
  }
  const received = period.fromNotice === true ? presumedReceipt(startDate, delivery ?? "ELECTRONIC") : null;
  const { rule, ...due } = dueDateOf(received ?? startDate, { ...period, ...lengthOf(period, months ?? null) });
  return {
    period: toPeriod(code, period),
    startDate,
    presumedReceiptDate: received,
    ...due,
    dueDateRule: { code: rule },
    notes: [{ code: "CONFIRM_BEFORE_PAYMENT", message: CONFIRM_BEFORE_PAYMENT }, ...dueDateNotes({ ...due, rule })],
  };
}

function lengthOf({ designated }: ProceduralPeriod, months: number | null): { readonly months?: number } {
  if (months === null) return {};
  if (designated !== true) {
    throw badInput(
      "months",
      "法定期限的长短由法律规定，不能另行指定",
      "The law sets the length of this period: months does not apply",
    );
  }
  if (months < 1 || months > MAX_MONTHS) {
    throw badInput("months", `须为 1 至 ${MAX_MONTHS}`, `months must lie between 1 and ${MAX_MONTHS}`);
  }
  return { months };
}

function toPeriod(code: string, period: ProceduralPeriod) {
  return {
    period: { code },
    months: period.months ?? null,
    days: period.days ?? null,
    countedFrom: period.from,
    basis: period.basis,
    certainty: period.certainty,
    designated: period.designated ?? false,
    restorable: period.restorable ?? true,
  };
}

function toFee(code: string, { name, yuan, per, reducible }: OfficialFee, reduction: FeeReduction) {
  const percent = reducible === undefined ? 0 : percentOff(reduction, reducible);
  return {
    code,
    name,
    fullFee: { amount: String(yuan), currencyCode: "CNY" },
    fee: { amount: String(reducedFee(yuan, percent)), currencyCode: "CNY" },
    per: per ?? null,
    reducible: reducible !== undefined,
    source: FEE_SOURCE,
  };
}
