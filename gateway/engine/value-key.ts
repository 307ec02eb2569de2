/** Text that is equal for equal values and for no others; lengths keep one value from running into the next. */
export function valueKey(value: unknown): string {
  if (typeof value === "string") return `${value.length}:${value}`;
  const text = JSON.stringify(value);
  return `${text.length};${text}`;
}
