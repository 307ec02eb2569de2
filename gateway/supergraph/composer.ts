import type { DocumentNode } from "graphql";
import type { CostFacts } from "#gateway/guard/cost/cost-table.ts";

/** One member of the graph, as composition sees it. */
export interface ComposedService {
  readonly name: string;
  readonly typeDefs: DocumentNode;
  /** Where it answers; in-process members have a name only. */
  readonly url?: string | undefined;
}

export interface Composed {
  readonly kind: "composed";
  /** In parts: joined it takes as many fresh pages of memory as all the rest of a change, and who serves reads none of it. */
  readonly supergraphSdl: readonly string[];
  /** What everything in it costs: read where it is composed, since it takes its time. */
  readonly costs: CostFacts;
}

export type Composition = Composed | { readonly kind: "refused"; readonly problems: readonly CompositionProblem[] };

export interface CompositionProblem {
  readonly code: string;
  readonly message: string;
}

/** The seam before any composition library (DESIGN: Apollo's is under the Elastic License 2.0, alternatives exist). */
export interface Composer {
  compose(services: readonly ComposedService[]): Promise<Composition>;
}
