import type { Annuity, AnnuityQuestion } from "#schema/rules/annuities.ts";
import { FEE_SOURCE } from "#schema/rules/fee-source.ts";
import { annuityNotes } from "./annuity-notes.ts";
import type { FeeFacts } from "./fee-facts.ts";
import { paymentReason } from "./payment-reason.ts";

/** One annual fee as the graph shows it. */
export function toAnnuityView(annuity: Annuity, facts: FeeFacts, question: AnnuityQuestion) {
  const { due, graceEnd, payable, restoration } = annuity;
  return {
    patentYear: annuity.patentYear,
    rawDueDate: due?.rawDueDate ?? null,
    dueDate: due?.dueDate ?? null,
    latestDueDate: due?.latestDueDate ?? null,
    dueDateRule: due === null ? null : { code: due.rule },
    graceEndDate: graceEnd?.dueDate ?? null,
    fullFee: yuan(annuity.fullFee),
    reductionPercent: annuity.percentOff,
    fee: yuan(annuity.fee),
    surcharge: payable === null ? null : yuan(payable.surcharge),
    surchargePercent: payable?.percent ?? null,
    total: payable === null ? null : yuan(payable.total),
    status: { code: annuity.state },
    statusReason: paymentReason(annuity, facts),
    restoration:
      restoration === null
        ? null
        : {
            earliestEndDate: restoration.earliestEnd.dueDate,
            surcharge: yuan(restoration.surcharge),
            restorationFee: yuan(restoration.restorationFee),
            total: yuan(restoration.total),
          },
    source: FEE_SOURCE,
    notes: annuityNotes(annuity, facts, question),
  };
}

function yuan(amount: number) {
  return { amount: String(amount), currencyCode: "CNY" };
}
