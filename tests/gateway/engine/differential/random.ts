/** Decisions that follow from a seed alone. */
export interface Random {
  /** 0 ≤ … < `below` */
  int(below: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Each with its probability; none is possible. */
  some<Item>(items: readonly Item[], probability: number): Item[];
  /** `count` of them, or all. */
  sample<Item>(items: readonly Item[], count: number): Item[];
}

export function randomOf(...seed: readonly (string | number)[]): Random {
  let state = hashOf(seed.join("|"));
  /** mulberry32 */
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(next() * below);
  const sample = <Item>(items: readonly Item[], count: number): Item[] => {
    const rest = [...items];
    return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(int(rest.length), 1)[0] as Item);
  };
  return {
    int,
    chance: (probability) => next() < probability,
    pick: (items) => {
      if (items.length === 0) throw new RangeError("nothing to pick from");
      return items[int(items.length)] as (typeof items)[number];
    },
    some: (items, probability) => items.filter(() => next() < probability),
    sample,
  };
}

/** FNV-1a with a last mixing, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
