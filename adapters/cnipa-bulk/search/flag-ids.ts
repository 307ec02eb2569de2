import { type BitSet, countIds, idsOf, noIds } from "#adapters/runtime/text-index/bit-set.ts";

/** Writes 1 for each of the ids for which something holds, else 0. */
export type Flagger = (ids: Int32Array, flags: Uint8Array) => void;

/** So many ids are looked at together. */
const BLOCK = 1 << 12;
/** Where fewer than one in so many ids is asked about, only those are looked at; else all, which costs less for each. */
const FEW = 8;

/** The ids below `size` for which it holds: of all, or of those given only. */
export function idsFlagged(size: number, flag: Flagger, among: BitSet | null): BitSet {
  if (among !== null && countIds(among) * FEW < size) return flaggedAmong(size, flag, among);
  const bits = noIds(size);
  const flags = new Uint8Array(BLOCK);
  const ids = new Int32Array(BLOCK);
  for (let from = 0; from < size; from += BLOCK) {
    const block = ids.subarray(0, Math.min(BLOCK, size - from));
    for (let index = 0; index < block.length; index++) block[index] = from + index;
    flag(block, flags);
    pack(flags.fill(0, block.length), bits.subarray(from >>> 5, (from + BLOCK) >>> 5));
  }
  return among === null ? bits : kept(bits, among);
}

/** 32 flags a word. */
function pack(flags: Uint8Array, words: BitSet): void {
  let at = 0;
  for (let word = 0; word < words.length; word++) {
    let found = 0;
    for (let bit = 0; bit < 32; bit++) found |= (flags[at++] as number) << bit;
    words[word] = found;
  }
}

function kept(bits: BitSet, among: BitSet): BitSet {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] as number) & (among[word] as number);
  return bits;
}

function flaggedAmong(size: number, flag: Flagger, among: BitSet): BitSet {
  const bits = noIds(size);
  const all = idsOf(among);
  const flags = new Uint8Array(all.length);
  flag(all, flags);
  for (let index = 0; index < all.length; index++) {
    const id = all[index] as number;
    bits[id >>> 5] = (bits[id >>> 5] as number) | ((flags[index] as number) << (id & 31));
  }
  return bits;
}
