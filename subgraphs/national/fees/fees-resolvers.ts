import { annuitiesOf } from "#schema/rules/annuities.ts";
import type { FeeReduction } from "#schema/rules/fee-reduction.ts";
import { readAsOf } from "#subgraphs/national/as-of.ts";
import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import type { PatentView } from "#subgraphs/national/patent/patent-view.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { toAnnuityView } from "./annuity-view.ts";
import { expiryDateOf, feeFactsOf } from "./fee-facts.ts";

interface AnnuityArguments {
  readonly asOf?: string | null;
  readonly reduction?: FeeReduction | null;
}

export const feesResolvers: ResolverMap<NationalLoad> = {
  Patent: {
    expiryDate: (patent: PatentView) => expiryDateOf(patent),
    annuities: (patent: PatentView, { asOf, reduction }: AnnuityArguments, { now }: NationalContext) => {
      const day = readAsOf(asOf, now);
      const facts = feeFactsOf(patent, day);
      if (facts === null) return null;
      // A right that is not granted yet on that day owes nothing.
      if (day < facts.subject.grantDate) return [];
      const question = { asOf: day, reduction: reduction ?? "NONE" };
      return annuitiesOf(facts.subject, question).map((annuity) => toAnnuityView(annuity, facts, question));
    },
  },
};
