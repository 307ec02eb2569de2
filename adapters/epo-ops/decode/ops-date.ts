/** YYYYMMDD or YYYY-MM-DD to YYYY-MM-DD; null for what names no day (00000000, a 00 month or day, INPADOC's 0001-01-01). */
export function toOpsDate(raw: string | undefined): string | null {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(raw?.trim() ?? "");
  if (match === null) return null;
  const [, year = "", month = "", day = ""] = match;
  // 0001-01-01 stands for "never" in the exchange dates of INPADOC; no patent office published before 1782.
  if (Number(year) < 1700) return null;
  const date = `${year}-${month}-${day}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date) ? date : null;
}
