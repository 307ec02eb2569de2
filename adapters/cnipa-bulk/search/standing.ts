import { type BitSet, noIds } from "#adapters/runtime/text-index/bit-set.ts";
import { type ColumnArrays, stoodAt } from "./columns.ts";

/** The documents that stood at a change of the store, and what scores need to know of them together. */
export interface Standing {
  readonly sequence: number;
  /** Less what was taken down since. */
  readonly shown: BitSet;
  /** What scores are reckoned with, so that they are the same on every page. */
  readonly bits: BitSet;
  readonly count: number;
  readonly textLength: number;
  readonly nameLength: number;
}

export function standingAt(arrays: ColumnArrays, size: number, sequence: number): Standing {
  const { number, born, died, textLength, nameLength } = arrays;
  const bits = noIds(size);
  const shown = noIds(size);
  const sums = { count: 0, textLength: 0, nameLength: 0 };
  for (let id = 1; id < size; id++) {
    if ((number[id] ?? 0) === 0 || !stoodAt(born[id] ?? 0, died[id] ?? 0, sequence)) continue;
    const bit = 1 << (id & 31);
    bits[id >>> 5] = (bits[id >>> 5] ?? 0) | bit;
    if ((died[id] ?? 0) >= 0) shown[id >>> 5] = (shown[id >>> 5] ?? 0) | bit;
    sums.count += 1;
    sums.textLength += textLength[id] ?? 0;
    sums.nameLength += nameLength[id] ?? 0;
  }
  return { sequence, shown, bits, ...sums };
}
