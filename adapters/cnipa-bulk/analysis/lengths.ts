import { CIVIL_YEAR } from "./civil-days.ts";

/** Longest span that is told apart: no right lasts longer, whatever compensation its term was given. */
const LONGEST_YEARS = 40;

/** How often spans of each length (in civil days) occur; negative ones count as none, longer ones as the longest. */
export class Lengths {
  readonly counts = new Uint32Array(LONGEST_YEARS * CIVIL_YEAR + 1);

  add(length: number): void {
    const at = Math.min(Math.max(length, 0), this.counts.length - 1);
    this.counts[at] = (this.counts[at] ?? 0) + 1;
  }

  get total(): number {
    let total = 0;
    for (let length = 0; length < this.counts.length; length++) total += this.counts[length] as number;
    return total;
  }

  /** The middle one, or the mean of the two in the middle, in years to the hundredth; null without any. */
  medianYears(): number | null {
    const { total } = this;
    if (total === 0) return null;
    const low = this.#lengthAt(Math.floor((total - 1) / 2));
    const high = this.#lengthAt(Math.floor(total / 2));
    return Math.round(((low + high) / 2 / CIVIL_YEAR) * 100) / 100;
  }

  #lengthAt(rank: number): number {
    let length = 0;
    for (let before = this.counts[0] as number; before <= rank; before += this.counts[length] as number) length++;
    return length;
  }
}
