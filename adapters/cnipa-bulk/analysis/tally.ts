import type { Bits, Dimension, One, Several } from "./dimensions.ts";
import type { MatchSet } from "./match-set.ts";

/** Where patents are counted: a row of `width` states for each group. */
export interface Tally {
  readonly table: Uint32Array;
  readonly width: number;
  /** State of each patent of the set, below `width`. */
  readonly states: Uint8Array;
}

/** The loops over a million patents: plain, one for each form in which a column holds its values. */
export function tally(matches: MatchSet, dimension: Dimension, into: Tally): void {
  if (dimension.kind === "one") tallyOne(dimension, into);
  else if (dimension.kind === "bits") tallyBits(dimension, into);
  else tallySeveral(matches, dimension, into);
}

function tallyOne({ groups }: One, { table, width, states }: Tally): void {
  for (let index = 0; index < groups.length; index++) {
    const group = groups[index] as number;
    if (group >= 0) (table[group * width + (states[index] as number)] as number)++;
  }
}

/** Each combination is counted first: there are few, and most patents have no more than one or two of the groups. */
function tallyBits({ bits, size }: Bits & Pick<Dimension, "size">, { table, width, states }: Tally): void {
  const combinations = new Uint32Array((1 << size) * width);
  for (let index = 0; index < bits.length; index++) {
    (combinations[(bits[index] as number) * width + (states[index] as number)] as number)++;
  }
  for (let at = 0; at < combinations.length; at++) {
    const count = combinations[at] as number;
    if (count === 0) continue;
    const state = at % width;
    for (let left = Math.floor(at / width), group = 0; left !== 0; left >>>= 1, group++) {
      if (left & 1) table[group * width + state] = (table[group * width + state] as number) + count;
    }
  }
}

function tallySeveral({ ids }: MatchSet, { starts, counts, values }: Several, { table, width, states }: Tally): void {
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as number;
    const start = starts[id] as number;
    const end = start + (counts[id] as number);
    for (let at = start; at < end; at++)
      (table[(values[at] as number) * width + (states[index] as number)] as number)++;
  }
}
