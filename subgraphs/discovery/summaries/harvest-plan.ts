import type { ListedNode } from "#subgraphs/runtime/ports.ts";
import type { HarvestMode, HarvestState } from "./store-protocol.ts";

/** A kind of a node that may be harvested. */
export interface HarvestTarget {
  readonly node: string;
  readonly kind: string;
  readonly typeName: string;
  /** Nothing of it is kept longer; absent = no limit. */
  readonly keepMs?: number | undefined;
  /** To be read anew as a whole after so long; absent = whenever it suits. */
  readonly renewMs?: number | undefined;
}

export interface HarvestTimes {
  readonly every: number;
  readonly wholeEvery: number;
}

/** What its owner allows to be harvested, private kinds never. */
export function targetsOf({ code, kinds }: ListedNode): readonly HarvestTarget[] {
  return kinds
    .filter(({ harvest, isPrivate }) => harvest && !isPrivate)
    .map(({ kind, typeName, keepMs, renewMs }) => ({ node: code, kind, typeName, keepMs, renewMs }));
}

/** What is in the index and may not be any more: of nodes that are gone, and of kinds that are no longer given. */
export function withdrawn(states: readonly HarvestState[], nodes: readonly ListedNode[]): readonly HarvestState[] {
  const allowed = new Set(nodes.flatMap(targetsOf).map(({ node, kind }) => `${node} ${kind}`));
  return states.filter(({ node, kind }) => !allowed.has(`${node} ${kind}`));
}

/** Which harvest is due by now, if any: what was left off, what never was whole, then by age. What may be kept for a time only is read anew in time. */
export function dueMode(
  state: HarvestState | undefined,
  now: number,
  { every, wholeEvery, keepMs, renewMs }: HarvestTimes & Pick<HarvestTarget, "keepMs" | "renewMs">,
): HarvestMode | null {
  if (state === undefined) return "whole";
  if (state.unfinished !== null) return state.unfinished;
  if (state.wholeAt === null) return "whole";
  const dueAfter = Math.min(wholeEvery, (keepMs ?? Number.POSITIVE_INFINITY) / 2, renewMs ?? Number.POSITIVE_INFINITY);
  // Where changes are told, with what is gone, nothing has to be read twice.
  const isToldAll = state.resume !== null && keepMs === undefined && renewMs === undefined;
  if (!isToldAll && now - state.wholeAt >= dueAfter) return "whole";
  return now - (state.endedAt ?? 0) >= every ? "changes" : null;
}
