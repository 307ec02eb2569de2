/** A small seeded source of chance: the same seed and salts give the same sequence on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number from min to max, both included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Up to `count` different members, in list order. */
  sample<T>(list: readonly T[], count: number): readonly T[];
}

/**
 * Every record draws from a stream of its own (seed, kind, index), so that one more field in one kind
 * changes nothing anywhere else, and a record can be made without making those before it.
 */
export function createRandom(seed: number, kind: string, index = 0): Random {
  let state = mix(mix(seed, hashText(kind)), index);
  const next = (): number => {
    // mulberry32 by Tommy Ettinger, public domain
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (list) => pickFrom(list, int(0, list.length - 1)),
    sample: (list, count) => sampleFrom(list, count, next),
  };
}

function pickFrom<T>(list: readonly T[], index: number): T {
  const member = list[index];
  if (member === undefined) throw new RangeError("pick from an empty list");
  return member;
}

/** Selection sampling (Knuth, algorithm S): one pass, keeps the order. */
function sampleFrom<T>(list: readonly T[], count: number, next: () => number): readonly T[] {
  const chosen: T[] = [];
  list.forEach((member, index) => {
    if (next() * (list.length - index) < count - chosen.length) chosen.push(member);
  });
  return chosen;
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ b;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
