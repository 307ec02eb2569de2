/** An answer without what no two runs share: instants of asking, and the ports on which the stand-ins listen. */
export function withoutVarying(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value: unknown) => {
    if (typeof value !== "string") return value;
    if (key === "fetchedAt" || key === "lastSuccessAt") return Number.isNaN(Date.parse(value)) ? value : "<instant>";
    return value.replace(/^http:\/\/127\.0\.0\.1:\d+\//, "http://stand-in/");
  });
}
