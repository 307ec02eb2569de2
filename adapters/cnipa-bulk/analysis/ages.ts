import { CIVIL_YEAR } from "./civil-days.ts";

/** Ages in civil days, counted by length. */
export class Ages {
  readonly #byLength = new Map<number, number>();
  #count = 0;

  add(length: number): void {
    this.#byLength.set(length, (this.#byLength.get(length) ?? 0) + 1);
    this.#count += 1;
  }

  /** The middle one, or the mean of the two in the middle, in years to the hundredth; null without any. */
  medianYears(): number | null {
    if (this.#count === 0) return null;
    const lengths = [...this.#byLength].sort(([a], [b]) => a - b);
    const low = lengthAt(lengths, Math.floor((this.#count - 1) / 2));
    const high = lengthAt(lengths, Math.floor(this.#count / 2));
    return Math.round(((low + high) / 2 / CIVIL_YEAR) * 100) / 100;
  }
}

function lengthAt(lengths: readonly (readonly [length: number, count: number])[], rank: number): number {
  let before = 0;
  for (const [length, count] of lengths) {
    before += count;
    if (rank < before) return length;
  }
  return 0;
}
