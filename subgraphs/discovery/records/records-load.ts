import type { SearchLoader } from "#subgraphs/discovery/find-records.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import { createFactLoader, type FactLoader } from "./fact-loaders.ts";
import {
  COPY_FIELDS,
  type CopyFacts,
  OFFER_FIELDS,
  type OfferFacts,
  PATENT_FIELDS,
  type PatentFacts,
  RELATION_FIELDS,
  type RelationFacts,
} from "./facts.ts";
import type { CopyFinder } from "./find-copies.ts";
import { type CheckLoader, createCheckLoader } from "./offer-checks.ts";
import { createAgencyViews, createOrganizationViews, type PartyViewsLoader } from "./party-views.ts";
import { createViewsLoader, type ViewsLoader } from "./patent-views.ts";

/** What the resolvers of this folder work with, one per request. */
export interface RecordsLoad {
  readonly views: ViewsLoader;
  readonly relations: FactLoader<RelationFacts>;
  readonly checks: CheckLoader;
  readonly agencies: PartyViewsLoader;
  readonly organizations: PartyViewsLoader;
  readonly copyFinder: CopyFinder<CopyFacts>;
}

export function createRecordsLoad(context: Omit<NodeContext, "load">, search: SearchLoader): RecordsLoad {
  const patents = createFactLoader<PatentFacts>(context, PATENT_FIELDS);
  const offers = createFactLoader<OfferFacts>(context, OFFER_FIELDS);
  const copyFinder = {
    kind: "PATENT_RECORD",
    search,
    facts: createFactLoader<CopyFacts>(context, COPY_FIELDS),
    context,
  };
  return {
    views: createViewsLoader(copyFinder, patents),
    relations: createFactLoader<RelationFacts>(context, RELATION_FIELDS),
    checks: createCheckLoader({ offers, patents, context }),
    agencies: createAgencyViews(context, search),
    organizations: createOrganizationViews(context, search),
    copyFinder,
  };
}
