import { CIVIL_YEAR } from "./civil-days.ts";
import type { SurvivalPoint } from "./statistics-request.ts";

/** Longest life that is told apart: no right lasts longer, whatever compensation its term was given. */
const LONGEST_YEARS = 40;

/** Lives of rights by length (civil days): those that ended, and those that were still alive when they were last seen. */
export class Lifetimes {
  readonly #ended = new Uint32Array(LONGEST_YEARS * CIVIL_YEAR + 1);
  readonly #censored = new Uint32Array(LONGEST_YEARS * CIVIL_YEAR + 1);

  add(length: number, hasEnded: boolean): void {
    const at = Math.min(Math.max(length, 0), LONGEST_YEARS * CIVIL_YEAR);
    const lives = hasEnded ? this.#ended : this.#censored;
    lives[at] = (lives[at] ?? 0) + 1;
  }

  /**
   * Kaplan and Meier's estimate of the share that is alive after whole years: ends of a day come before the losses from
   * sight of that day. `atRisk` are those watched up to the anniversary.
   */
  survivalAfter(years: readonly number[]): readonly SurvivalPoint[] {
    const curve = this.#curve();
    return years.map((year) => curve(year));
  }

  #curve(): (year: number) => SurvivalPoint {
    const shares: number[] = [];
    const atRisk: number[] = [];
    let share = 1;
    let alive = this.#count();
    for (const [length, ended] of this.#ended.entries()) {
      if (length % CIVIL_YEAR === 0) atRisk.push(alive);
      if (ended > 0) share *= (alive - ended) / alive;
      if (length % CIVIL_YEAR === 0) shares.push(share);
      alive -= ended + (this.#censored[length] ?? 0);
    }
    return (year) => {
      const watched = atRisk[year] ?? 0;
      const estimate = shares[year] ?? share;
      return { year, share: watched === 0 && estimate > 0 ? null : estimate, atRisk: watched };
    };
  }

  #count(): number {
    const sum = (lives: Uint32Array) => lives.reduce((total, count) => total + count, 0);
    return sum(this.#ended) + sum(this.#censored);
  }
}
