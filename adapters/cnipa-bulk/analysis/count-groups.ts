import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { compareText } from "./compare-text.ts";
import { ALIVE_OR_NOT, type CountedDimensions, totalsOf } from "./counted-dimensions.ts";
import { statusIndex } from "./match-set.ts";
import type { Group, Grouping } from "./statistics-request.ts";

const IN_FORCE = statusIndex("IN_FORCE");

/** The largest groups of a dimension; years come in their order. */
export function largestGroups(all: CountedDimensions, grouping: Grouping): readonly Group[] {
  const { top, wantsStatuses, wantsYears } = grouping;
  const counted = all.count(grouping.dimension, wantsStatuses);
  const yearsOf = wantsYears ? all.countYears(grouping.dimension) : () => null;
  const { dimension, table, width } = counted;
  const named = largest(totalsOf(counted), top).map(({ group, count }) => ({
    ...dimension.describe(group),
    group,
    count,
  }));
  const sorted = named.sort((a, b) => b.count - a.count || compareText(a.key, b.key)).slice(0, top);
  const ordered = dimension.isOrdered ? sorted.sort((a, b) => compareText(a.key, b.key)) : sorted;
  return ordered.map(({ group, ...described }) => {
    const states = table.subarray(group * width, (group + 1) * width);
    const statuses = wantsStatuses ? statusesOf(states) : null;
    return { ...described, inForce: inForceOf(states), statuses, years: yearsOf(group) };
  });
}

/** Groups that may be among the first `top`: all that are as large as the last of them. */
function largest(totals: Uint32Array, top: number): readonly { readonly group: number; readonly count: number }[] {
  const present = totals.filter((count) => count > 0).sort();
  const smallest = present[Math.max(0, present.length - top)] ?? 0;
  const found: { readonly group: number; readonly count: number }[] = [];
  for (const [group, count] of totals.entries()) {
    if (count > 0 && count >= smallest) found.push({ group, count });
  }
  return found;
}

function inForceOf(states: Uint32Array): number {
  return states[states.length === ALIVE_OR_NOT ? 1 : IN_FORCE] ?? 0;
}

function statusesOf(states: Uint32Array): Group["statuses"] {
  return LEGAL_STATUS_CODES.map((code, index) => ({ code, count: states[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || compareText(a.code, b.code));
}
