/** Discounted gain of the first ten against the best order that there could be. */
export function ndcgAtTen(gains: readonly number[], relevant: number): number {
  const ideal = dcg(Array.from({ length: Math.min(10, relevant) }, () => 1));
  return ideal === 0 ? 1 : dcg(gains.slice(0, 10)) / ideal;
}

function dcg(gains: readonly number[]): number {
  return gains.reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}
