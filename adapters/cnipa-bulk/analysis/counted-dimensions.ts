import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { DIMENSIONS, type Dimension } from "./dimensions.ts";
import { MatchSet, type StatisticsNames } from "./match-set.ts";
import type { Group, StatisticsDimension } from "./statistics-request.ts";
import { tally } from "./tally.ts";

/** A dimension with its table: `width` states for each group. */
export interface CountedDimension {
  readonly dimension: Dimension;
  readonly table: Uint32Array;
  readonly width: number;
}

/** Without statuses only those in force are told apart. */
export const ALIVE_OR_NOT = 2;

/** The dimensions that a request needs, each counted once. */
export class CountedDimensions {
  readonly #matches: MatchSet;
  readonly #names: StatisticsNames;
  readonly #counted = new Map<StatisticsDimension, CountedDimension>();
  readonly #years = new Map<StatisticsDimension, Uint32Array>();

  constructor(matches: MatchSet, names: StatisticsNames) {
    this.#matches = matches;
    this.#names = names;
  }

  count(name: StatisticsDimension, wantsStatuses: boolean): CountedDimension {
    const known = this.#counted.get(name);
    const width = wantsStatuses ? LEGAL_STATUS_CODES.length : ALIVE_OR_NOT;
    if (known !== undefined && known.width >= width) return known;
    const described = known?.dimension ?? DIMENSIONS[name](this.#nothing(), this.#names);
    const table = new Uint32Array(described.size * width);
    for (const block of this.#matches.blocks) {
      const states = wantsStatuses ? block.statuses : block.inForce;
      tally(block, DIMENSIONS[name](block, this.#names), { table, width, states });
    }
    const counted = { dimension: described, table, width };
    this.#counted.set(name, counted);
    return counted;
  }

  /** How the patents of a group spread over the years of their filing. */
  countYears(name: StatisticsDimension): (group: number) => NonNullable<Group["years"]> {
    const { first, width, states } = this.#matches.years;
    const table = this.#years.get(name) ?? this.#tally(name, width, states);
    this.#years.set(name, table);
    return (group) =>
      Array.from(table.subarray(group * width + 1, (group + 1) * width), (count, index) => ({
        year: first + index,
        count,
      })).filter(({ count }) => count > 0);
  }

  /** To ask a dimension for its size and its groups' names alone. */
  #nothing(): MatchSet {
    return new MatchSet(this.#matches.columns, new Int32Array(), 0);
  }

  #tally(name: StatisticsDimension, width: number, states: Uint8Array): Uint32Array {
    const dimension = DIMENSIONS[name](this.#matches, this.#names);
    const table = new Uint32Array(dimension.size * width);
    tally(this.#matches, dimension, { table, width, states });
    return table;
  }
}

/** Patents of each group. */
export function totalsOf({ table, width }: CountedDimension): Uint32Array {
  const totals = new Uint32Array(table.length / width);
  for (let at = 0, group = 0; group < totals.length; group++) {
    let total = 0;
    for (let state = 0; state < width; state++) total += table[at++] as number;
    totals[group] = total;
  }
  return totals;
}
