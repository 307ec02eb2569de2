import type { Concentration } from "./statistics-request.ts";

const LARGEST = 10;

/** How far patents are in few hands, from the patents of each applicant: joint ones count for each of theirs. */
export function concentrationOf(counts: Iterable<number>): Concentration {
  let total = 0;
  let squares = 0;
  const largest: number[] = [];
  for (const count of counts) {
    total += count;
    squares += count * count;
    insert(largest, count);
  }
  if (total === 0) return { hhi: null, top10Share: null };
  const top = largest.reduce((sum, count) => sum + count, 0);
  return { hhi: (10_000 * squares) / (total * total), top10Share: top / total };
}

/** Keeps the ten largest, largest first. */
function insert(largest: number[], count: number): void {
  if (largest.length === LARGEST && count <= (largest.at(-1) ?? 0)) return;
  const at = largest.findIndex((other) => other < count);
  largest.splice(at === -1 ? largest.length : at, 0, count);
  if (largest.length > LARGEST) largest.pop();
}
