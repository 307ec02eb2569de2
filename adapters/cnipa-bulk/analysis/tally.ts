import type { Several } from "./dimensions.ts";

/** Numbers of patents: a row of `width` states for each group. */
export interface CountTable {
  readonly cells: Uint32Array;
  readonly width: number;
  /** Where states are years of filing: which one is state 1. */
  readonly first: number;
}

// The loops over a million patents: plain, one for each form in which a column holds its values.

/** Each has one group, and a state. */
export function tallyOne(groups: Int32Array, states: Uint8Array, count: number, { cells, width }: CountTable): void {
  for (let index = 0; index < count; index++) {
    const at = Math.imul(groups[index] as number, width) + (states[index] as number);
    cells[at] = (cells[at] as number) + 1;
  }
}

/**
 * Each has any number of groups, one to three mostly: so many places are counted in any case, by nothing where a patent has no
 * such value (what is read there is another's), since a processor that guesses the number wrong loses more than it takes.
 */
export function tallySeveral(
  ids: Int32Array,
  states: Uint8Array,
  { starts, counts, values }: Several,
  { cells, width }: CountTable,
): void {
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as number;
    const start = (starts[id] as number) | 0;
    const count = counts[id] as number;
    const state = states[index] as number;
    const first = Math.imul(values[start] as number, width) + state;
    cells[first] = (cells[first] as number) + Number(count > 0);
    const second = Math.imul(values[start + 1] as number, width) + state;
    cells[second] = (cells[second] as number) + Number(count > 1);
    const third = Math.imul(values[start + 2] as number, width) + state;
    cells[third] = (cells[third] as number) + Number(count > 2);
    for (let at = start + 3; at < start + count; at++) {
      const cell = Math.imul(values[at] as number, width) + state;
      cells[cell] = (cells[cell] as number) + 1;
    }
  }
}

/** The same where few have more than one. */
export function tallyMostlyOne(
  ids: Int32Array,
  states: Uint8Array,
  { starts, counts, values }: Several,
  { cells, width }: CountTable,
): void {
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as number;
    const start = (starts[id] as number) | 0;
    const count = counts[id] as number;
    const state = states[index] as number;
    const first = Math.imul(values[start] as number, width) + state;
    cells[first] = (cells[first] as number) + Number(count > 0);
    for (let at = start + 1; at < start + count; at++) {
      const cell = Math.imul(values[at] as number, width) + state;
      cells[cell] = (cells[cell] as number) + 1;
    }
  }
}

/** Rows for combinations of groups (bit n stands for group n) as rows of the groups. */
export function spread({ cells, width, first }: CountTable, groups: number): CountTable {
  const found = new Uint32Array(groups * width);
  for (let at = 0; at < cells.length; at++) {
    const count = cells[at] as number;
    if (count === 0) continue;
    const state = at % width;
    for (let left = Math.floor(at / width), group = 0; left !== 0; left >>>= 1, group++) {
      if (left & 1) found[group * width + state] = (found[group * width + state] as number) + count;
    }
  }
  return { cells: found, width, first };
}
