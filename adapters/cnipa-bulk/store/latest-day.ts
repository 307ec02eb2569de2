/** The latest of some calendar days (`YYYY-MM-DD` sorts as text); null where there is none. */
export function latestDay(days: readonly (string | null)[]): string | null {
  return (
    days
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null
  );
}
