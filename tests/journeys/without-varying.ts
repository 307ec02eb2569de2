/** "ps1:" and "sr1:" in base64url. */
const SEARCH_CURSOR = /^(?:cHMxO|c3IxO)/;

/** Numbers that no two runs share, or that every change of the invented world changes. */
const VARYING_NUMBERS: ReadonlySet<string> = new Set(["score", "tookMs", "ageSeconds"]);

/**
 * An answer without what no two runs share: instants of asking, times taken and ages, the ports on which the stand-ins
 * listen; and without what every change of the invented world changes: scores, and the store's cursors.
 */
export function withoutVarying(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value: unknown) => {
    if (typeof value === "number" && VARYING_NUMBERS.has(key)) return `<${key}>`;
    return typeof value === "string" ? varyingText(key, value) : value;
  });
}

function varyingText(key: string, value: string): string {
  if (/^(?:cursor|startCursor|endCursor)$/.test(key) && SEARCH_CURSOR.test(value)) return "<cursor>";
  if (key === "fetchedAt" || key === "lastSuccessAt") return Number.isNaN(Date.parse(value)) ? value : "<instant>";
  return value.replace(/^http:\/\/127\.0\.0\.1:\d+\//, "http://stand-in/");
}
