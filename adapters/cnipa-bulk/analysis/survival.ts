import { CIVIL_YEAR } from "./civil-days.ts";
import { Lengths } from "./lengths.ts";
import type { SurvivalPoint } from "./statistics-request.ts";

/** Lives of rights: those that ended, and those that were still alive when they were last seen. */
export class Lifetimes {
  readonly #ended = new Lengths();
  readonly #censored = new Lengths();

  add(length: number, hasEnded: boolean): void {
    (hasEnded ? this.#ended : this.#censored).add(length);
  }

  /**
   * Kaplan and Meier's estimate of the share that is alive after whole years: ends of a day come before the losses from
   * sight of that day. `atRisk` are those watched up to the anniversary.
   */
  survivalAfter(years: readonly number[]): readonly SurvivalPoint[] {
    const { shares, watched } = this.#curve();
    return years.map((year) => {
      const atRisk = watched[year] ?? 0;
      const share = shares[year] ?? shares.at(-1) ?? 0;
      return { year, share: atRisk === 0 && share > 0 ? null : share, atRisk };
    });
  }

  /** By whole years. */
  #curve(): { readonly shares: readonly number[]; readonly watched: readonly number[] } {
    const shares: number[] = [];
    const watched: number[] = [];
    let share = 1;
    let alive = this.#ended.total + this.#censored.total;
    for (let length = 0; length < this.#ended.counts.length; length++) {
      const ended = this.#ended.counts[length] as number;
      const atRisk = alive;
      if (ended > 0) share *= (alive - ended) / alive;
      alive -= ended + (this.#censored.counts[length] as number);
      if (length % CIVIL_YEAR !== 0) continue;
      watched.push(atRisk);
      shares.push(share);
    }
    return { shares, watched };
  }
}
