/** Whether two texts in parts are the same, cut at the same places. */
export function areSameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
