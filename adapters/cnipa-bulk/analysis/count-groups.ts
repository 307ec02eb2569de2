import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { statusIndex } from "./block.ts";
import { compareText } from "./compare-text.ts";
import type { Dimension } from "./dimensions.ts";
import type { Group, Grouping } from "./statistics-request.ts";
import { type CountTable, spread } from "./tally.ts";

/** What was counted of a dimension: by states, and by years where they are wanted. */
export interface CountedGroups {
  readonly dimension: Dimension;
  readonly states: CountTable;
  readonly years: CountTable | null;
}

const IN_FORCE = statusIndex("IN_FORCE");

/** The largest groups of a dimension; years come in their order. */
export function largestGroups(counted: CountedGroups, { top, wantsStatuses }: Grouping): readonly Group[] {
  const { dimension } = counted;
  const states = byGroup(dimension, counted.states);
  const years = counted.years === null ? null : byGroup(dimension, counted.years);
  const named = largest(totalsOf(states), top).map(({ group, count }) => ({
    ...dimension.describe(group),
    group,
    count,
  }));
  const sorted = named.sort((a, b) => b.count - a.count || compareText(a.key, b.key)).slice(0, top);
  const ordered = dimension.isOrdered ? sorted.sort((a, b) => compareText(a.key, b.key)) : sorted;
  return ordered.map(({ group, ...described }) => {
    const row = rowOf(states, group);
    const statuses = wantsStatuses ? statusesOf(row) : null;
    return { ...described, inForce: inForceOf(row), statuses, years: years === null ? null : yearsOf(years, group) };
  });
}

/** Patents of each group. */
export function groupTotals({ dimension, states }: CountedGroups): Uint32Array {
  return totalsOf(byGroup(dimension, states));
}

/** The table with the row of each group where its number says. */
function byGroup({ kind, size }: Dimension, table: CountTable): CountTable {
  if (kind === "bits") return spread(table, size);
  return kind === "one" ? { ...table, cells: table.cells.subarray(table.width) } : table;
}

function totalsOf({ cells, width }: CountTable): Uint32Array {
  const totals = new Uint32Array(cells.length / width);
  for (let at = 0, group = 0; group < totals.length; group++) {
    let total = 0;
    for (let state = 0; state < width; state++) total += cells[at++] as number;
    totals[group] = total;
  }
  return totals;
}

/** Groups that may be among the first `top`: all that are as large as the last of them. */
function largest(totals: Uint32Array, top: number): readonly { readonly group: number; readonly count: number }[] {
  const smallest = smallestOfLargest(totals, top);
  const found: { readonly group: number; readonly count: number }[] = [];
  for (let group = 0; group < totals.length; group++) {
    const count = totals[group] as number;
    if (count >= smallest) found.push({ group, count });
  }
  return found;
}

/** The `top`th number by size; 1 where fewer are above 0. */
function smallestOfLargest(totals: Uint32Array, top: number): number {
  // The largest so far, ascending. Most numbers are smaller than all of them.
  const kept = new Uint32Array(top);
  let least = 0;
  for (let group = 0; group < totals.length; group++) {
    const count = totals[group] as number;
    if (count <= least) continue;
    let at = 1;
    for (; at < top && (kept[at] as number) < count; at++) kept[at - 1] = kept[at] as number;
    kept[at - 1] = count;
    least = kept[0] as number;
  }
  return Math.max(1, least);
}

function rowOf({ cells, width }: CountTable, group: number): Uint32Array {
  return cells.subarray(group * width, (group + 1) * width);
}

function inForceOf(states: Uint32Array): number {
  return states[states.length === LEGAL_STATUS_CODES.length ? IN_FORCE : 1] ?? 0;
}

function statusesOf(states: Uint32Array): Group["statuses"] {
  return LEGAL_STATUS_CODES.map((code, index) => ({ code, count: states[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || compareText(a.code, b.code));
}

function yearsOf(years: CountTable, group: number): Group["years"] {
  const known = rowOf(years, group).subarray(1);
  return Array.from(known, (count, index) => ({ year: years.first + index, count })).filter(({ count }) => count > 0);
}
