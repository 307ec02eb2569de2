import type { ConnectionTotal } from "#subgraphs/runtime/paging.ts";
import { COPY_KINDS, familyOf } from "./asset-identity.ts";
import type { LiveList } from "./plan-lists.ts";
import type { RecordList } from "./record-list.ts";
import type { SearchHit } from "./search-hit.ts";

/** A list with what it was asked for; the index's is asked for every kind. */
export interface CountedList {
  readonly list: RecordList;
  readonly live: LiveList | null;
}

/**
 * How many different things there are. Of kinds that have copies the nodes' totals cannot be added, for the same thing
 * may be in several: there the greatest is what is sure. Exact where everything was read, or where every list told its exact total and
 * nothing can be in two of them.
 */
export function countTotal(lists: readonly CountedList[], hits: Iterable<SearchHit>): ConnectionTotal {
  const known = new Map<string, number>();
  for (const { identity } of hits) known.set(identity.family, (known.get(identity.family) ?? 0) + 1);
  const told = toldTotals(lists);
  const families = new Set([...known.keys(), ...told.keys()]);
  const value = [...families].reduce((sum, family) => sum + Math.max(known.get(family) ?? 0, told.get(family) ?? 0), 0);
  return { value, relation: lists.every((one) => isSettled(one)) ? "EXACT" : "AT_LEAST" };
}

function toldTotals(lists: readonly CountedList[]): ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  for (const { list, live } of lists) {
    if (live === null || list.total === null || live.filteredByHub.length > 0) continue;
    const family = familyOf(live.kind);
    const before = told.get(family) ?? 0;
    told.set(family, hasCopies(family) ? Math.max(before, list.total.value) : before + list.total.value);
  }
  return told;
}

function isSettled({ list, live }: CountedList): boolean {
  if (list.isExhausted) return true;
  if (live === null || list.total === null || list.failure !== null) return false;
  return list.total.isExact && live.filteredByHub.length === 0 && !hasCopies(familyOf(live.kind));
}

function hasCopies(family: string): boolean {
  return family in COPY_KINDS;
}
