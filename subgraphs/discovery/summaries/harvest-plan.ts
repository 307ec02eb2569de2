import type { ListedNode } from "#subgraphs/runtime/ports.ts";
import type { HarvestMode, HarvestState } from "./store-protocol.ts";

/** A kind of a node that may be harvested. */
export interface HarvestTarget {
  readonly node: string;
  readonly kind: string;
  readonly typeName: string;
}

export interface HarvestTimes {
  readonly every: number;
  readonly wholeEvery: number;
}

/** What its owner allows to be harvested, private kinds never. */
export function targetsOf({ code, kinds }: ListedNode): readonly HarvestTarget[] {
  return kinds
    .filter(({ harvest, isPrivate }) => harvest && !isPrivate)
    .map(({ kind, typeName }) => ({ node: code, kind, typeName }));
}

/** What is in the index and may not be any more: of nodes that are gone, and of kinds that are no longer given. */
export function withdrawn(states: readonly HarvestState[], nodes: readonly ListedNode[]): readonly HarvestState[] {
  const allowed = new Set(nodes.flatMap(targetsOf).map(({ node, kind }) => `${node} ${kind}`));
  return states.filter(({ node, kind }) => !allowed.has(`${node} ${kind}`));
}

/** Which harvest is due by now, if any: what was left off, what never was whole, then by age. */
export function dueMode(state: HarvestState | undefined, now: number, times: HarvestTimes): HarvestMode | null {
  if (state === undefined || state.wholeAt === null) return "whole";
  if (state.unfinished !== null) return state.unfinished;
  // Where changes are told, with what is gone, nothing has to be read twice.
  if (state.resume === null && now - state.wholeAt >= times.wholeEvery) return "whole";
  return now - (state.endedAt ?? 0) >= times.every ? "changes" : null;
}
