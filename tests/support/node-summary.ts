import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";

/** A summary of which only this is known. */
export function nodeSummary(known: Partial<NodeSummary> & Pick<NodeSummary, "id">): NodeSummary {
  return {
    typeName: "SichuanListing",
    title: null,
    text: null,
    numbers: [],
    classes: [],
    region: null,
    parties: [],
    price: null,
    status: null,
    codes: {},
    date: null,
    licence: null,
    fetchedAt: null,
    sourceUpdatedAt: null,
    ...known,
  };
}
