import { CIVIL_YEAR } from "./civil-days.ts";
import type { SurvivalPoint } from "./statistics-request.ts";

/** How many lives of each length (in civil days) ended, and how many were still going on when they were last seen. */
export interface Lifetimes {
  readonly ended: Uint32Array;
  readonly censored: Uint32Array;
}

/**
 * Kaplan and Meier's estimate of the share that is alive after whole years: ends of a day come before the losses from
 * sight of that day. `atRisk` are those watched up to the anniversary.
 */
export function survivalAfter(years: readonly number[], lifetimes: Lifetimes): readonly SurvivalPoint[] {
  const { shares, watched } = curveOf(lifetimes);
  return years.map((year) => {
    const atRisk = watched[year] ?? 0;
    const share = shares[year] ?? shares.at(-1) ?? 0;
    return { year, share: atRisk === 0 && share > 0 ? null : share, atRisk };
  });
}

/** By whole years. */
function curveOf({ ended, censored }: Lifetimes): {
  readonly shares: readonly number[];
  readonly watched: readonly number[];
} {
  const shares: number[] = [];
  const watched: number[] = [];
  let share = 1;
  let alive = 0;
  for (let length = 0; length < ended.length; length++)
    alive += (ended[length] as number) + (censored[length] as number);
  for (let length = 0; length < ended.length; length++) {
    const ends = ended[length] as number;
    const atRisk = alive;
    if (ends > 0) share *= (alive - ends) / alive;
    alive -= ends + (censored[length] as number);
    if (length % CIVIL_YEAR !== 0) continue;
    watched.push(atRisk);
    shares.push(share);
  }
  return { shares, watched };
}
