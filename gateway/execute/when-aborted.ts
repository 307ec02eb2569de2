/** Something that ends with an operation. */
export interface Abortable {
  aborted(): void;
}

const watched = new WeakMap<AbortSignal, Set<Abortable>>();

/**
 * All that ends when the signal says so, to be added to and taken from. One listener for all of them: adding one to a signal
 * and removing it costs a tenth of a question, and an operation asks many.
 */
export function whenAborted(signal: AbortSignal): Set<Abortable> {
  const known = watched.get(signal);
  if (known !== undefined) return known;
  const all = new Set<Abortable>();
  watched.set(signal, all);
  signal.addEventListener("abort", () => {
    for (const one of [...all]) one.aborted();
  });
  return all;
}
