/** Several maps of resolvers as one: parts of a node may resolve fields of one type. Of two for one field the later stands. */
export function mergeResolvers<Fields extends object>(
  ...parts: readonly Readonly<Record<string, Fields>>[]
): Readonly<Record<string, Fields>> {
  const merged: Record<string, Fields> = {};
  for (const part of parts) {
    for (const [typeName, fields] of Object.entries(part)) merged[typeName] = { ...merged[typeName], ...fields };
  }
  return merged;
}
