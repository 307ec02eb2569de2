import { type BitSet, noIds } from "./bit-set.ts";
import { type ColumnArrays, stoodAt } from "./columns.ts";

/** The documents that stood at a change of the store, and what scores need to know of them together. */
export interface Standing {
  readonly sequence: number;
  readonly bits: BitSet;
  readonly count: number;
  readonly textLength: number;
  readonly nameLength: number;
}

export function standingAt({ number, died, textLength, nameLength }: ColumnArrays, sequence: number): Standing {
  const size = sequence + 1;
  const bits = noIds(size);
  const sums = { count: 0, textLength: 0, nameLength: 0 };
  for (let id = 1; id < size; id++) {
    if (number[id] === 0 || !stoodAt(died[id] ?? 0, sequence)) continue;
    bits[id >>> 5] = (bits[id >>> 5] ?? 0) | (1 << (id & 31));
    sums.count += 1;
    sums.textLength += textLength[id] ?? 0;
    sums.nameLength += nameLength[id] ?? 0;
  }
  return { sequence, bits, ...sums };
}
