/** `H04L   29/08    (2006.01)`, `A61K  31/   506            A I` → `H04L29/08`, `A61K31/506`; null for anything else. */
export function ipcSymbol(text: string): string | null {
  const compact = text.normalize("NFKC").replace(/\(.*$/s, "").replace(/\s+/g, "").toUpperCase();
  return /^([A-H]\d{2}[A-Z]\d{1,4}\/\d{2,6})(?:[A-Z]{0,2})$/.exec(compact)?.[1] ?? null;
}

/** `11-05`, `LOC(14)Cl.11-05`, `1105` → `11-05`; a class without subclass (`11-`) or anything else → null. */
export function locarnoSymbol(text: string): string | null {
  const compact = text
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/^LOC\(?\d*\)?(?:CL\.?)?/i, "");
  const [, main, sub] = /^(\d{1,2})-?(\d{2})$/.exec(compact) ?? [];
  if (main === undefined || sub === undefined || Number(main) < 1 || Number(main) > 32) return null;
  return `${main.padStart(2, "0")}-${sub}`;
}

/** In order, each once. */
export function distinct(symbols: readonly (string | null)[]): string[] {
  return [...new Set(symbols.filter((symbol) => symbol !== null))];
}
