import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { compareText } from "./compare-text.ts";
import type { Dimension } from "./dimensions.ts";
import { type MatchSet, statusIndex } from "./match-set.ts";
import type { Group, Grouping } from "./statistics-request.ts";
import { tally } from "./tally.ts";

const IN_FORCE = statusIndex("IN_FORCE");
/** Without statuses only those in force are told apart. */
const ALIVE_OR_NOT = 2;

/** The largest groups of a dimension; years come in their order. */
export function countGroups(
  matches: MatchSet,
  dimension: Dimension,
  { top, wantsStatuses }: Grouping,
): readonly Group[] {
  const width = wantsStatuses ? LEGAL_STATUS_CODES.length : ALIVE_OR_NOT;
  const states = wantsStatuses ? matches.statuses : matches.inForce;
  const table = new Uint32Array(dimension.size * width);
  tally(matches, dimension, { table, width, states });
  return toGroups(table, width, dimension, top);
}

/** How many patents each group of a dimension has. */
export function countsOf(matches: MatchSet, dimension: Dimension): Uint32Array {
  const table = new Uint32Array(dimension.size);
  tally(matches, dimension, { table, width: 1, states: new Uint8Array(matches.ids.length) });
  return table;
}

interface Counted {
  readonly group: number;
  readonly count: number;
}

function toGroups(table: Uint32Array, width: number, dimension: Dimension, top: number): readonly Group[] {
  const counted: Counted[] = [];
  for (let group = 0; group < dimension.size; group++) {
    let count = 0;
    for (let state = 0; state < width; state++) count += table[group * width + state] as number;
    if (count > 0) counted.push({ group, count });
  }
  const named = largest(counted, top).map(({ group, count }) => ({ ...dimension.describe(group), group, count }));
  const sorted = named.sort((a, b) => b.count - a.count || compareText(a.key, b.key)).slice(0, top);
  const ordered = dimension.isOrdered ? sorted.sort((a, b) => compareText(a.key, b.key)) : sorted;
  return ordered.map(({ group, ...described }) => ({
    ...described,
    ...statesOf(table.subarray(group * width, (group + 1) * width)),
  }));
}

/** Those that may be among the first `top`: all that are as large as the last of them. */
function largest(counted: readonly Counted[], top: number): readonly Counted[] {
  if (counted.length <= top) return counted;
  const smallest = Uint32Array.from(counted, ({ count }) => count).sort()[counted.length - top] ?? 0;
  return counted.filter(({ count }) => count >= smallest);
}

function statesOf(states: Uint32Array): Pick<Group, "inForce" | "statuses"> {
  if (states.length === ALIVE_OR_NOT) return { inForce: states[1] ?? 0, statuses: null };
  const statuses = LEGAL_STATUS_CODES.map((code, index) => ({ code, count: states[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || compareText(a.code, b.code));
  return { inForce: states[IN_FORCE] ?? 0, statuses };
}
