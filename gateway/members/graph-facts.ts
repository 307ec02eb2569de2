import type { DocumentNode } from "graphql";
import type { KeptValue } from "#gateway/engine/fetch-cache.ts";
import { staleFreshness } from "#gateway/execute/stale-freshness.ts";
import { type CostTable, createCostTable } from "#gateway/guard/cost/cost-table.ts";
import type { ComposedGraph } from "#gateway/supergraph/compose-graph.ts";
import { privateTypes } from "#gateway/supergraph/private-types.ts";

/** What caches and guards must know of a graph. */
export interface GraphFacts {
  readonly table: CostTable;
  isPrivateType(typeName: string): boolean;
  /** A value that is given past its time, telling so. */
  asStale(value: KeptValue): KeptValue;
}

export function readGraphFacts({ costs }: Pick<ComposedGraph, "costs">, typeDefs: readonly DocumentNode[]): GraphFacts {
  const hidden = privateTypes(typeDefs);
  return {
    table: createCostTable(costs),
    isPrivateType: (typeName) => hidden.has(typeName),
    asStale: staleFreshness(typeDefs),
  };
}

/** The facts of the graph that is served, for what outlives it. */
export class FactsInForce {
  #facts: GraphFacts | null = null;

  read(): GraphFacts {
    if (this.#facts === null) throw new Error("no graph is served yet");
    return this.#facts;
  }

  set(facts: GraphFacts): void {
    this.#facts = facts;
  }
}
