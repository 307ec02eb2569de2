import { CIVIL_YEAR } from "./civil-days.ts";

/** Longest span that is told apart: no right lasts longer, whatever compensation its term was given. */
const LONGEST_YEARS = 40;
const LONGEST = LONGEST_YEARS * CIVIL_YEAR;

/** So many lengths are told apart. */
export const LENGTHS = LONGEST + 1;

/** A span (in civil days) as a length; negative ones count as none, longer ones as the longest. */
export function lengthOf(span: number): number {
  return Math.min(Math.max(span, 0), LONGEST);
}

/** From how often spans of each length occur: the middle one, or the mean of the two in the middle, in years to the hundredth; null without any. */
export function medianYears(counts: Uint32Array): number | null {
  let total = 0;
  for (let length = 0; length < counts.length; length++) total += counts[length] as number;
  if (total === 0) return null;
  const low = lengthAt(counts, Math.floor((total - 1) / 2));
  const high = lengthAt(counts, Math.floor(total / 2));
  return Math.round(((low + high) / 2 / CIVIL_YEAR) * 100) / 100;
}

function lengthAt(counts: Uint32Array, rank: number): number {
  let length = 0;
  for (let before = counts[0] as number; before <= rank; before += counts[length] as number) length++;
  return length;
}
