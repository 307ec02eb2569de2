type Path = readonly (string | number)[];

/** Every place in a value, itself included. */
export function placesIn(value: unknown, path: Path): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, item]) =>
      placesIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

/** A copy with another value at a place; undefined takes the key away. */
export function changedAt(value: unknown, [step, ...rest]: Path, put: unknown): unknown {
  if (step === undefined) return put;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? (changedAt(item, rest, put) ?? null) : item));
  const entries = Object.entries(value ?? {}).map(
    ([key, item]) => [key, key === step ? changedAt(item, rest, put) : item] as const,
  );
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}
