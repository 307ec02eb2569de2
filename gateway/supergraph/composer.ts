import type { DocumentNode } from "graphql";

/** One member of the graph, as composition sees it. */
export interface ComposedService {
  readonly name: string;
  readonly typeDefs: DocumentNode;
  /** Where it answers; in-process members have a name only. */
  readonly url?: string | undefined;
}

export type Composition =
  | { readonly kind: "composed"; readonly supergraphSdl: string; readonly apiSdl: string }
  | { readonly kind: "refused"; readonly problems: readonly CompositionProblem[] };

export interface CompositionProblem {
  readonly code: string;
  readonly message: string;
}

/** The seam before any composition library (DESIGN: Apollo's is under the Elastic License 2.0, alternatives exist). */
export interface Composer {
  compose(services: readonly ComposedService[]): Promise<Composition>;
}
