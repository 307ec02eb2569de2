const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "90s" → 90,000. The format of manifests lets nothing else through. */
export function toMs(duration: string): number {
  const [, number, unit = ""] = /^(\d{1,6})(ms|s|m|h|d)$/.exec(duration) ?? [];
  return Number(number) * (UNITS[unit] ?? Number.NaN);
}
