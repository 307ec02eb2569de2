/** Distinct representations in order of first appearance, and where each original place finds its own. */
export interface Distinct<T> {
  readonly items: readonly T[];
  readonly keys: readonly string[];
  /** For every original place, the index into `items`. */
  readonly places: readonly number[];
}

/** Removes duplicates by value; representations are built by the planner in one key order, so their JSON compares. */
export function distinct<T>(representations: readonly T[]): Distinct<T> {
  const indexes = new Map<string, number>();
  const items: T[] = [];
  const places = representations.map((representation) => {
    const key = JSON.stringify(representation);
    const known = indexes.get(key);
    if (known !== undefined) return known;
    indexes.set(key, items.length);
    return items.push(representation) - 1;
  });
  return { items, keys: [...indexes.keys()], places };
}
