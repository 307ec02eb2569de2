/** Document ids as bits: bit `id & 31` of word `id >>> 5`. */
export type BitSet = Uint32Array;

/** None of the ids below `size`. */
export function noIds(size: number): BitSet {
  return new Uint32Array((size + 31) >>> 5);
}

export function addIds(bits: BitSet, ids: Int32Array, count: number): void {
  for (let at = 0; at < count; at++) {
    const id = ids[at] ?? 0;
    const word = id >>> 5;
    bits[word] = (bits[word] ?? 0) | (1 << (id & 31));
  }
}

export function hasId(bits: BitSet, id: number): boolean {
  return (((bits[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1;
}

/** Leaves in the first what is in both. */
export function intersect(bits: BitSet, other: BitSet): BitSet {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) & (other[word] ?? 0);
  return bits;
}

/** Adds to the first what is in the second. */
export function unite(bits: BitSet, other: BitSet): BitSet {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) | (other[word] ?? 0);
  return bits;
}

export function complement(bits: BitSet): BitSet {
  for (let word = 0; word < bits.length; word++) bits[word] = ~(bits[word] ?? 0);
  return bits;
}

export function countIds(bits: BitSet): number {
  let count = 0;
  for (let word = 0; word < bits.length; word++) {
    let rest = bits[word] ?? 0;
    rest -= (rest >>> 1) & 0x5555_5555;
    rest = (rest & 0x3333_3333) + ((rest >>> 2) & 0x3333_3333);
    count += Math.imul((rest + (rest >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
  }
  return count;
}

/** The ids, ascending. */
export function idsOf(bits: BitSet): Int32Array {
  const ids = new Int32Array(countIds(bits));
  let count = 0;
  for (let word = 0; word < bits.length; word++) {
    let rest = bits[word] ?? 0;
    while (rest !== 0) {
      const bit = 31 - Math.clz32(rest & -rest);
      ids[count++] = (word << 5) | bit;
      rest &= rest - 1;
    }
  }
  return ids;
}

/** The ids below `size` for which it holds. */
export function idsWhere(size: number, holds: (id: number) => boolean): BitSet {
  const bits = noIds(size);
  for (let id = 0; id < size; id++) if (holds(id)) bits[id >>> 5] = (bits[id >>> 5] ?? 0) | (1 << (id & 31));
  return bits;
}
