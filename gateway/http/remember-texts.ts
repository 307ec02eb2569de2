/** Longer texts are worked out each time. */
const LONGEST = 1_000;

/**
 * The same function with a bounded memory: most clients send the same few headers with every request. What it returns is
 * shared and must not be changed.
 */
export function rememberTexts<Value>(
  compute: (text: string | undefined) => Value,
  max = 256,
): (text: string | undefined) => Value {
  const known = new Map<string | undefined, { readonly value: Value }>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found.value;
    const value = compute(text);
    if (known.size >= max) known.clear();
    if (text === undefined || text.length <= LONGEST) known.set(text, { value });
    return value;
  };
}
